"""The board: open opportunities by stage, and what was won and lost this month."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from zoneinfo import ZoneInfo

from django.db.models import F, Q, Window
from django.db.models.functions import RowNumber

from zhuixiao.accounts.models import Employee
from zhuixiao.kit.periods import Period, PeriodKind, day_of

from ..models import Opportunity
from ..models.opportunity import OpportunityQuerySet
from .opportunities import OpportunityFilter, State, Total, listed, total_by_stage
from .stages import Stage, stages

# Of the first page; a board of five hundred has to be there at once.
PAGE = 30
# What closes first stands on top; of one day the largest.
_ORDER = (F("expected_on").asc(nulls_last=True), F("amount").desc(), F("pk").asc())


@dataclass(frozen=True)
class Card:
    """An opportunity as the board shows it; `age` is in days. `mark` says what is wrong with its
    next step: "" nothing, "none" there is none, "overdue" it is late."""

    opportunity: Opportunity
    age: int
    is_late: bool
    is_stale: bool
    mark: str


@dataclass(frozen=True)
class Column:
    """A stage with its first cards; `more` is the offset of the next ones, 0 at the end."""

    stage: Stage
    total: Total
    cards: Sequence[Card] = field(default_factory=tuple)
    more: int = 0


@dataclass(frozen=True)
class Reading:
    """Who looks at which opportunities, when."""

    reader: Employee
    chosen: OpportunityFilter
    today: date
    zone: ZoneInfo

    def open_rows(self) -> OpportunityQuerySet:
        return self._rows().filter(closed_on=None).order_by(*_ORDER)

    def closed_rows(self) -> OpportunityQuerySet:
        """Those closed in the month of today, the last one on top."""
        month = Period.of(PeriodKind.MONTH, self.today)
        found = self._rows().filter(closed_on__range=(month.start, month.end))
        return found.order_by("-closed_on", "-pk")

    def rows_of(self, stage: Stage) -> OpportunityQuerySet:
        """Those of a column."""
        found = self.open_rows() if stage.is_open else self.closed_rows()
        return found.filter(stage=stage.pk)

    def sums(self) -> dict[int, Total]:
        """What each column comes to. Asked apart: together no index holds both."""
        sums = total_by_stage(self.open_rows())
        for stage, total in total_by_stage(self.closed_rows()).items():
            sums[stage] = sums.get(stage, Total()) + total
        return sums

    def _rows(self) -> OpportunityQuerySet:
        return listed(
            self.chosen.with_state(State.ALL),
            reader=self.reader,
            stages=(),
            today=self.today,
            zone=self.zone,
        )


def board(reading: Reading) -> list[Column]:
    """All columns in the order of the stages, each with its first cards."""
    sums = reading.sums()
    known = stages(keep=sums)
    rows = reading.open_rows()
    place = Window(RowNumber(), partition_by=F("stage"), order_by=_ORDER)
    first: OpportunityQuerySet = rows.annotate(place=place).filter(Q(place__lte=PAGE))
    by_stage: dict[int, list[Opportunity]] = {}
    for row in _for_cards(first).order_by("stage", *_ORDER):
        by_stage.setdefault(row.stage_id, []).append(row)
    for stage in known:
        # Of closed ones there may be very many: an index gives the last, stage by stage.
        if not stage.is_open:
            by_stage[stage.pk] = list(_for_cards(reading.rows_of(stage))[:PAGE])
    return [_column(stage, sums, by_stage.get(stage.pk, []), reading) for stage in known]


def more(reading: Reading, stage: Stage, *, after: int) -> Column:
    """The cards of a column behind the first `after` ones."""
    some = list(_for_cards(reading.rows_of(stage))[after : after + PAGE + 1])
    cards = [card_of(row, stage, reading.today, reading.zone) for row in some[:PAGE]]
    return Column(stage, Total(), cards, after + PAGE if len(some) > PAGE else 0)


def heads(reading: Reading) -> list[Column]:
    """The columns without their cards."""
    sums = reading.sums()
    known = stages(keep=sums)
    return [Column(stage, sums.get(stage.pk, Total())) for stage in known]


def card_of(row: Opportunity, stage: Stage | None, today: date, zone: ZoneInfo) -> Card:
    """One card; in a retired stage (None) nothing gets stale. Needs `customer`, `owner` loaded."""
    mark = ""
    if row.is_open:
        has_step = bool(row.next_step or row.next_step_on)
        late = row.next_step_on is not None and row.next_step_on < today
        mark = "overdue" if late else "" if has_step else "none"
    return Card(
        opportunity=row,
        age=(today - day_of(row.stage_since, zone)).days,
        is_late=row.is_open and row.expected_on is not None and row.expected_on < today,
        is_stale=stage is not None and stage.is_stale(row, today, day_of(row.touched_at, zone)),
        mark=mark,
    )


def _column(
    stage: Stage, sums: Mapping[int, Total], rows: Sequence[Opportunity], reading: Reading
) -> Column:
    total = sums.get(stage.pk, Total())
    cards = [card_of(row, stage, reading.today, reading.zone) for row in rows]
    return Column(stage, total, cards, len(cards) if total.count > len(cards) else 0)


def _for_cards(rows: OpportunityQuerySet) -> OpportunityQuerySet:
    joined = rows.select_related("customer", "owner")
    return joined.only(
        *("name", "amount", "expected_on", "next_step", "next_step_on", "stage_since"),
        *("touched_at", "closed_on", "stage_id", "version", "probability_bp"),
        *("customer__name", "owner__name"),
    )
