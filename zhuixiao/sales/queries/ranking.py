"""Boards of who sells most; a company that does not want them switches them off."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.models import Company, Employee
from zhuixiao.kit.periods import Period
from zhuixiao.ledger import catalogue
from zhuixiao.ledger.catalogue import Dimension
from zhuixiao.ledger.queries import Table, query

from .. import metrics
from .performance import readable

SETTING = "sales.ranking"
PLACES = 10
_BOARDS = (
    metrics.ORDER_AMOUNT.key,
    metrics.RECEIVED_AMOUNT.key,
    metrics.PLACED.key,
    "customers.added",
    "activities.contacts",
)


class Ranking(models.TextChoices):
    """Who sees the boards."""

    OFF = "off", _("Nobody: no boards")
    SCOPE = "scope", _("Everybody sees those whose orders he sees anyway")
    ALL = "all", _("Everybody sees all")


@dataclass(frozen=True)
class Place:
    """Several with the same value share a place."""

    number: int
    person: Employee
    value: int
    share: int
    link: str
    is_me: bool


@dataclass(frozen=True)
class Board:
    label: object
    unit: str
    places: Sequence[Place]


def setting() -> Ranking:
    """Who sees boards; as far as the own data scope reaches while nobody has said otherwise."""
    held = Company.objects.get().settings.get(SETTING, Ranking.SCOPE)
    return Ranking(held) if held in Ranking.values else Ranking.SCOPE


def boards(period: Period, *, reader: Employee) -> list[Board]:
    """The first ten of each board. What everybody may see is what the boss sees, but opens only
    for who sees it himself; people of a branch or a dealer are shown among themselves."""
    chosen = setting()
    if chosen == Ranking.OFF:
        return []
    eyes, where = reader, {}
    if chosen == Ranking.ALL:
        bosses = Employee.objects.active().with_access().filter(role__key="boss")
        eyes = bosses.order_by("pk").first() or reader
        if wall := reader.department.wall():
            where = {Dimension.DEPARTMENT: list(wall.subtree().values_list("pk", flat=True))}
    keys = readable(_BOARDS, reader)
    by = [Dimension.EMPLOYEE]
    seen = query(keys, period=period, by=by, where=where, visible_to=eyes)
    own = (
        seen
        if eyes == reader
        else query(keys, period=period, by=by, where=where, visible_to=reader)
    )
    return [_board(key, seen, own, reader) for key in keys]


def _board(key: str, seen: Table, own: Table, reader: Employee) -> Board:
    """The first of one board; a value opens where the reader's own figure is the same."""
    values = {int(str(row.key[0])): int(row.values[key] or 0) for row in seen.rows}
    ranked = sorted(
        (pk for pk, value in values.items() if pk and value > 0),
        key=lambda pk: (-values[pk], pk),
    )
    people = Employee.objects.in_bulk(ranked[:PLACES])
    return Board(
        catalogue.find(key).label,
        catalogue.find(key).unit,
        [
            Place(
                1 + sum(1 for other in ranked if values[other] > values[pk]),
                people[pk],
                values[pk],
                values[pk] * 100 // values[ranked[0]],
                own.link(key, pk) if own.value(key, pk) == values[pk] else "",
                pk == reader.pk,
            )
            for pk in ranked[:PLACES]
        ],
    )
