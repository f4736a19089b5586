"""What hangs on an opportunity of a file: its product, and the stages that it went through."""

from collections.abc import Sequence
from datetime import date

from ... import totals
from ...actions.opportunity_histories import Step
from ...models import Opportunity, OpportunityLine
from ...queries.stages import Stage
from ..kinds import Kind, came_as
from ..matching.products import Found
from ..rows import OpportunityRow


def steps_of(
    amount: int, *, last: Stage, first: Stage | None, opened: date, closed: date | None
) -> list[Step]:
    """The stages that it went through; `first` is where those begin that are closed."""
    if closed is None or first is None:
        return [Step(last, closed or opened, amount)]
    return [Step(first, opened, amount), Step(last, closed, amount)]


def amount_of(row: OpportunityRow, product: Found | None) -> int:
    """The amount of an opportunity: with a product what that comes to, as everywhere."""
    if product is None or not product.pk:
        return row.amount
    return totals.line_amount(totals.Part(row.quantity, _price(row, product)))


def rounded(row: OpportunityRow) -> int:
    """The amount of the file as a product at a price of four decimals comes to it."""
    return totals.line_amount(totals.Part(row.quantity, totals.price_of(row.amount, row.quantity)))


def line_of(opportunity: Opportunity, product: Found, row: OpportunityRow) -> OpportunityLine:
    """What the customer wants: at the price that the amount comes to, else the list price."""
    return OpportunityLine(
        opportunity=opportunity,
        position=0,
        product_id=product.pk,
        quantity=row.quantity,
        price=_price(row, product),
    )


def _price(row: OpportunityRow, product: Found) -> int:
    if row.amount:
        return totals.price_of(row.amount, row.quantity)
    return product.list_price * 100


def known(rows: Sequence[OpportunityRow]) -> dict[str, Opportunity]:
    """Those that are there under these numbers, by number of the file."""
    sources = {Kind.OPPORTUNITIES.source_key(row.key): row.key for row in rows}
    found = Opportunity.objects.filter(came_as(sources)).select_related("stage")
    return {sources[row.source_key]: row for row in found}
