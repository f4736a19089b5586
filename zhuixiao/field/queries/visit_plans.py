"""Routes: who goes where on a day, and how far it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from urllib.parse import quote

from django.utils.translation import gettext as _

from zhuixiao.accounts.models import Employee
from zhuixiao.customers.models import Customer
from zhuixiao.kit.geo import Datum, Position

from ..models import VisitPlan


@dataclass(frozen=True)
class Stop:
    """A planned visit with the distance from the stop before and the ways to be led there."""

    plan: VisitPlan
    metres: int | None
    links: Sequence[tuple[str, str]]


def place_of(customer: Customer) -> Position | None:
    """Where the customer is, if somebody knows."""
    if customer.latitude is None or customer.longitude is None:
        return None
    return Position(customer.latitude, customer.longitude)


def route(person: Employee, day: date, *, visible_to: Employee) -> list[Stop]:
    """The stops of a person's day in their order, as far as the reader sees them."""
    rows = VisitPlan.objects.visible_to(visible_to).filter(employee=person, day=day)
    found: list[Stop] = []
    before: Position | None = None
    for plan in rows.select_related("customer", "visit", "planned_by").in_order():
        here = place_of(plan.customer)
        metres = round(before.metres_to(here)) if before and here else None
        found.append(Stop(plan, metres, navigation(here, plan.customer.name) if here else ()))
        before = here or before
    return found


def nearest_first(route: Sequence[VisitPlan], start: Position | None) -> list[VisitPlan]:
    """Always on to the nearest, from `start` or else the first stop; those without a position
    come last."""
    placed = [row for row in route if place_of(row.customer)]
    found: list[VisitPlan] = []
    here = start or (place_of(placed[0].customer) if placed else None)
    while placed and here:
        nearest = min(placed, key=partial(_metres, here))
        placed.remove(nearest)
        found.append(nearest)
        here = place_of(nearest.customer)
    return [*found, *(row for row in route if place_of(row.customer) is None)]


def navigation(place: Position, name: str) -> list[tuple[str, str]]:
    """(map, address) of the web pages of the three maps, which open their app on a phone; each
    gets the position in the datum that it draws."""
    text = quote(name[:60])
    gcj = place.to(Datum.GCJ02)
    return [
        (
            _("Amap"),
            f"https://uri.amap.com/navigation?to={gcj[1]:.6f},{gcj[0]:.6f},{text}"
            "&mode=car&coordinate=gaode",
        ),
        (
            _("Baidu Maps"),
            _baidu(place.to(Datum.BD09), text),
        ),
        (
            _("Tencent Maps"),
            f"https://apis.map.qq.com/uri/v1/routeplan?type=drive&to={text}"
            f"&tocoord={gcj[0]:.6f},{gcj[1]:.6f}&referer=zhuixiao",
        ),
    ]


def _baidu(place: tuple[float, float], text: str) -> str:
    return (
        "https://api.map.baidu.com/marker"
        f"?location={place[0]:.6f},{place[1]:.6f}&title={text}&content={text}"
        "&output=html&coord_type=bd09ll&src=zhuixiao"
    )


def _metres(here: Position, row: VisitPlan) -> float:
    there = place_of(row.customer)
    return here.metres_to(there) if there else float("inf")
