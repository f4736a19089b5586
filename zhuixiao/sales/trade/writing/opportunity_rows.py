"""A row of a file of opportunities."""

from collections import Counter
from collections.abc import Callable

from django.utils.translation import gettext as _

from zhuixiao.kit.money import LARGEST

from .. import cells
from ..reading import Cells, Wrong
from ..rows import OpportunityRow
from ..work import Work
from .payment_rows import key_of

_ONE = 1000


def reader(work: Work) -> tuple[Cells, Callable[[int], OpportunityRow | str]]:
    """The cells to put a row into, and what reads it. Raises Wrong."""
    row = Cells(work)
    seen: dict[str, int] = {}
    alike: Counter[str] = Counter()

    def read(number: int) -> OpportunityRow | str:
        amount = row.value("amount", cells.money, 0)
        if not 0 <= amount <= LARGEST:
            raise Wrong(_("The amount of an opportunity is not below zero."))
        quantity = row.value("quantity", cells.quantity, _ONE)
        if quantity < 0:
            raise Wrong(_("The quantity of an opportunity is not below zero."))
        own = row.key()
        found = OpportunityRow(
            number=number,
            key=own,
            day=row.day("opened"),
            is_back=0,
            customer=row.text("customer"),
            customer_key=row.text("customer_key"),
            region=row.text("region"),
            industry=row.text("industry"),
            name=row.text("name"),
            stage=row.text("stage", 60),
            amount=amount,
            probability=row.value("probability", cells.percent, None),
            closed=row.day("closed"),
            sku=row.text("sku", 60),
            product=row.text("product"),
            quantity=quantity,
            loss_reason=row.text("loss_reason", 60),
            next_step=row.text("next_step"),
            owner=row.text("owner"),
            note=row.text("note", 2000),
        )
        if not own:
            named = ("customer", "customer_key", "name", "sku", "product")
            values = (found.day, amount, *map(row.raw, named))
            return found._replace(key=key_of(values, alike))
        if own in seen:
            text = _("This number stands in row %(row)d already.")
            raise Wrong(text % {"row": seen[own]}, is_twice=True)
        seen[own] = number
        return found

    return row, read
