"""When a customer falls back into the pool: kinds of waiting that rules combine.

Higher apps register more (without an order, since the last contract ended).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zhuixiao.kit.periods import day_of


class Waiting(Protocol):
    """A customer, as far as the kinds look at it; a row of the table is one too."""

    received_at: datetime | None
    last_contact_at: datetime | None
    won_at: datetime | None
    last_order_on: date | None
    last_opportunity_on: date | None
    contract_ends_on: date | None


@dataclass(frozen=True)
class Kind:
    """`before(instant)` keeps the customers that have waited since before it, a midnight of the
    company; `since(customer, zone)` is the day from which one waits, None for one that this kind
    does not touch. `words` have a %(n)d. A kind `of_won` waits for what only won customers have."""

    key: str
    label: str | Promise
    words: str | Promise
    before: Callable[[datetime], Q]
    since: Callable[[Waiting, ZoneInfo], date | None]
    of_won: bool = False


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Called once by each app, in AppConfig.ready()."""
    _kinds[kind.key] = kind


def kinds() -> list[Kind]:
    return list(_kinds.values())


def find(key: str) -> Kind | None:
    """The kind of this key; None when the app that brought it is gone."""
    return _kinds.get(key)


def waited(
    conditions: Sequence[Mapping[str, Any]], *, any_of: bool, today: date, zone: ZoneInfo
) -> Q:
    """The customers that have waited long enough by the end of `today`.

    A condition of an unknown kind holds for nobody: rather too few are taken than too many.
    """
    found = Q(pk__in=[]) if any_of or not conditions else Q()
    for one in conditions:
        kind = find(one["kind"])
        first = datetime.combine(today - timedelta(days=one["days"] - 1), datetime.min.time(), zone)
        holds = kind.before(first) if kind else Q(pk__in=[])
        found = found | holds if any_of else found & holds
    return found


def due_on(
    customer: Waiting,
    conditions: Sequence[Mapping[str, Any]],
    *,
    any_of: bool,
    zone: ZoneInfo,
) -> date | None:
    """The day on which `waited` first keeps this customer, if nothing happens; None for never."""
    days = []
    for one in conditions:
        kind = find(one["kind"])
        since = kind.since(customer, zone) if kind else None
        days.append(since + timedelta(days=one["days"]) if since else None)
    known = [day for day in days if day]
    if any_of:
        return min(known, default=None)
    return max(known) if known and len(known) == len(days) else None


def needs_won(conditions: Sequence[Mapping[str, Any]], *, any_of: bool) -> bool:
    """Whether these can hold of customers alone that were won."""
    found = [(kind := find(one["kind"])) is not None and kind.of_won for one in conditions]
    return all(found) if any_of else any(found)


def received(row: Waiting, zone: ZoneInfo) -> date | None:
    """The day on which its owner got the customer, from which everybody has the whole time."""
    return day_of(row.received_at, zone) if row.received_at else None


def later(*days: date | None) -> date | None:
    """The last of these days; None without a first one."""
    return max(day for day in days if day) if days[0] else None


# A customer that was never contacted waits from the day it was received, never from nothing.
RECEIVED = Kind(
    "received",
    _("Days after it was received"),
    _("received %(n)d days ago"),
    before=lambda first: Q(received_at__lt=first),
    since=received,
)
CONTACT = Kind(
    "contact",
    _("Days without a contact"),
    _("no contact for %(n)d days"),
    before=lambda first: (
        Q(received_at__lt=first) & (Q(last_contact_at=None) | Q(last_contact_at__lt=first))
    ),
    since=lambda row, zone: later(
        received(row, zone), day_of(row.last_contact_at, zone) if row.last_contact_at else None
    ),
)
UNSOLD = Kind(
    "unsold",
    _("Days without being won"),
    _("not won after %(n)d days"),
    before=lambda first: Q(received_at__lt=first, won_at=None),
    since=lambda row, zone: received(row, zone) if row.won_at is None else None,
)
