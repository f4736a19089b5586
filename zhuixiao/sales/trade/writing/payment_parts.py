"""What hangs on the payments of a file: those that are there, their customers, what they pay."""

from collections.abc import Iterable, Sequence

from zhuixiao.customers.models import Customer

from ...actions.payment_values import Share
from ...models import Allocation, Order, Payment
from ..kinds import Kind, came_as
from ..matching.customers import Held
from ..rows import PaymentRow


def known(rows: Sequence[PaymentRow]) -> dict[str, Payment]:
    """The payments that are there under these numbers, by number of the file."""
    sources = {Kind.PAYMENTS.source_key(row.key): row.key for row in rows}
    numbers = [row.key for row in rows if row.is_named]
    found = {row.number: row for row in Payment.objects.filter(number__in=numbers)}
    imported = Payment.objects.filter(came_as(sources))
    return found | {sources[row.source_key]: row for row in imported}


def allocation(payment: Payment, share: Share) -> Allocation:
    """As `paying.apply` writes it for an order without instalments."""
    return Allocation(
        payment=payment,
        order_id=share.order_id,
        amount=share.amount,
        allocated_on=payment.paid_on,
    )


def customers_of(orders: Iterable[Order]) -> dict[int, Held]:
    ids = {order.customer_id for order in orders}
    rows = Customer.objects.filter(pk__in=ids).values_list(
        "pk", "channel_id", "region_id", "owner_id", "owner__department_id"
    )
    return {row[0]: Held(row[0], row[1] or 0, row[2] or 0, row[3], row[4]) for row in rows}
