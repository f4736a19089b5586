"""The own attendance: today with its shift and places, and a month of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from zhuixiao.accounts.models import Company, Employee
from zhuixiao.kit.periods import Period
from zhuixiao.ledger import catalogue
from zhuixiao.ledger.catalogue import Dimension, Value
from zhuixiao.ledger.queries import drill_link, query

from ..attendance.result import state
from ..attendance.terms import DOUBT, clock
from ..choices.attendance import DayState
from ..metrics import attendance as metrics
from ..models import AttendanceDay, AttendancePlace, Punch
from .attendance_agreed import Agreed
from .attendance_day import Computed, Told, compute, told
from .attendance_groups import places_of


@dataclass(frozen=True)
class Today:
    """The day that runs, before dawn that of a night shift: what is agreed, punched and next."""

    computed: Computed
    told: Told
    places: Sequence[AttendancePlace]

    @property
    def state(self) -> DayState:
        return state(self.computed.outcome)

    @property
    def shift(self) -> str:
        """09:00–12:00, 13:30–18:00."""
        return ", ".join(
            f"{clock(one.begins)}–{clock(one.ends)}" for one in self.computed.terms.pairs
        )

    @property
    def is_next_in(self) -> bool:
        """Whether the next punch is signing in: at first, and after signing out while another pair
        of the shift is to come."""
        punches = self.told.punches
        if not punches:
            return True
        pairs = len(self.computed.terms.pairs)
        outs = sum(1 for one in punches if not one.is_in)
        return not punches[-1].is_in and outs < pairs


def today(person: Employee, now: datetime) -> Today:
    """The day as it stands of who is loaded `with_access`."""
    company = Company.objects.get()
    running = company.today(now)
    agreed = Agreed(company.zone, [person], running, running, now=now)
    day = agreed.day_of(person, now)
    computed = compute(company, agreed, [day])[0]
    known = told(company, person, day, reader=person, now=now)
    return Today(computed, known, places_of(computed.group))


def month(person: Employee, period: Period) -> list[AttendanceDay]:
    """The results of the days, the newest first."""
    rows = AttendanceDay.objects.filter(employee=person, day__range=(period.start, period.end))
    return list(rows.order_by("-day"))


@dataclass(frozen=True)
class Figure:
    """A number of the month, and the link that opens it."""

    label: object
    value: Value
    unit: str
    link: str


def figures(person: Employee, period: Period, *, reader: Employee) -> list[Figure]:
    """The month in numbers, as far as the reader may see them."""
    shown = (metrics.DAYS, metrics.LATE, metrics.EARLY, metrics.MISSED, metrics.ABSENT,
             metrics.FIELD, metrics.LEAVE)  # fmt: skip
    rows = [one for one in shown if catalogue.may_read(reader.access, one)]
    where = {Dimension.EMPLOYEE: [person.pk]}
    keys = [one.key for one in rows]
    total = query(keys, period=period, where=where, visible_to=reader).total
    return [
        Figure(
            one.label,
            total.values[one.key],
            one.unit,
            drill_link(one.key, period=period, where=where),
        )
        for one in rows
    ]


def piece(person: Employee, now: datetime) -> Mapping[str, Any] | None:
    """What the phone keeps of attendance; None for whom the role lets punch nothing.

    {"day": "2026-03-02", "is_workday": true, "leave": 0 (bits: 1 morning, 2 afternoon),
    "state": "late" (DayState), "state_label": "迟到", "late_minutes": 5, "early_minutes": 0,
    "shift": [{"begins": "09:00", "ends": "18:00", "earliest": "06:00", "latest": "23:59"}] (to be
    shown; "next day 06:00" in a shift over midnight),
    "grace": 10, "places": [{"id", "name", "latitude", "longitude", "radius"}] (WGS-84; none:
    every punch is fine), "counts_outside": true, "needs_note": false, "doubt": 100 (metres that the
    told accuracy is taken into account for), "next": "in" or "out",
    "punches": [{"client_id", "is_in", "at", "standing", "standing_label", "distance", "accuracy",
    "place", "reason"}]}

    Outbox kind "attendance.punch", values {"is_in": true, "reason": ""}. A punch outside without a
    reason comes back with a RuleError of the code "reason_needed" where `needs_note`; outside is
    distance - min(accuracy, doubt) > radius for every place, or no position.
    """
    if not person.access.may("attendance", "create"):
        return None
    found = today(person, now)
    computed, result = found.computed, found.computed.outcome
    return {
        "day": computed.day.isoformat(),
        "is_workday": result.is_workday,
        "leave": result.leave,
        "state": found.state.value,
        "state_label": str(found.state.label),
        "late_minutes": result.late_minutes,
        "early_minutes": result.early_minutes,
        "shift": [
            {
                "begins": clock(one.begins),
                "ends": clock(one.ends),
                "earliest": clock(one.earliest),
                "latest": clock(one.latest),
            }
            for one in computed.terms.pairs
        ],
        "grace": computed.terms.grace,
        "places": [
            {
                "id": one.pk,
                "name": one.name,
                "latitude": one.latitude,
                "longitude": one.longitude,
                "radius": one.radius,
            }
            for one in found.places
        ],
        "counts_outside": computed.terms.counts_outside,
        "needs_note": computed.terms.needs_note,
        "doubt": DOUBT,
        "next": "in" if found.is_next_in else "out",
        "punches": [_punch(one) for one in found.told.punches],
    }


def _punch(row: Punch) -> dict[str, Any]:
    return {
        "client_id": str(row.client_id),
        "is_in": row.is_in,
        "at": row.at.isoformat(),
        "standing": row.standing,
        "standing_label": str(row.get_standing_display()),
        "distance": row.distance,
        "accuracy": row.accuracy,
        "place": row.nearest.name if row.nearest else "",
        "reason": row.reason,
    }
