"""What stands on the page of one opportunity."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby

from zhuixiao.accounts.models import Company, Employee
from zhuixiao.activities.models import Activity
from zhuixiao.activities.queries import timeline
from zhuixiao.activities.queries.timeline import Row
from zhuixiao.ledger import facts

from .. import postings, totals
from ..models import Opportunity, OpportunityLine, OpportunityStage
from ..totals import Part
from ..wording import OPPORTUNITY
from .stages import Stage, stages

MOST_ACTIVITIES = 50


@dataclass(frozen=True)
class Passage:
    """A stage that it went through, and how many days it stayed; None of the one that ended it."""

    change: OpportunityStage
    days: int | None


@dataclass(frozen=True)
class PathStep:
    """A stage of the path; `is_done` says that it lies behind, `is_now` that it is there."""

    stage: Stage
    is_done: bool
    is_now: bool


@dataclass(frozen=True)
class LineShown:
    line: OpportunityLine
    amount: int

    @property
    def price(self) -> str:
        """The price per unit, with its hundredths of a minor unit where there are any."""
        places = 4 if self.line.price % 100 else 2
        return f"{Decimal(self.line.price).scaleb(-4):,.{places}f}"


def passages(opportunity: Opportunity, *, today: date) -> list[Passage]:
    """The stages in the order in which it went through them."""
    rows = opportunity.stages.select_related("before", "after", "employee", "opportunity__customer")
    changes = list(rows.order_by("at", "pk"))
    ends = [change.day for change in changes[1:]]
    last = None if opportunity.closed_on else today
    return [
        Passage(change, None if end is None else (end - change.day).days)
        for change, end in zip(changes, [*ends, last], strict=True)
    ]


def path(opportunity: Opportunity) -> list[PathStep]:
    """The open stages in their order, then those that end it."""
    rows = stages(keep=[opportunity.stage_id])
    place = next((n for n, row in enumerate(rows) if row.pk == opportunity.stage_id), -1)
    return [
        PathStep(
            row,
            is_done=row.is_open and n < place and not rows[place].is_lost,
            is_now=n == place,
        )
        for n, row in enumerate(rows)
    ]


def lines(opportunity: Opportunity) -> list[LineShown]:
    """The products with what each comes to."""
    rows = opportunity.lines.select_related("product").order_by("position")
    return [
        LineShown(row, totals.line_amount(Part(quantity=row.quantity, price=row.price)))
        for row in rows
    ]


def history(
    opportunity: Opportunity,
    shown: Sequence[Passage],
    *,
    reader: Employee,
    company: Company,
    now: datetime,
) -> list[tuple[date, list[Row]]]:
    """Its stages and the action records that hang on it, by day, the newest first."""
    kind = facts.get(postings.STAGE)
    rows = [
        Row(one.change, kind, one.change.at, one.change.day, kind.icon, one.change.after.colour)
        for one in shown
    ]
    if reader.access.may("activities", "view"):
        records = (
            Activity.objects.visible_to(reader)
            .filter(customer=opportunity.customer_id)
            .filter(related_kind=OPPORTUNITY, related_id=opportunity.pk)
            .with_people()
            .newest()[:MOST_ACTIVITIES]
        )
        rows += timeline.rows_of(list(records), reader=reader, company=company, now=now)
    newest = sorted(rows, key=lambda row: (row.day, row.at), reverse=True)
    return [(day, list(same)) for day, same in groupby(newest, key=lambda row: row.day)]
