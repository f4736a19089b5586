"""A row of a file of payments."""

from collections import Counter
from collections.abc import Callable
from hashlib import blake2b

from django.utils.translation import gettext as _

from zhuixiao.kit.money import LARGEST
from zhuixiao.kit.text.normal import fold

from ... import totals
from .. import cells
from ..reading import Cells, Wrong
from ..rows import PaymentRow
from ..work import Work

# Chinese on purpose: words of a column that says which way the money went.
_BACK = frozenset({"refund", "refunded", "paid back", "退款", "退回", "付出", "支出"})


def reader(work: Work) -> tuple[Cells, Callable[[int], PaymentRow | str]]:
    """The cells to put a row into, and what reads it. Raises Wrong."""
    row = Cells(work)
    seen: dict[str, int] = {}
    alike: Counter[str] = Counter()

    def read(number: int) -> PaymentRow | str:
        day, amount = row.day("day"), row.value("amount", cells.money, 0)
        if not day:
            raise Wrong(_("There is no day in this row."))
        if day > work.by.today.toordinal():
            raise Wrong(_("This day lies ahead. Plan it as an instalment instead."))
        if not amount:
            raise Wrong(_("There is no amount in this row."))
        if fold(row.text("kind")) in _BACK:
            amount = -abs(amount)
        currency, rate = row.money()
        if max(abs(amount), totals.in_base(abs(amount), rate)) > LARGEST:
            raise Wrong(_("This comes to more than the system can hold."))
        own = row.key()
        found = PaymentRow(
            number=number,
            key=own,
            day=day,
            is_back=0,
            customer=row.text("customer"),
            customer_key=row.text("customer_key"),
            is_named=int(bool(own)),
            order_number=row.text("order", 60),
            amount=amount,
            method=row.text("method", 60),
            account=row.text("account", 80),
            owner=row.text("owner"),
            currency=currency,
            rate=rate,
            note=row.text("note", 200),
        )
        is_back = int(amount < 0)
        if not own:
            named = [row.raw(name) for name in ("customer", "customer_key", "order")]
            return found._replace(key=key_of((day, amount, *named), alike), is_back=is_back)
        if own in seen:
            text = _("This number stands in row %(row)d already.")
            raise Wrong(text % {"row": seen[own]}, is_twice=True)
        seen[own] = number
        return found._replace(is_back=is_back)

    return row, read


def key_of(values: tuple[object, ...], alike: "Counter[str]") -> str:
    """A number for a row that has none, made of what says which one it is: so it is found again,
    however the file is read and whatever else it tells. Rows that are alike are counted."""
    digest = blake2b(repr(values).encode(), digest_size=12).hexdigest()
    alike[digest] += 1
    return f"#{digest}-{alike[digest]}"
