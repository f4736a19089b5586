"""Letting a map service name places: outside of requests, and within a number a day."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Company
from zhuixiao.kit import jobs
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.geo import Position, position
from zhuixiao.kit.periods import Period, day_of

from ..choices.places import Trouble
from ..models import AttendancePlace, PlaceName, PlaceService
from ..places import services as places_services
from ..places.services import NotNow, Refused
from ..queries.places import CELLS_PER_DEGREE, Cell, cell, known_names, names

NAME = "field.name_places"
REST = timedelta(hours=1)
# Where nobody has set a place of attendance: 天安门, which every map knows.
_TRIAL = Position(39.9087, 116.3975)


def names_of(places: Sequence[Position | None], *, by: Actor) -> list[str]:
    """The name of each place, "" where nothing is known, for a page that shows them: those that the
    service was not asked for yet are wanted of it."""
    found = names(places, today=by.today)
    want(found.wanted, at=by.at)
    return found.names


def want(cells: Sequence[Cell], *, at: datetime) -> None:
    """Have these named; while a job waits or runs, the page that comes again asks anew."""
    if not cells or not settings.PLACES_SERVICE or _is_resting(_held(), at):
        return
    jobs.enqueue(
        NAME,
        payload={"cells": [list(one) for one in cells]},
        by_id=0,
        label=gettext_noop("Names of places"),
        key=NAME,
    )


def name(cells: Sequence[Cell], *, at: datetime) -> int:
    """Ask for those without a name, as far as the day's number and the service's health go; how
    many were named. Raises NotNow: what was named by then stays."""
    zone = Company.objects.get().zone
    known = known_names(cells)
    named = 0
    for one in dict.fromkeys(cells):
        if one in known:
            continue
        if not _may_ask(at, zone):
            break
        try:
            _keep(one, places_services.ask(_middle(one)), at)
        except Refused as refused:
            _fall_ill(refused.trouble, refused.said, at, zone)
            break
        named += 1
    return named


def rest(said: str, *, at: datetime) -> None:
    """Leave a service that does not answer alone for a while."""
    _fall_ill(Trouble.SILENT, said, at, Company.objects.get().zone)


def try_it(*, by: Actor) -> tuple[str, str]:
    """Ask for a place of the company's own right now; (whose, what it is called). Ends the trouble
    where it succeeds. Raises NotAllowed, and RuleError with what is wrong."""
    by.employee.access.check("tracks", "manage")
    if not settings.PLACES_SERVICE:
        raise RuleError(_("No map service is set up on this server."))
    own = AttendancePlace.objects.order_by("pk").first()
    place = own.position if own else _TRIAL
    where = cell(place)
    _count(by.at, by.zone)
    try:
        found = places_services.ask(_middle(where))
    except Refused as refused:
        _fall_ill(refused.trouble, refused.said, by.at, by.zone)
        raise RuleError(f"{refused.trouble.label}: {refused.said}") from None
    except NotNow as silent:
        raise RuleError(f"{Trouble.SILENT.label}: {silent}") from None
    _recover()
    _keep(where, found, by.at)
    return own.name if own else "", found


def delete_old(*, at: datetime) -> int:
    """Forget names after the days that the terms of the service allow; how many."""
    old = PlaceName.objects.filter(asked_at__lt=at - timedelta(days=settings.PLACES_KEEP_DAYS))
    return old.delete()[0]


def _middle(one: Cell) -> Position:
    return position(one[0] / CELLS_PER_DEGREE, one[1] / CELLS_PER_DEGREE)


def _keep(one: Cell, found: str, at: datetime) -> None:
    PlaceName.objects.update_or_create(
        service=settings.PLACES_SERVICE,
        latitude=one[0],
        longitude=one[1],
        defaults={"name": found, "asked_at": at},
    )


def _held() -> PlaceService | None:
    return PlaceService.objects.filter(service=settings.PLACES_SERVICE).first()


def _is_resting(held: PlaceService | None, at: datetime) -> bool:
    return bool(held and held.trouble and (held.until is None or at < held.until))


def _may_ask(at: datetime, zone: ZoneInfo) -> bool:
    """Count one more; False while the service rests, or once the number of the day is reached."""
    held = _held()
    if _is_resting(held, at):
        return False
    if held and held.day == day_of(at, zone) and held.asked >= settings.PLACES_A_DAY:
        return False
    _count(at, zone)
    return True


@transaction.atomic
def _count(at: datetime, zone: ZoneInfo) -> None:
    day = day_of(at, zone)
    held, _made = PlaceService.objects.select_for_update().get_or_create(
        service=settings.PLACES_SERVICE, defaults={"day": day}
    )
    held.asked = held.asked + 1 if held.day == day else 1
    held.day = day
    held.save(update_fields=["asked", "day"])


def _fall_ill(trouble: Trouble, said: str, at: datetime, zone: ZoneInfo) -> None:
    """A refused key waits for a person, a used-up quota for the next day, silence for an hour."""
    day = day_of(at, zone)
    until = None
    if trouble == Trouble.QUOTA:
        until = Period(day, day).instants(zone)[1].astimezone(UTC)
    if trouble == Trouble.SILENT:
        until = at + REST
    PlaceService.objects.update_or_create(
        service=settings.PLACES_SERVICE,
        defaults={"trouble": trouble, "said": said, "since": at, "until": until},
        create_defaults={
            "trouble": trouble, "said": said, "since": at, "until": until, "day": day,
        },
    )  # fmt: skip


def _recover() -> None:
    held = PlaceService.objects.filter(service=settings.PLACES_SERVICE)
    held.update(trouble="", said="", since=None, until=None)
