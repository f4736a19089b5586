"""What the open opportunities will bring, by month of their expected close.

Two ways to weigh an amount:

* by its probability: amount × probability;
* by the company's own history: amount × rate of its stage, where the rate of a stage is

      opportunities won ÷ (won + lost)

  among all that ever entered the stage, that did so in the last 12 (24) months, and that are
  decided by now. A stage through which fewer than five decided ones went has no rate of its own:
  the probability of the opportunity stands in for it.

Both are rounded once for each month.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from zoneinfo import ZoneInfo

from django.db.models import Count, Q, Sum
from django.db.models.functions import TruncMonth

from zhuixiao.accounts.models import Employee
from zhuixiao.catalog.choices import StageOutcome
from zhuixiao.kit.periods import Period, PeriodKind

from .. import totals
from ..models import OpportunityStage
from .opportunities import OpportunityFilter, State, listed
from .stages import Stage, stages

_WHOLE = 10_000
LEAST_DECIDED = 5
MONTHS_BACK = (12, 24)


@dataclass(frozen=True)
class Rate:
    """Of a stage: how many decided ones went through it, and how many of these were won."""

    stage: Stage
    decided: int = 0
    won: int = 0

    @property
    def rate_bp(self) -> int | None:
        """The share in basis points; None with too few to tell."""
        if self.decided < LEAST_DECIDED:
            return None
        return totals.half_up(self.won * _WHOLE, self.decided)


@dataclass(frozen=True)
class Month:
    """A month, or (`period` None) those without an expected close. Money in minor units."""

    period: Period | None
    count: int = 0
    amount: int = 0
    weighted: int = 0
    historic: int = 0
    is_past: bool = False


@dataclass(frozen=True)
class Forecast:
    months: Sequence[Month]
    total: Month
    rates: Sequence[Rate] = field(default_factory=tuple)

    @property
    def largest(self) -> int:
        """The largest amount of a month, for drawing; at least 1."""
        return max([1, *(row.amount for row in self.months)])


def forecast(
    chosen: OpportunityFilter, *, reader: Employee, today: date, zone: ZoneInfo, months_back: int
) -> Forecast:
    """The months in which open opportunities that the reader sees are expected to close, from the
    earliest overdue one on, and at the end those without a day."""
    known = stages()
    rates = {row.stage.pk: row for row in stage_rates(known, today=today, months=months_back)}
    rows = listed(
        chosen.with_state(State.OPEN), reader=reader, stages=known, today=today, zone=zone
    )
    sums = (
        rows.order_by()
        .annotate(month=TruncMonth("expected_on"))
        .values_list("month", "stage_id", "probability_bp")
        .annotate(count=Count("pk"), amount=Sum("amount"))
    )
    found: dict[date | None, list[int]] = {}
    for month, stage, probability, count, amount in sums:
        held = found.setdefault(month, [0, 0, 0, 0])
        rate = rates[stage].rate_bp if stage in rates else None
        weights = (
            1,
            amount,
            amount * probability,
            amount * (probability if rate is None else rate),
        )
        held[0] += count
        for place, value in enumerate(weights[1:], start=1):
            held[place] += int(value)
    keys = sorted(day for day in found if day is not None)
    months = [_month(day, found[day], today) for day in keys]
    if None in found:
        months.append(_month(None, found[None], today))
    whole = Month(
        None,
        *(sum(getattr(row, name) for row in months) for name in ("count", "amount")),
        *(sum(getattr(row, name) for row in months) for name in ("weighted", "historic")),
    )
    return Forecast(months, whole, list(rates.values()))


def stage_rates(known: Sequence[Stage], *, today: date, months: int) -> list[Rate]:
    """What became of the opportunities that entered each open stage in the last months; of the
    whole company, whoever asks: a share says nothing of a single customer."""
    since = _months_before(today, months)
    rows = OpportunityStage.objects.filter(
        day__gt=since, day__lte=today, opportunity__deleted_at=None
    ).exclude(opportunity__closed_on=None)
    is_won = Q(opportunity__stage__outcome=StageOutcome.WON)
    counts: Mapping[int, tuple[int, int]] = {
        stage: (decided, won)
        for stage, decided, won in rows.order_by()
        .values_list("after_id")
        .annotate(
            decided=Count("opportunity", distinct=True),
            won=Count("opportunity", distinct=True, filter=is_won),
        )
    }
    return [Rate(stage, *counts.get(stage.pk, (0, 0))) for stage in known if stage.is_open]


def _month(first: date | None, held: Sequence[int], today: date) -> Month:
    count, amount, weighted, historic = held
    period = Period.of(PeriodKind.MONTH, first) if first else None
    return Month(
        period,
        count,
        amount,
        totals.half_up(weighted, _WHOLE),
        totals.half_up(historic, _WHOLE),
        is_past=period is not None and period.end < today,
    )


def _months_before(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 - months
    year, month = index // 12, index % 12 + 1
    last = Period.of(PeriodKind.MONTH, date(year, month, 1)).end.day
    return date(year, month, min(day.day, last))
