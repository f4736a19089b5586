"""Which products customers have bought: a column and a filter of the one table (S42)."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q

from zhuixiao.customers.filters.operators import Operator

from ..models import Bought


def products_of(customer_ids: Collection[int], _today: date) -> Mapping[int, list[int]]:
    """By customer: the products, what was bought last first."""
    rows = Bought.objects.filter(customer__in=customer_ids).order_by("-last_on", "product")
    found: dict[int, list[int]] = {}
    for customer, product in rows.values_list("customer_id", "product_id"):
        found.setdefault(customer, []).append(product)
    return found


def holds(operator: str, value: Any, today: date) -> Q:
    """The customers that bought one of these products, none of them ever, one of them lately
    (today counts as the first of the days), or anything at all."""
    rows = Bought.objects.filter(customer=OuterRef("pk"))
    match operator:
        case Operator.EMPTY:
            return ~Q(Exists(rows))
        case Operator.FILLED:
            return Q(Exists(rows))
        case Operator.NOT_IN:
            return ~Q(Exists(rows.filter(product__in=value)))
        case Operator.LATELY:
            first = today - timedelta(days=value.days - 1)
            return Q(
                Exists(rows.filter(product__in=value.ids, last_on__gte=first, last_on__lte=today))
            )
        case _:
            return Q(Exists(rows.filter(product__in=value)))
