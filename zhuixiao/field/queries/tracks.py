"""The way of a person: positions, stops at customers, kilometres, gaps."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from math import cos, radians
from typing import NamedTuple

from django.db.models import Q

from zhuixiao.accounts.models import Employee
from zhuixiao.customers.models import Customer
from zhuixiao.kit.geo import METRES_PER_DEGREE, Position

from ..choices.tracks import WRONG
from ..models import Fix, Visit
from ..models.fixes import people_of
from ..tracks.marking import Way, gaps_of, marks_of, one_line, way
from ..tracks.preferences import Preferences
from ..tracks.stays import Stay, stays
from .tracks_met import Met, visit_of

_NEAREST_POLE = 0.01
_WRONG = int(WRONG)


class Passage(NamedTuple):
    """What a track needs of a position; a page reads thousands."""

    id: int
    tracker_id: int
    at: datetime
    latitude: float
    longitude: float
    accuracy: float | None
    speed: float | None
    course: float | None
    altitude: float | None
    battery: int | None
    marks: int


@dataclass(frozen=True)
class Stop:
    """A stay, with the visit of that time; without one with the customer whose place is nearest
    within its radius; without any with what the `place` is called, once that was looked up."""

    stay: Stay
    customer: Customer | None
    visit: Visit | None = None
    place: str = ""


@dataclass(frozen=True)
class Track:
    """The positions of a person between two instants in the order of time, `line` those that make
    the way. `marks` are by position."""

    employee: Employee
    fixes: Sequence[Passage]
    marks: Sequence[int]
    line: Sequence[Passage]
    stops: Sequence[Stop]
    way: Way
    met: Met

    @property
    def wrong(self) -> int:
        return sum(1 for marks in self.marks if marks & _WRONG)

    @property
    def segments(self) -> list[tuple[int, int]]:
        """The stretches of the line between its gaps."""
        return _segments(self.way.gaps, len(self.line))

    @property
    def customer_minutes(self) -> int:
        return sum(stop.stay.minutes for stop in self.stops if stop.customer)


def people(reader: Employee) -> list[Employee]:
    """Whose tracks the reader may see, by department, the reader first."""
    rows = people_of(reader).filter(is_active=True).select_related("department")
    return sorted(rows, key=lambda row: (row.pk != reader.pk, row.department.path, row.pk))


def track(
    employee: Employee,
    start: datetime,
    end: datetime,
    *,
    reader: Employee,
    held: Preferences,
    met: Met | None = None,
) -> Track:
    """The track from `start` until before `end`; stops are matched to the visits of `met`, which
    the reader may see, and to customers whom the reader may see. The caller has checked that the
    reader may see the person's track."""
    rows = Fix.objects.filter(employee_id=employee.pk, at__gte=start, at__lt=end)
    told = rows.order_by("at", "pk").values_list(*Passage._fields)
    fixes = [Passage(*row) for row in told]
    marks = marked(fixes)
    good = [fix for fix, found in zip(fixes, marks, strict=True) if not found & _WRONG]
    line = one_line(good)
    still = _stays(line, held)
    met = met or Met()
    return Track(
        employee=employee,
        fixes=fixes,
        marks=marks,
        line=line,
        stops=_stops(still, met, reader, held.stop_metres),
        way=way(line, still=[stay.stretch for stay in still]),
        met=met,
    )


def _stops(still: Sequence[Stay], met: Met, reader: Employee, radius: float) -> list[Stop]:
    visits = [visit_of(stay, met.visits, radius=radius) for stay in still]
    near = nearest_customers([stay.place for stay in still], reader, radius)
    return [
        Stop(stay, visit.customer if visit else customer, visit)
        for stay, visit, customer in zip(still, visits, near, strict=True)
    ]


def _stays(line: Sequence[Passage], held: Preferences) -> list[Stay]:
    """The stays between gaps, as long as positions prove them: silence is no stay."""
    found: list[Stay] = []
    for first, last in _segments(gaps_of(line), len(line)):
        part = stays(line[first:last], radius=held.stop_metres, least=held.stop_time)
        found += [stay.later(first) for stay in part if stay.minutes]
    return found


def _segments(gaps: Sequence[int], length: int) -> list[tuple[int, int]]:
    """The stretches of a line between its gaps."""
    ends = [gap + 1 for gap in gaps]
    return list(zip([0, *ends], [*ends, length], strict=True))


def marked(fixes: Sequence[Passage]) -> list[int]:
    """The marks of the positions of several devices, each beside its own neighbours."""
    found = dict.fromkeys(range(len(fixes)), 0)
    numbers = sorted(found, key=lambda number: fixes[number].tracker_id)
    for _tracker, group in groupby(numbers, key=lambda number: fixes[number].tracker_id):
        own = list(group)
        found |= zip(own, marks_of([fixes[number] for number in own]), strict=True)
    return list(found.values())


def nearest_customers(
    places: Sequence[Position], reader: Employee, radius: float
) -> list[Customer | None]:
    """For each place the customer of the reader that is nearest within the radius in metres."""
    if not places:
        return []
    boxes = Q(pk__in=[])
    for place in places:
        boxes |= _box(place, radius)
    rows = Customer.objects.visible_to(reader).filter(boxes)
    known = [(_place(row), row) for row in rows.only("pk", "name", "latitude", "longitude")]
    return [_nearest(place, known, radius) for place in places]


def _nearest(
    place: Position, known: Iterable[tuple[Position, Customer]], radius: float
) -> Customer | None:
    near = [(place.metres_to(there), row.pk, row) for there, row in known]
    far, _pk, found = min(near, default=(radius + 1, 0, None))
    return found if far <= radius else None


def _place(row: Customer) -> Position:
    return Position(row.latitude or 0.0, row.longitude or 0.0)


def _box(place: Position, radius: float) -> Q:
    tall = radius / METRES_PER_DEGREE
    wide = tall / max(cos(radians(place.latitude)), _NEAREST_POLE)
    return Q(
        latitude__range=(place.latitude - tall, place.latitude + tall),
        longitude__range=(place.longitude - wide, place.longitude + wide),
    )
