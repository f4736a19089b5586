"""What is owed, by how long it has been due (账龄)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import F, TextChoices
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.models import Employee
from zhuixiao.kit.typed import whole

from .. import totals
from ..models import Order, PaymentPlan
from ..models.order import OrderQuerySet


class Bucket(TextChoices):
    """By days overdue."""

    NOT_DUE = "not_due", _("Not due yet")
    DAYS_30 = "1-30", _("1-30 days overdue")
    DAYS_60 = "31-60", _("31-60 days overdue")
    DAYS_90 = "61-90", _("61-90 days overdue")
    OLDER = "over-90", _("Over 90 days overdue")


OVERDUE = tuple(bucket for bucket in Bucket if bucket != Bucket.NOT_DUE)
_LAST_DAYS = ((0, Bucket.NOT_DUE), (30, Bucket.DAYS_30), (60, Bucket.DAYS_60), (90, Bucket.DAYS_90))


@dataclass(frozen=True)
class Due:
    """A part of an order that is still to be paid: an instalment, or what stands in none.

    `amount` is in the order's currency, `base` in the company's.
    """

    order: Order
    plan: PaymentPlan | None
    due_on: date
    amount: int
    base: int
    late: int

    @property
    def bucket(self) -> Bucket:
        return next((one for most, one in _LAST_DAYS if self.late <= most), Bucket.OLDER)

    @property
    def key(self) -> str:
        """Names it in forms and addresses."""
        return f"{self.order.pk}-{self.plan.pk if self.plan else 0}"


@dataclass
class Line:
    """What one customer or person owes, by bucket; money of the company's currency."""

    key: int
    name: str
    cells: dict[str, int] = field(default_factory=lambda: dict.fromkeys(Bucket.values, 0))
    count: int = 0

    @property
    def total(self) -> int:
        return sum(self.cells.values())

    @property
    def overdue(self) -> int:
        return self.total - self.cells[Bucket.NOT_DUE]

    @property
    def shown(self) -> list[tuple[str, int]]:
        return [(bucket, self.cells[bucket]) for bucket in Bucket.values]


@dataclass(frozen=True)
class Asked:
    """Which of it; None and "" mean any. `late` means all that is overdue."""

    customer: int | None = None
    person: int | None = None
    bucket: str = ""
    text: str = ""
    late: bool = False


def orders(asked: Asked, *, reader: Employee) -> OrderQuerySet:
    """The visible orders of a customer or person that owe something."""
    rows = Order.objects.visible_to(reader).in_force()
    rows = rows.filter(amount__gt=F("returned") + F("paid"))
    if asked.customer is not None:
        rows = rows.filter(customer=asked.customer)
    if asked.person is not None:
        rows = rows.filter(owner=asked.person)
    if asked.text:
        rows = rows.filter(number__icontains=asked.text) | rows.filter(
            customer__name__icontains=asked.text
        )
    return rows


def owed(
    asked: Asked, *, reader: Employee, today: date, days: int, keys: Iterable[str] = ()
) -> list[Due]:
    """What is owed to the company by orders that the reader sees, the oldest first; with `keys`
    only those of them. Of one order it adds up to exactly what that owes. For one customer or a
    page: all of it at once is for nobody, see `due_lists`."""
    rows = orders(asked, reader=reader)
    wanted = set(keys)
    if wanted:
        ids = {whole(key.partition("-")[0]) for key in wanted}
        rows = rows.filter(pk__in=[pk for pk in ids if pk is not None])
    found_orders = list(rows.select_related("customer", "owner"))
    plans: dict[int, list[PaymentPlan]] = defaultdict(list)
    waiting = PaymentPlan.objects.filter(order__in=rows.values("pk"), paid__lt=F("amount"))
    for plan in waiting.order_by("due_on", "position"):
        plans[plan.order_id].append(plan)
    found = [due for order in found_orders for due in of_order(order, plans[order.pk], today, days)]
    return sorted(
        (due for due in found if _fits(due, asked) and (not wanted or due.key in wanted)),
        key=lambda due: (due.due_on, due.order.pk),
    )


def of_order(order: Order, plans: Sequence[PaymentPlan], today: date, days: int) -> list[Due]:
    """What one order owes: its waiting instalments, the oldest first, then what is in none.

    Returns may have made the order smaller than its plan: then the latest instalments shrink.
    """
    left = order.owed
    parts: list[tuple[PaymentPlan | None, date, int]] = []
    for plan in plans:
        if part := min(left, plan.owed):
            parts.append((plan, plan.due_on, part))
            left -= part
    if left > 0:
        parts.append((None, order.signed_on + timedelta(days=days), left))
    bases = totals.spread(
        totals.in_base(order.owed, order.rate_e6), [amount for _plan, _day, amount in parts]
    )
    return [
        Due(order, plan, day, amount, base, max((today - day).days, 0))
        for (plan, day, amount), base in zip(parts, bases, strict=True)
    ]


def total(rows: Iterable[Due]) -> Line:
    """All of it as one line."""
    line = Line(0, "")
    for due in rows:
        line.cells[due.bucket] += due.base
        line.count += 1
    return line


def _fits(due: Due, asked: Asked) -> bool:
    if asked.late and due.late == 0:
        return False
    return not asked.bucket or due.bucket == asked.bucket
