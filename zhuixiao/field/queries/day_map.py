"""The day of a team: its visits on the map, and one line of numbers for each person."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Count, Max, Min, QuerySet

from zhuixiao.accounts.models import Department, Employee
from zhuixiao.catalog.choices import PickList
from zhuixiao.catalog.models import Option
from zhuixiao.kit.geo import Position
from zhuixiao.kit.periods import Period
from zhuixiao.ledger import catalogue
from zhuixiao.ledger.catalogue import Dimension, Value
from zhuixiao.ledger.queries import Table, query

from ..choices.attendance import AskState
from ..models import AttendanceDay, Leave, LeaveDay, Visit, VisitPlan
from ..models.fixes import MODULE as TRACKS
from ..models.fixes import people_of
from . import tracks_live, visits_lists
from .tracks_live import Last

# More than this on one map is no map any more.
MOST_STOPS = 1_000
# A key customer whom nobody visited for so long is counted.
GAP_DAYS = 30
NUMBERS = (
    "visits.done",
    "visits.planned",
    "visits.kept",
    "visits.verified",
    "visits.verified_share",
    "visits.minutes",
    "tracks.kilometres",
    "photos.taken",
)
# Told only of people whose tracks the reader may see: for others nothing would be a wrong number.
OF_TRACKS = frozenset({"tracks.kilometres"})


@dataclass(frozen=True)
class Figure:
    """A number and the address behind it; None where the reader may not see it."""

    value: Value
    link: str = ""
    unit: str = "count"


@dataclass(frozen=True)
class Line:
    """A person's day. `missed` planned visits were not made, on a day that is not over not yet.
    `leave` are halves of the day, `came` minutes of the company's day, both None where the reader
    may not see it; `key_gaps` count back from today, None on any other day; `number` is the colour
    on the map."""

    person: Employee
    number: int
    figures: Mapping[str, Figure]
    missed: int
    first_at: datetime | None = None
    last_at: datetime | None = None
    next_steps: int = 0
    attendance: AttendanceDay | None = None
    leave: int = 0
    key_gaps: int | None = None
    last: Last | None = None

    @property
    def place(self) -> Position | None:
        """Where the person was last."""
        return self.last.fix.place if self.last and self.last.fix else None

    @property
    def is_quiet(self) -> bool:
        """Whether nothing was planned, made or seen of the person."""
        seen = self.attendance or self.leave or self.last
        return not (seen or any(one.value for one in self.figures.values()))


@dataclass(frozen=True)
class Day:
    """`visits` carry `photo_count` and stand by person in the order of time, `plans` are those that
    no visit came of; `looked_at` are the people whose positions are shown."""

    lines: Sequence[Line]
    table: Table
    visits: Sequence[Visit]
    plans: Sequence[VisitPlan]
    key: Option | None
    is_cut: bool
    looked_at: Sequence[Employee] = field(default_factory=tuple)


def people(
    reader: Employee, *, unit: Department | None = None, chosen: Collection[Employee] = ()
) -> list[Employee]:
    """Whose visits lie within the reader's scope, by department."""
    rows = _within(reader)
    if unit:
        rows = rows.filter(department__path__startswith=unit.path)
    if chosen:
        rows = rows.filter(pk__in=[row.pk for row in chosen])
    return list(rows.select_related("department").order_by("department__path", "pk"))


def departments(reader: Employee) -> list[Department]:
    """Those in which there is somebody to see."""
    return list(
        Department.objects.filter(pk__in=_within(reader).values("department")).order_by("path")
    )


def told(
    shown: Sequence[Employee],
    day: date,
    *,
    reader: Employee,
    today: date,
    seen_since: datetime | None = None,
) -> Day:
    """The day of these people as the reader may see it, in a fixed number of questions. Positions
    are those from `seen_since` on, none without it."""
    ids = [row.pk for row in shown]
    rows = Visit.objects.visible_to(reader).filter(day=day, employee__in=ids)
    visits = list(_stops(rows)[: MOST_STOPS + 1])
    plans = list(_not_made(ids, day, reader)[: MOST_STOPS + 1])
    key = Option.objects.of(PickList.IMPORTANCE).in_use().first()
    tracked = _tracked(ids, reader)
    known = _Known(
        table=_numbers(ids, day, reader),
        ends=_ends(rows),
        attendance=_attendance(ids, day, reader),
        leave=_leave(ids, day, reader),
        gaps=_key_gaps(reader, key, today) if day == today else None,
        positions=_positions(shown, tracked, reader, seen_since) if seen_since else {},
        tracked=tracked,
    )
    lines = [known.line(person, number) for number, person in enumerate(shown)]
    return Day(
        lines=sorted(lines, key=lambda line: line.is_quiet),
        table=known.table,
        visits=visits[:MOST_STOPS],
        plans=plans[:MOST_STOPS],
        key=key,
        is_cut=max(len(visits), len(plans)) > MOST_STOPS,
        looked_at=[one.employee for one in known.positions.values()],
    )


