"""Where people spent their time, or visited: sums of cells of some 200 metres.

A position counts for the time until the next one of the same person, wherever nothing is unknown
between them (`tracks_marking.gaps_of`); what lies across midnight is cut there, each part counts on
its day. Marked ones are left out as they were marked on arrival.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby, pairwise
from math import cos, floor, radians
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import F

from zhuixiao.accounts.models import Employee
from zhuixiao.customers.models import Customer
from zhuixiao.kit.geo import METRES_PER_DEGREE, Position

from ..choices.tracks import WRONG
from ..models import Fix, TrackDay, Visit
from ..tracks.marking import gaps_of, one_line
from .places import district_names
from .tracks import nearest_customers

CELL_METRES = 200
# Whoever was silent for longer across midnight went to bed: the phone is back at the same place in
# the morning, and nobody spent the night there.
NIGHT = timedelta(hours=1)
# What a page reads and draws at most: a month of ten people with a position every half minute.
MOST_FIXES, MOST_CELLS, MOST_VISITS = 400_000, 4_000, 20_000
MOST_PLACES = 20
# Customers are looked for this far around the hottest cells of a place.
NEAR_METRES, CELLS_NAMED, _CELLS_A_PLACE = 300, 500, 3
_TALL = CELL_METRES / METRES_PER_DEGREE
_NEAREST_POLE = 0.01
_CHUNK = 5_000
_Cell = tuple[int, int]


class _Moment(NamedTuple):
    """What the time at a place needs of a position."""

    employee_id: int
    tracker_id: int
    at: datetime
    latitude: float
    longitude: float
    speed: float | None
    marks: int


@dataclass(frozen=True)
class Square:
    """A cell by its corners in degrees, and how much was there: seconds, or visits."""

    south: float
    west: float
    north: float
    east: float
    amount: int

    @property
    def centre(self) -> Position:
        return Position((self.south + self.north) / 2, (self.west + self.east) / 2)


@dataclass(frozen=True)
class Place:
    """A district with its share of the whole, and the customers nearest to where most of it was."""

    name: str
    amount: int
    customers: Sequence[Customer]
    centre: Position

    @property
    def minutes(self) -> int:
        return round(self.amount / 60)


@dataclass(frozen=True)
class Heat:
    """The hottest first; `is_cut` where there was more than a page can hold."""

    squares: Sequence[Square]
    places: Sequence[Place]
    total: int
    is_cut: bool


def tracked(
    people: Sequence[Employee], first: date, last: date, *, reader: Employee
) -> list[Employee]:
    """Those of them who have a track in these days."""
    days = TrackDay.objects.visible_to(reader).filter(day__range=(first, last))
    known = set(days.values_list("employee", flat=True))
    return [row for row in people if row.pk in known]


def visiting(
    people: Sequence[Employee], first: date, last: date, *, reader: Employee
) -> list[Employee]:
    """Those of them who made visits in these days that the reader may see."""
    visits = Visit.objects.visible_to(reader).filter(day__range=(first, last))
    known = set(visits.order_by().values_list("employee", flat=True).distinct())
    return [row for row in people if row.pk in known]


def of_time(
    people: Sequence[Employee],
    start: datetime,
    end: datetime,
    *,
    reader: Employee,
    zone: ZoneInfo,
) -> Heat:
    """Seconds of these people from `start` until before `end`, of one pass over the positions that
    the reader may see."""
    rows = Fix.objects.visible_to(reader).of(row.pk for row in people)
    right = rows.annotate(wrong=F("marks").bitand(int(WRONG))).filter(wrong=0)
    # What began late on the evening before ends within these days, and the other way round.
    told = right.filter(at__gte=start - NIGHT, at__lt=end + NIGHT)
    told = told.order_by("employee_id", "at", "pk")
    reading = told.values_list(*_Moment._fields)[: MOST_FIXES + 1].iterator(chunk_size=_CHUNK)
    read = _Counted(_Moment(*row) for row in reading)
    cells: Counter[_Cell] = Counter()
    evening: _Moment | None = None
    for (employee_id, _day), group in groupby(
        read, key=lambda fix: (fix.employee_id, fix.at.astimezone(zone).date())
    ):
        line = one_line(group)
        is_near = evening is not None and line[0].at - evening.at <= NIGHT
        if evening and evening.employee_id == employee_id and is_near:
            line.insert(0, evening)
        _spend(cells, line, start, end)
        evening = line[-1]
    return _heat(cells, reader, start.astimezone(zone).date(), is_cut=read.count > MOST_FIXES)


def of_visits(people: Sequence[Employee], first: date, last: date, *, reader: Employee) -> Heat:
    """Visits of these people that the reader may see, where they were signed in."""
    rows = Visit.objects.visible_to(reader).filter(
        employee__in=[row.pk for row in people], day__range=(first, last), latitude__isnull=False
    )
    read = rows.order_by("-at").values_list("latitude", "longitude")[: MOST_VISITS + 1]
    found = [(south or 0.0, west or 0.0) for south, west in read]
    cells = Counter(_cell(*place) for place in found[:MOST_VISITS])
    return _heat(cells, reader, first, is_cut=len(found) > MOST_VISITS)


class _Counted:
    """Rows that are counted as they go by, and end at the most."""

    def __init__(self, rows: Iterator[_Moment]) -> None:
        self._rows, self.count = rows, 0

    def __iter__(self) -> Iterator[_Moment]:
        for row in self._rows:
            self.count += 1
            if self.count > MOST_FIXES:
                return
            yield row


def _spend(cells: Counter[_Cell], line: Sequence[_Moment], start: datetime, end: datetime) -> None:
    gaps = set(gaps_of(line))
    for number, (one, other) in enumerate(pairwise(line)):
        seconds = int((min(other.at, end) - max(one.at, start)).total_seconds())
        if number not in gaps and seconds > 0:
            cells[_cell(one.latitude, one.longitude)] += seconds


def _heat(cells: Counter[_Cell], reader: Employee, today: date, *, is_cut: bool) -> Heat:
    hottest = [_square(cell, amount) for cell, amount in cells.most_common(MOST_CELLS) if amount]
    return Heat(
        squares=hottest,
        places=_places(hottest[:CELLS_NAMED], reader, today),
        total=cells.total(),
        is_cut=is_cut or len(cells) > MOST_CELLS,
    )


def _places(squares: Sequence[Square], reader: Employee, today: date) -> list[Place]:
    """The districts of the hottest cells."""
    names = district_names([one.centre for one in squares], today=today)
    of: dict[str, list[Square]] = {}
    for name, square in zip(names, squares, strict=True):
        of.setdefault(name, []).append(square)
    sums = {name: sum(one.amount for one in rows) for name, rows in of.items()}
    top = sorted(sums, key=lambda name: -sums[name])[:MOST_PLACES]
    looked = [(name, one.centre) for name in top for one in of[name][:_CELLS_A_PLACE]]
    near = nearest_customers([centre for _name, centre in looked], reader, NEAR_METRES)
    known: dict[str, dict[int, Customer]] = {name: {} for name in top}
    for (name, _centre), customer in zip(looked, near, strict=True):
        if customer:
            known[name][customer.pk] = customer
    return [Place(name, sums[name], list(known[name].values()), of[name][0].centre) for name in top]


def _cell(latitude: float, longitude: float) -> _Cell:
    row = floor(latitude / _TALL)
    return row, floor(longitude / _wide(row))


def _wide(row: int) -> float:
    """Degrees of longitude of a cell in a row: every row has its own."""
    return _TALL / max(cos(radians((row + 0.5) * _TALL)), _NEAREST_POLE)


def _square(cell: _Cell, amount: int) -> Square:
    row, column = cell
    wide = _wide(row)
    return Square(row * _TALL, column * wide, (row + 1) * _TALL, (column + 1) * wide, amount)
