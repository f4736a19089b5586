"""What hangs on an opportunity of a file: its product, and the stages that it went through."""

from collections.abc import Sequence
from datetime import date

from zhuixiao.catalog.models import Option

from ... import postings, totals
from ...models import Opportunity, OpportunityLine, OpportunityStage
from ..kinds import Kind
from ..matching.products import Found
from ..rows import OpportunityRow


def stages_of(
    opportunity: Opportunity, *, last: Option, first: Option | None, closed: date | None
) -> list[OpportunityStage]:
    """The stages that it went through; `first` is where those begin that are closed."""
    opened = opportunity.opened_on
    first = last if closed is None else first
    days = [(None, first, opened), (first, last, closed)]
    if first is None:
        days = [(None, last, closed or opened)]
    return [
        OpportunityStage(
            opportunity=opportunity,
            before=before,
            after=after,
            amount=opportunity.amount,
            employee_id=opportunity.owner_id,
            department_id=opportunity.department_id,
            at=postings.noon(day),
            day=day,
        )
        for before, after, day in days
        if day is not None
    ]


def line_of(
    opportunity: Opportunity, product: Found | None, row: OpportunityRow
) -> OpportunityLine:
    """What the customer wants: at the price that the amount comes to, else the list price."""
    found = product or Found(0, "", "", 0)
    price = totals.price_of(row.amount, row.quantity) if row.amount else found.list_price * 100
    return OpportunityLine(
        opportunity=opportunity,
        position=0,
        product_id=found.pk,
        quantity=row.quantity,
        price=price,
    )


def known(rows: Sequence[OpportunityRow]) -> dict[str, Opportunity]:
    """Those that are there under these numbers, by number of the file."""
    sources = {Kind.OPPORTUNITIES.source_key(row.key): row.key for row in rows}
    found = Opportunity.objects.filter(source_key__in=sources).select_related("stage")
    return {sources[row.source_key]: row for row in found}