@dataclass(frozen=True)
class _Ends:
    first_at: datetime | None = None
    last_at: datetime | None = None
    next_steps: int = 0


@dataclass(frozen=True)
class _Known:
    """What each question found, by employee."""

    table: Table
    ends: Mapping[int, _Ends]
    attendance: Mapping[int, AttendanceDay]
    leave: Mapping[int, int]
    gaps: Mapping[int, int] | None
    positions: Mapping[int, Last]
    tracked: Collection[int]

    def line(self, person: Employee, number: int) -> Line:
        figures = {
            one.key: Figure(
                self.table.value(one.key, person.pk), self.table.link(one.key, person.pk), one.unit
            )
            for one in self.table.columns
            if one.key not in OF_TRACKS or person.pk in self.tracked
        }
        ends = self.ends.get(person.pk, _Ends())
        planned, kept = (int(figures[f"visits.{key}"].value or 0) for key in ("planned", "kept"))
        return Line(
            person=person,
            number=number,
            figures=figures,
            missed=planned - kept,
            first_at=ends.first_at,
            last_at=ends.last_at,
            next_steps=ends.next_steps,
            attendance=self.attendance.get(person.pk),
            leave=self.leave.get(person.pk, 0),
            key_gaps=None if self.gaps is None else self.gaps.get(person.pk, 0),
            last=self.positions.get(person.pk),
        )


def _within(reader: Employee) -> "QuerySet[Employee]":
    within = reader.access.q("visits", owner="pk", department="department_id")
    rows: QuerySet[Employee] = Employee.objects.active().filter(within)
    return rows


def _stops(rows: "QuerySet[Visit]") -> "QuerySet[Visit]":
    counted = rows.annotate(photo_count=Count("photos")).select_related("customer", "employee")
    return counted.order_by("employee", "at", "pk")


def _not_made(ids: Sequence[int], day: date, reader: Employee) -> "QuerySet[VisitPlan]":
    rows = VisitPlan.objects.visible_to(reader).filter(day=day, employee__in=ids, visit=None)
    return rows.select_related("customer", "employee").in_order()


def _numbers(ids: Sequence[int], day: date, reader: Employee) -> Table:
    keys = [key for key in NUMBERS if catalogue.may_read(reader.access, catalogue.find(key))]
    where = {Dimension.EMPLOYEE: ids}
    by = [Dimension.EMPLOYEE]
    return query(keys, period=Period(day, day), by=by, where=where, visible_to=reader)


def _ends(rows: "QuerySet[Visit]") -> dict[int, _Ends]:
    by_person = rows.order_by().values_list("employee")
    found = by_person.annotate(Min("at"), Max("out_at"), Count("next_on"))
    return {pk: _Ends(first, last, count) for pk, first, last, count in found}


def _attendance(ids: Sequence[int], day: date, reader: Employee) -> dict[int, AttendanceDay]:
    rows = AttendanceDay.objects.visible_to(reader).filter(day=day, employee__in=ids)
    return {row.employee_id: row for row in rows}


def _leave(ids: Sequence[int], day: date, reader: Employee) -> dict[int, int]:
    """Halves of the day that are agreed to."""
    agreed = Leave.objects.visible_to(reader).filter(state=AskState.APPROVED)
    rows = LeaveDay.objects.filter(day=day, employee__in=ids, leave__in=agreed)
    found: dict[int, int] = {}
    for pk, halves in rows.values_list("employee", "halves"):
        found[pk] = found.get(pk, 0) | halves
    return found


def _key_gaps(reader: Employee, key: Option | None, today: date) -> dict[int, int]:
    if key is None or not reader.access.may("customers", "view"):
        return {}
    rows = visits_lists.not_visited(reader=reader, today=today, days=GAP_DAYS, importance=key)
    return dict(rows.order_by().values_list("owner").annotate(Count("pk")))


def _positions(
    shown: Sequence[Employee], tracked: Collection[int], reader: Employee, since: datetime
) -> dict[int, Last]:
    if not reader.access.may(TRACKS, "view"):
        return {}
    found = tracks_live.last_positions([row for row in shown if row.pk in tracked], since=since)
    return {one.employee.pk: one for one in found if one.fix}


def _tracked(ids: Sequence[int], reader: Employee) -> set[int]:
    return set(people_of(reader).filter(pk__in=ids).values_list("pk", flat=True))
