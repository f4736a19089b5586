"""The sortable copies on the customer's row of what was sold to it, and what it bought."""

from collections import defaultdict
from collections.abc import Callable, Collection
from datetime import date
from functools import cache

from django.db.models import Count, F, Max, Min, Sum
from django.db.models.functions import Coalesce

from zhuixiao.customers.actions import figures as customer_figures
from zhuixiao.customers.actions.figures import Sold
from zhuixiao.kit import bulk

from .. import totals
from ..choices import IN_FORCE, PaymentKind, ReturnState
from ..models import Bought, Opportunity, Order, OrderLine, Payment, Return


def refresh(customer_ids: Collection[int]) -> None:
    """Bring them in step with the records; call it inside the writer's transaction, last."""
    ids = sorted({pk for pk in customer_ids if pk})
    sold: dict[int, Sold] = {pk: Sold() for pk in ids}
    orders = Order.objects.filter(customer__in=ids, state__in=IN_FORCE, deleted_at=None)
    for row in orders.values("customer_id").annotate(
        count=Count("pk"),
        sold=Sum("base_amount"),
        costs=Sum("cost"),
        first=Min("signed_on"),
        last=Max("signed_on"),
        ends=Max("ends_on"),
    ):
        one = sold[row["customer_id"]]
        one.order_count, one.order_amount, one.order_cost = row["count"], row["sold"], row["costs"]
        one.first_order_on, one.last_order_on = row["first"], row["last"]
        one.contract_ends_on = row["ends"]
    for pk, gone, costs in _returns(ids):
        sold[pk].order_amount -= gone
        sold[pk].order_cost -= costs
    for pk, rate, open_amount in orders.values_list("customer_id", "rate_e6").annotate(
        open_amount=Sum(F("amount") - F("returned") - F("paid"))
    ):
        sold[pk].owed_amount += totals.in_base(open_amount, rate)
    payments = Payment.objects.filter(customer__in=ids, deleted_at=None)
    for pk, kind, amount in payments.values_list("customer_id", "kind").annotate(
        money=Sum("base_amount")
    ):
        sold[pk].paid_amount += -amount if kind == PaymentKind.REFUND else amount
    opportunities = Opportunity.objects.filter(customer__in=ids, deleted_at=None)
    for pk, day in opportunities.values_list("customer_id").annotate(last=Max("opened_on")):
        sold[pk].last_opportunity_on = day
    customer_figures.refresh_sold(sold)
    _rewrite_bought(ids)


def _returns(ids: Collection[int]) -> list[tuple[int, int, int]]:
    """Of each customer what came back, in amount and cost."""
    rows = Return.objects.filter(
        order__customer__in=ids,
        order__state__in=IN_FORCE,
        order__deleted_at=None,
        state=ReturnState.ACCEPTED,
        deleted_at=None,
    ).values_list("order__customer_id")
    return list(rows.annotate(gone=Sum("base_amount"), costs=Sum("cost")))


def _rewrite_bought(ids: Collection[int]) -> None:
    """What of which product the customers have, returns taken off."""
    lines = OrderLine.objects.filter(
        order__customer__in=ids,
        order__state__in=IN_FORCE,
        order__deleted_at=None,
        product__isnull=False,
    )
    back: dict[tuple[int, int], int] = defaultdict(int)
    accepted = lines.filter(
        returns__back__state=ReturnState.ACCEPTED, returns__back__deleted_at=None
    )
    for customer, product, amount in accepted.values_list(
        "order__customer_id", "product_id"
    ).annotate(back=Coalesce(Sum("returns__base_amount"), 0)):
        back[customer, product] = amount
    wanted: dict[tuple[int, int], tuple[int, int, date, date]] = {}
    for customer, product, quantity, gone, amount, first, last in lines.values_list(
        "order__customer_id", "product_id"
    ).annotate(
        Sum("quantity"),
        Sum("returned"),
        Sum("base_amount"),
        Min("order__signed_on"),
        Max("order__signed_on"),
    ):
        key = (customer, product)
        if quantity > gone:
            wanted[key] = (quantity - gone, amount - back[key], first, last)
    held = {
        (row.customer_id, row.product_id): row for row in Bought.objects.filter(customer__in=ids)
    }
    Bought.objects.filter(
        pk__in=[row.pk for key, row in held.items() if key not in wanted]
    ).delete()
    changed = []
    for key in wanted.keys() & held.keys():
        row = held[key]
        if (row.quantity, row.amount, row.first_on, row.last_on) != wanted[key]:
            row.quantity, row.amount, row.first_on, row.last_on = wanted[key]
            changed.append(row)
    bulk.update(changed, ["quantity", "amount", "first_on", "last_on"])
    make = _new_bought()
    bulk.insert(
        [
            make(
                customer_id=customer,
                product_id=product,
                quantity=quantity,
                amount=amount,
                first_on=first,
                last_on=last,
            )
            for (customer, product), (quantity, amount, first, last) in sorted(wanted.items())
            if (customer, product) not in held
        ]
    )


@cache
def _new_bought() -> Callable[..., Bought]:
    return bulk.maker(Bought)
