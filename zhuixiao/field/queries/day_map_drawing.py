"""The day of a team as the map draws it."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhuixiao.kit.geo import Position

from ..choices.visits import Whereabouts
from ..models import Visit, VisitPlan
from .day_map import Day, Line
from .visit_plans import place_of

# As many colours as the tracks have.
COLOURS = 10
_DECIMALS = 6


def drawn(day: Day, *, zone: ZoneInfo) -> list[dict[str, Any]]:
    """What the map needs of each person: `stops` [latitude, longitude, words, url, classes] in the
    order of the visits, `plans` [latitude, longitude, words, url] not made, `last` [latitude,
    longitude, words] or null. Those without a place are left out: the table has them."""
    visits: dict[int, list[Visit]] = defaultdict(list)
    for visit in day.visits:
        visits[visit.employee_id].append(visit)
    plans: dict[int, list[VisitPlan]] = defaultdict(list)
    for plan in day.plans:
        plans[plan.employee_id].append(plan)
    return [
        _of_person(line, visits[line.person.pk], plans[line.person.pk], zone) for line in day.lines
    ]


def _of_person(
    line: Line, visits: Sequence[Visit], plans: Sequence[VisitPlan], zone: ZoneInfo
) -> dict[str, Any]:
    pk = line.person.pk
    last = line.last.fix if line.last else None
    return {
        "id": pk,
        "name": line.person.name,
        "colour": line.number % COLOURS,
        "stops": [
            [*_degrees(place), _words(row, zone), reverse("field:visit", args=[row.pk]), _css(row)]
            for row in visits
            if (place := row.place or place_of(row.customer))
        ],
        "plans": [
            [
                *_degrees(place),
                _("%(name)s: planned, not made") % {"name": row.customer.name},
                f"{reverse('field:route')}?person={pk}&day={row.day.isoformat()}",
            ]
            for row in plans
            if (place := place_of(row.customer))
        ],
        "last": last
        and [
            *_degrees(last.place),
            _("%(name)s at %(time)s")
            % {"name": line.person.name, "time": f"{last.at.astimezone(zone):%H:%M}"},
        ],
    }


def _degrees(place: Position) -> Sequence[float]:
    return round(place.latitude, _DECIMALS), round(place.longitude, _DECIMALS)


def _words(row: Visit, zone: ZoneInfo) -> str:
    """Time, customer, what it proves, photos."""
    said = [f"{row.at.astimezone(zone):%H:%M} {row.customer.name}"]
    said.append(_("Verified") if row.is_verified else _("Not verified"))
    if row.whereabouts != Whereabouts.WITHIN:
        said.append(row.get_whereabouts_display())
    count: int = row.photo_count  # type: ignore[attr-defined]
    if count:
        said.append(ngettext("%(n)d photo", "%(n)d photos", count) % {"n": count})
    return " · ".join(said)


def _css(row: Visit) -> str:
    """Whoever was elsewhere may have proved the visit by a photo."""
    is_outside = row.whereabouts == Whereabouts.OUTSIDE
    return " ".join(["is-verified"] * row.is_verified + ["is-outside"] * is_outside)
