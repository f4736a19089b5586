"""The share that we have of what a customer spends on our kind of goods (客户份额)."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta

from zhuixiao.customers.models import Customer
from zhuixiao.kit.periods import Period
from zhuixiao.ledger.queries import sum_of

from ..metrics import SALES
from ..totals import share_bp


def shares(customer_ids: Collection[int], today: date) -> Mapping[int, int]:
    """By customer whose yearly spend is known: sales of the last twelve months, returns taken off,
    divided by it, in basis points; above 10,000 where the spend was guessed too low."""
    rows = Customer.objects.filter(pk__in=customer_ids, yearly_spend__gt=0)
    spend = dict(rows.values_list("pk", "yearly_spend"))
    if not spend:
        return {}
    sold = sum_of(spend, SALES.key, period=last_year(today))
    return {pk: share_bp(sold.get(pk, 0), whole) for pk, whole in spend.items() if whole}


def last_year(today: date) -> Period:
    """The twelve months that end today."""
    is_leap_day = (today.month, today.day) == (2, 29)
    before = today.replace(year=today.year - 1, day=28 if is_leap_day else today.day)
    return Period(before + timedelta(days=1), today)
