"""Customers around a place, the nearest first.

The index customer_place finds a rectangle; the circle is cut out of it afterwards. Where customers
lie close together the first, small rectangle already holds enough of them, so what is read grows
with what is shown and not with how many there are.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from django.db.models import Q

from zhuixiao.accounts.choices import DataScope
from zhuixiao.accounts.models import Employee
from zhuixiao.customers.models import Customer, CustomerQuerySet, Pool
from zhuixiao.customers.queries import pools
from zhuixiao.customers.queries.places import Box
from zhuixiao.kit.geo import METRES_PER_DEGREE, Position
from zhuixiao.kit.periods import day_of

MOST = 100
NEAREST, FARTHEST = 100, 50_000
# The sides of the rectangles that are looked at one after another, as parts of the asked radius.
_STEPS = (1 / 64, 1 / 16, 1 / 4, 1)
# Of one person's customers a database may read all, whatever the rectangle: then once is enough.
_AT_ONCE = (1,)
# A pool does not give away where exactly somebody is.
_ROUGH = 100


class Whose(StrEnum):
    ALL = "all"
    MINE = "mine"
    POOL = "pool"


@dataclass(frozen=True)
class Wish:
    """`metres` is the radius; `quiet_days`: not contacted for at least so many; None asks for
    nothing."""

    place: Position
    metres: int = 3_000
    whose: Whose = Whose.ALL
    stage: int | None = None
    quiet_days: int | None = None


@dataclass(frozen=True)
class Near:
    """A customer with its distance. Of one in a pool only what the pool shows before claiming:
    its place is None, the distance rounded, where the pool shows no addresses."""

    customer: Customer
    metres: int
    place: Position | None
    days_quiet: int | None
    is_pooled: bool
    shows_stage: bool = True

    @property
    def kilometres(self) -> str:
        return f"{self.metres / 1000:.1f}"


@dataclass(frozen=True)
class Found:
    """The nearest, and whether there are more within the radius."""

    rows: list[Near]
    has_more: bool


def nearby(wish: Wish, *, reader: Employee, now: datetime, zone: ZoneInfo) -> Found:
    """Customers that the reader sees, and those of his pools, within the radius."""
    today = day_of(now, zone)
    asked = _conditions(wish, today, zone)
    found: list[tuple[float, Customer, Pool | None]] = []
    is_own = wish.whose == Whose.MINE or reader.access.scope("customers") == DataScope.OWN
    for rows, pool in _sources(wish, reader):
        steps = _AT_ONCE if is_own and pool is None else _STEPS
        found += [(*one, pool) for one in _nearest(rows.filter(asked), wish, steps)]
    found.sort(key=lambda one: (one[0], one[1].pk))
    shown = [_near(*one, today=today, zone=zone) for one in found[:MOST]]
    return Found(shown, len(found) > MOST)


def box(place: Position, metres: float) -> Box:
    """The rectangle around a circle; near the poles it goes all round."""
    up = metres / METRES_PER_DEGREE
    across = up / max(math.cos(math.radians(place.latitude)), 0.01)
    return Box(
        max(place.longitude - across, -180),
        max(place.latitude - up, -90),
        min(place.longitude + across, 180),
        min(place.latitude + up, 90),
    )


def _sources(wish: Wish, reader: Employee) -> Iterator[tuple[CustomerQuerySet, Pool | None]]:
    """One question each: joined by OR, neither database would use the index of places."""
    if wish.whose == Whose.MINE:
        yield Customer.objects.visible_to(reader).filter(owner=reader), None
    elif wish.whose == Whose.ALL:
        yield Customer.objects.visible_to(reader).filter(pool=None), None
    if wish.whose != Whose.MINE and reader.access.may("customers", "claim"):
        for pool in Pool.objects.serving(reader):
            yield Customer.objects.filter(pool=pool, deleted_at=None), pool


def _conditions(wish: Wish, today: date, zone: ZoneInfo) -> Q:
    asked = Q()
    if wish.stage:
        asked &= Q(stage=wish.stage)
    if wish.quiet_days:
        since = datetime.combine(
            today - timedelta(days=wish.quiet_days - 1), datetime.min.time(), zone
        )
        asked &= Q(last_contact_at=None) | Q(last_contact_at__lt=since)
    return asked


def _nearest(
    rows: CustomerQuerySet, wish: Wish, steps: Sequence[float]
) -> list[tuple[float, Customer]]:
    """Up to MOST + 1 of them; ids and places first, the whole rows of only those that are shown."""
    inside: list[tuple[float, int]] = []
    for part in steps:
        metres = wish.metres * part
        around = box(wish.place, metres)
        places = rows.filter(
            latitude__range=(around.south, around.north),
            longitude__range=(around.west, around.east),
        ).values_list("pk", "latitude", "longitude")
        inside = [
            (away, pk)
            for pk, latitude, longitude in places.order_by().iterator()
            if (away := wish.place.metres_to(Position(latitude or 0, longitude or 0))) <= metres
        ]
        if len(inside) > MOST:
            break
    nearest = sorted(inside)[: MOST + 1]
    held = Customer.objects.select_related("stage", "owner", "region").in_bulk(
        [pk for _metres, pk in nearest]
    )
    return [(metres, held[pk]) for metres, pk in nearest]


def _near(
    metres: float, customer: Customer, pool: Pool | None, *, today: date, zone: ZoneInfo
) -> Near:
    shown = {field.key for field in pools.columns(pool)} if pool else None
    is_open = shown is None or "address" in shown
    last = customer.last_contact_at
    tells_contact = shown is None or "last_contact" in shown
    return Near(
        customer=customer,
        metres=round(metres) if is_open else max(_ROUGH, round(metres / _ROUGH) * _ROUGH),
        place=Position(customer.latitude or 0, customer.longitude or 0) if is_open else None,
        days_quiet=(today - day_of(last, zone)).days if last and tells_contact else None,
        is_pooled=pool is not None,
        shows_stage=shown is None or "stage" in shown,
    )
