"""A row of a file of orders: one line, or an order that has none."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from zhuixiao.kit.money import LARGEST

from .. import cells
from ..outcome import ZERO_PRICE
from ..reading import Cells, Wrong
from ..rows import OrderRow
from ..setup import LEAVE_OUT
from ..work import Work

_ONE = 1000


def reader(work: Work) -> tuple[Cells, Callable[[int], OrderRow | str]]:
    """The cells to put a row into, and what reads it: a line, or for what it is left out.

    Raises Wrong with the reason for a row that cannot be taken.
    """
    row = Cells(work)
    leaves_out = work.setup.zero_prices == LEAVE_OUT

    def read(number: int) -> OrderRow | str:
        key = row.key()
        if not key:
            raise Wrong(_("There is no number in this row."))
        day = row.day("day")
        amount = row.value("amount", cells.money, None)
        quantity = row.value("quantity", cells.quantity, 0)
        if not quantity:
            quantity = -_ONE if amount is not None and amount < 0 else _ONE
        price: int | None = row.value("price", cells.price, None)
        if leaves_out and (price == 0 or (price is None and amount == 0)):
            return ZERO_PRICE
        if price is None and amount is None:
            raise Wrong(_("There is neither a price nor an amount in this row."))
        if amount is not None:
            if amount * quantity < 0:
                raise Wrong(_("The amount and the quantity have different signs."))
            if abs(amount) > LARGEST:
                raise Wrong(_("This comes to more than the system can hold."))
            amount = abs(amount)
        currency, rate = row.money()
        return OrderRow(
            number=number,
            key=key,
            day=day,
            is_back=int(quantity < 0),
            customer=row.text("customer"),
            customer_key=row.text("customer_key"),
            region=row.text("region"),
            industry=row.text("industry"),
            sku=row.text("sku", 60),
            product=row.text("product"),
            category=row.text("category", 60),
            unit=row.text("unit", 20),
            quantity=abs(quantity),
            price=price,
            amount=amount,
            total=row.value("total", cells.money, None),
            tax=row.value("tax", cells.percent, 0),
            cost=row.value("cost", cells.money, None),
            title=row.text("title"),
            owner=row.text("owner"),
            currency=currency,
            rate=rate,
            starts=row.day("starts"),
            ends=row.day("ends"),
            note=row.text("note", 200),
        )

    return row, read
