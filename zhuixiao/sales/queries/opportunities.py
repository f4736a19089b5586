"""Opportunities by filters, with what they come to."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from django.db.models import Count, F, Q, Sum

from zhuixiao.accounts.models import Department, Employee
from zhuixiao.catalog.choices import StageOutcome
from zhuixiao.kit.periods import Period

from .. import totals
from ..models import Opportunity
from ..models.opportunity import OpportunityQuerySet
from .stages import Stage

_WHOLE = 10_000


class State(StrEnum):
    OPEN = "open"
    STALE = "stale"
    WON = "won"
    LOST = "lost"
    ALL = "all"


@dataclass(frozen=True)
class OpportunityFilter:
    """What board, list and forecast ask for; None and "" mean any.

    `due` is the period of the expected close; `no_day` those without one. `closed` is the period
    in which it was won or lost.
    """

    owner: Employee | None = None
    department: Department | None = None
    due: Period | None = None
    no_day: bool = False
    stage: int | None = None
    text: str = ""
    state: State = State.OPEN
    closed: Period | None = None

    def with_state(self, state: State) -> "OpportunityFilter":
        return replace(self, state=state)


@dataclass(frozen=True)
class Total:
    """Number, amount, and amount weighted by probability, in minor units."""

    count: int = 0
    amount: int = 0
    weighted: int = 0

    def __add__(self, other: "Total") -> "Total":
        return Total(
            self.count + other.count, self.amount + other.amount, self.weighted + other.weighted
        )


def listed(
    chosen: OpportunityFilter,
    *,
    reader: Employee,
    stages: Sequence[Stage],
    today: date,
    zone: ZoneInfo,
) -> OpportunityQuerySet:
    """Those that fit and that the reader sees, in no order."""
    rows: OpportunityQuerySet = Opportunity.objects.visible_to(reader)
    match chosen.state:
        case State.OPEN:
            rows = rows.open()
        case State.STALE:
            rows = rows.open().filter(stale(stages, today=today, zone=zone))
        case State.WON:
            rows = rows.filter(stage__outcome=StageOutcome.WON)
        case State.LOST:
            rows = rows.filter(stage__outcome=StageOutcome.LOST)
    return narrowed(rows, chosen)


def narrowed(rows: OpportunityQuerySet, chosen: OpportunityFilter) -> OpportunityQuerySet:
    """The rows that fit everything but the state."""
    if chosen.owner:
        rows = rows.filter(owner=chosen.owner)
    if chosen.department:
        units = Department.objects.filter(path__startswith=chosen.department.path)
        rows = rows.filter(department__in=units.values("pk"))
    if chosen.due:
        rows = rows.filter(expected_on__range=(chosen.due.start, chosen.due.end))
    if chosen.no_day:
        rows = rows.filter(expected_on=None)
    if chosen.closed:
        rows = rows.filter(closed_on__range=(chosen.closed.start, chosen.closed.end))
    if chosen.stage:
        rows = rows.filter(stage=chosen.stage)
    if text := chosen.text.strip():
        rows = rows.filter(
            Q(name__icontains=text)
            | Q(customer__name__icontains=text)
            | Q(next_step__icontains=text)
        )
    return rows


def stale(stages: Sequence[Stage], *, today: date, zone: ZoneInfo) -> Q:
    """The condition that an open opportunity was left alone for longer than its stage allows."""
    found = Q(pk__in=[])
    for stage in stages:
        day = stage.stale_since(today) if stage.is_open else None
        if day:
            end_of_day = datetime.combine(day, time.max, zone)
            found |= Q(stage=stage.pk, touched_at__lte=end_of_day)
    return found


def total_by_stage(rows: OpportunityQuerySet) -> dict[int, Total]:
    """What the rows of each stage come to; exact, since each probability is added up by itself."""
    sums = (
        rows.order_by()
        .values_list("stage_id", "probability_bp")
        .annotate(count=Count("pk"), amount=Sum("amount"))
    )
    plain: dict[int, Total] = {}
    for stage, probability, count, amount in sums:
        held = plain.get(stage, Total())
        # Not divided yet: rounded once at the end.
        plain[stage] = held + Total(count, int(amount), int(amount) * probability)
    return {
        stage: replace(row, weighted=totals.half_up(row.weighted, _WHOLE))
        for stage, row in plain.items()
    }


def total(rows: OpportunityQuerySet) -> Total:
    """What all of the rows come to."""
    return sum(total_by_stage(rows).values(), Total())


SORTS = {
    "name": "name",
    "customer": "customer__name",
    "stage": "stage__position",
    "amount": "amount",
    "probability": "probability_bp",
    "expected": "expected_on",
    "next": "next_step_on",
    "age": "stage_since",
    "owner": "owner__name",
    "closed": "closed_on",
}


def ordered(rows: OpportunityQuerySet, sort: str) -> OpportunityQuerySet:
    """By a key of SORTS, "-" before it for the other direction; rows without a value come last."""
    name = SORTS.get(sort.removeprefix("-"), "expected_on")
    by = F(name).desc(nulls_last=True) if sort.startswith("-") else F(name).asc(nulls_last=True)
    return rows.order_by(by, "-pk")
