"""Orders by filters, with what the signed ones among them come to."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.db.models import Count, F, Q, Sum

from zhuixiao.accounts.models import Department, Employee
from zhuixiao.catalog.models import Option
from zhuixiao.kit.periods import Period

from .. import totals
from ..choices import IN_FORCE
from ..models import Order
from ..models.order import OrderQuerySet


class Flag(StrEnum):
    OWED = "owed"
    ENDING = "ending"


# What a list can be sorted by.
SORTS = {
    "signed_on": "signed_on",
    "number": "number",
    "amount": "base_amount",
    "paid": "paid",
    "owed": "open_amount",
    "ends_on": "ends_on",
}


@dataclass(frozen=True)
class OrderFilter:
    """What the page asks for; None and "" mean any. `ends_within` are the days of ENDING."""

    text: str = ""
    state: str = ""
    person: Employee | None = None
    department: Department | None = None
    type: Option | None = None
    period: Period | None = None
    flag: str = ""
    sort: str = "-signed_on"
    ends_within: int = 30


@dataclass(frozen=True)
class Totals:
    """In the company's currency, each order at its own rate."""

    count: int
    amount: int
    paid: int
    owed: int


def listed(chosen: OrderFilter, *, reader: Employee, today: date) -> OrderQuerySet:
    """The visible orders that fit, sorted."""
    rows = Order.objects.visible_to(reader)
    if chosen.state:
        rows = rows.filter(state=chosen.state)
    if chosen.person:
        rows = rows.filter(owner=chosen.person)
    if chosen.department:
        rows = rows.filter(department__path__startswith=chosen.department.path)
    if chosen.type:
        rows = rows.filter(type=chosen.type)
    if chosen.period:
        rows = rows.filter(signed_on__range=(chosen.period.start, chosen.period.end))
    if text := chosen.text.strip():
        rows = rows.filter(
            Q(number__icontains=text) | Q(title__icontains=text) | Q(customer__name__icontains=text)
        )
    rows = rows.annotate(open_amount=F("amount") - F("returned") - F("paid"))
    if chosen.flag == Flag.OWED:
        rows = rows.filter(state__in=IN_FORCE, open_amount__gt=0)
    if chosen.flag == Flag.ENDING:
        last = today + timedelta(days=chosen.ends_within)
        rows = rows.filter(state__in=IN_FORCE, ends_on__range=(today, last))
    return _sorted(rows, chosen.sort)


def summed(rows: OrderQuerySet) -> Totals:
    """What the signed orders among these come to: after returns, paid and owed."""
    sums: dict[str, int] = defaultdict(int)
    groups = rows.filter(state__in=IN_FORCE).order_by().values_list("rate_e6")
    for rate, count, amount, returned, paid in groups.annotate(
        Count("pk"), Sum("amount"), Sum("returned"), Sum("paid")
    ):
        sums["count"] += count
        sums["amount"] += totals.in_base(amount - returned, rate)
        sums["paid"] += totals.in_base(paid, rate)
        sums["owed"] += totals.in_base(amount - returned - paid, rate)
    return Totals(sums["count"], sums["amount"], sums["paid"], sums["owed"])


def _sorted(rows: OrderQuerySet, sort: str) -> OrderQuerySet:
    is_desc, name = sort.startswith("-"), sort.removeprefix("-")
    column = F(SORTS.get(name, "signed_on"))
    first = column.desc(nulls_last=True) if is_desc else column.asc(nulls_last=True)
    return rows.order_by(first, "-pk" if is_desc else "pk")
