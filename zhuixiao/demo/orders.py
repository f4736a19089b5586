"""Contract orders of the customers that were won: goods, deliveries, payments, invoices, returns.

Written in bulk and posted once, by the same sums as everything that people type.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from django.db import transaction

from zhuixiao.accounts import audit
from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Employee
from zhuixiao.catalog import costs
from zhuixiao.catalog.choices import PickList
from zhuixiao.catalog.models import Option, Product
from zhuixiao.customers.models import Customer
from zhuixiao.kit import bulk
from zhuixiao.ledger.actions import post_many
from zhuixiao.ledger.instants import noon
from zhuixiao.sales import postings, totals
from zhuixiao.sales.actions import figures, numbering
from zhuixiao.sales.choices import InvoiceKind, InvoiceState, OrderState, ShipmentState
from zhuixiao.sales.models import (
    Allocation,
    Invoice,
    Order,
    OrderLine,
    Payment,
    PaymentPlan,
    Return,
    ReturnLine,
    Series,
    Shipment,
    ShipmentLine,
)
from zhuixiao.sales.totals import Part

_TAX = 1_300
_MOST = 2_500
_CARRIERS = ("顺丰速运", "德邦物流", "京东物流", "中通快运")
_RETURNS = ("型号不符", "外壳有划痕", "多发一箱", "客户改了方案")


@dataclass
class _Batch:
    """What is written together, by kind in the order of writing."""

    orders: list[Order] = field(default_factory=list)
    lines: list[OrderLine] = field(default_factory=list)
    plans: list[PaymentPlan] = field(default_factory=list)
    payments: list[Payment] = field(default_factory=list)
    allocations: list[tuple[Payment, Order, PaymentPlan, int]] = field(default_factory=list)
    invoices: list[Invoice] = field(default_factory=list)
    shipments: list[Shipment] = field(default_factory=list)
    shipped: list[tuple[Shipment, OrderLine, int]] = field(default_factory=list)
    returns: list[Return] = field(default_factory=list)
    returned: list[ReturnLine] = field(default_factory=list)


class _Shop:
    """What orders are drawn from."""

    def __init__(self, by: Actor, rng: Random) -> None:
        self.by, self.rng, self.today = by, rng, by.today
        self.products = list(Product.objects.filter(retired_at=None).order_by("pk"))
        self.types = list(Option.objects.of(PickList.ORDER_TYPE))
        self.methods = list(Option.objects.of(PickList.PAYMENT_METHOD))
        self._costs: dict[date, dict[int, int]] = {}
        self._numbers: dict[str, int] = {}

    def costs(self, day: date) -> dict[int, int]:
        """What the products cost in the month of a day."""
        month = day.replace(day=1)
        if month not in self._costs:
            self._costs[month] = costs.cost_of(self.products, on=month)
        return self._costs[month]

    def number(self, kind: str, day: date) -> str:
        prefix = f"{kind}{day:%Y%m%d}"
        self._numbers[prefix] = self._numbers.get(prefix, 0) + 1
        return f"{prefix}-{self._numbers[prefix]:03d}"

    def keep_numbers(self) -> None:
        """Numbers that people give later go on from here."""
        Series.objects.bulk_create(
            Series(prefix=prefix, last=last) for prefix, last in self._numbers.items()
        )


def build(by: Actor, *, seed: int) -> None:
    """About 2,500 orders of eighteen months; nothing lies after today."""
    rng = Random(seed)
    shop = _Shop(by, rng)
    won = list(
        Customer.objects.exclude(won_at=None)
        .filter(deleted_at=None, owner__isnull=False)
        .select_related("owner")
        .order_by("pk")
    )
    if not won or not shop.products:
        return
    days = sorted(_days(shop, won), key=lambda row: (row[0], row[1].pk))[-_MOST:]
    with transaction.atomic():
        batch = _Batch()
        for day, customer, is_first in days:
            _order(shop, batch, day, customer, is_first=is_first)
        _write(shop, batch)
        figures.refresh({customer.pk for _day, customer, _is_first in days})


def _days(shop: _Shop, won: Sequence[Customer]) -> Iterator[tuple[date, Customer, bool]]:
    """Each customer in a rhythm of its own: some buy once, some every month, some have stopped."""
    rng = shop.rng
    for customer in won:
        assert customer.won_at is not None  # noqa: S101
        day = customer.won_at.astimezone(shop.by.zone).date()
        rhythm = rng.choices((0, 21, 45, 75, 120), (10, 24, 30, 24, 12))[0]
        stops_after = rng.choices((99, 4, 2), (70, 20, 10))[0]
        yield day, customer, True
        for _number in range(stops_after if rhythm else 0):
            day += timedelta(days=max(int(rng.gauss(rhythm, rhythm / 5)), 7))
            if day > shop.today:
                break
            yield day, customer, False


def _order(shop: _Shop, batch: _Batch, day: date, customer: Customer, *, is_first: bool) -> None:
    rng = shop.rng
    owner = customer.owner
    assert isinstance(owner, Employee)  # noqa: S101
    chosen = rng.sample(shop.products, min(rng.choice((1, 1, 2, 2, 3, 4)), len(shop.products)))
    discount = rng.choices((0, 300, 500, 800, 1_200, 2_000), (40, 20, 18, 12, 7, 3))[0]
    parts = [
        Part(
            quantity=rng.choice((1, 2, 5, 10, 10, 20, 50)) * 1_000,
            price=product.list_price * 100,
            discount_bp=discount,
            tax_bp=_TAX,
        )
        for product in chosen
    ]
    sums = totals.sums(parts)
    cost_of = shop.costs(day)
    line_costs = [
        totals.cost_of(part.quantity, cost_of.get(product.pk, 0))
        for part, product in zip(parts, chosen, strict=True)
    ]
    age = (shop.today - day).days
    order = Order(
        number=shop.number(numbering.ORDER, day),
        title=f"{chosen[0].name}{'采购' if is_first else '补货'}",
        customer=customer,
        type=rng.choices(shop.types, [6 if row.key == "direct" else 1 for row in shop.types])[0],
        owner=owner,
        department_id=owner.department_id,
        channel_id=customer.channel_id or 0,
        region_id=customer.region_id or 0,
        state=OrderState.COMPLETE
        if age > 150
        else OrderState.RUNNING
        if age > 3
        else OrderState.SIGNED,
        signed_on=day,
        starts_on=day,
        ends_on=day + timedelta(days=365) if rng.random() < 0.3 else None,
        delivery_on=day + timedelta(days=rng.choice((7, 10, 15, 30))),
        currency="CNY",
        amount=sum(row.amount for row in sums),
        tax=sum(row.tax for row in sums),
        base_amount=sum(row.base for row in sums),
        cost=sum(line_costs),
        created_by=owner,
        created_at=noon(day),
    )
    batch.orders.append(order)
    lines = [
        OrderLine(
            order=order,
            position=place,
            product=product,
            name=product.name,
            unit=product.unit,
            quantity=part.quantity,
            list_price=part.price,
            price=part.price,
            discount_bp=part.discount_bp,
            tax_bp=part.tax_bp,
            amount=total.amount,
            tax=total.tax,
            base_amount=total.base,
            cost=cost,
        )
        for place, (product, part, total, cost) in enumerate(
            zip(chosen, parts, sums, line_costs, strict=True)
        )
    ]
    batch.lines += lines
    _ship(shop, batch, order, lines)
    if rng.random() < 0.03 and age > 20:
        _return(shop, batch, order, lines[0])
    _pay(shop, batch, order)
    _invoice(shop, batch, order)


def _ship(shop: _Shop, batch: _Batch, order: Order, lines: Sequence[OrderLine]) -> None:
    day = order.signed_on + timedelta(days=shop.rng.randint(1, 12))
    if day > shop.today:
        return
    arrives = day + timedelta(days=shop.rng.randint(1, 4))
    has_arrived = arrives <= shop.today
    shipment = Shipment(
        number=shop.number(numbering.SHIPMENT, day),
        order=order,
        state=ShipmentState.SIGNED if has_arrived else ShipmentState.SENT,
        shipped_on=day,
        carrier=shop.rng.choice(_CARRIERS),
        tracking_number=f"SF{shop.rng.randint(10**9, 10**10 - 1)}",
        address=order.customer.address,
        signed_on=arrives if has_arrived else None,
        signed_by="前台" if has_arrived else "",
        created_by=order.owner,
        created_at=noon(day),
    )
    batch.shipments.append(shipment)
    for line in lines:
        line.shipped = line.quantity
        batch.shipped.append((shipment, line, line.quantity))


def _return(shop: _Shop, batch: _Batch, order: Order, line: OrderLine) -> None:
    day = order.signed_on + timedelta(days=18)
    quantity = max(line.quantity // 5_000 * 1_000, 1_000)
    if quantity >= line.quantity:
        return
    amount = totals.part_of(line.amount, quantity, line.quantity)
    back = Return(
        number=shop.number(numbering.RETURN, day),
        order=order,
        returned_on=day,
        reason=shop.rng.choice(_RETURNS),
        amount=amount,
        base_amount=totals.part_of(line.base_amount, quantity, line.quantity),
        cost=totals.part_of(line.cost, quantity, line.quantity),
        created_by=order.owner,
        created_at=noon(day),
    )
    batch.returns.append(back)
    batch.returned.append(
        ReturnLine(
            back=back,
            line=line,
            quantity=quantity,
            amount=back.amount,
            base_amount=back.base_amount,
            cost=back.cost,
        )
    )
    line.returned, order.returned = quantity, amount


def _pay(shop: _Shop, batch: _Batch, order: Order) -> None:
    """One to three instalments; most come within days, some late, a few not at all."""
    rng = shop.rng
    number = rng.choices((1, 2, 3), (55, 30, 15))[0]
    shares = totals.spread(order.due, [1] * number)
    is_bad = rng.random() < 0.04
    for place, amount in enumerate(shares):
        if amount <= 0:
            continue
        due = order.signed_on + timedelta(days=(7, 45, 90)[place])
        plan = PaymentPlan(order=order, position=place, due_on=due, amount=amount)
        batch.plans.append(plan)
        came = due + timedelta(days=int(rng.triangular(-6, 40, 2)))
        if came > shop.today or is_bad:
            continue
        payment = Payment(
            number=shop.number(numbering.PAYMENT, came),
            customer=order.customer,
            paid_on=came,
            currency=order.currency,
            amount=amount,
            base_amount=amount,
            allocated=amount,
            method=rng.choice(shop.methods),
            owner=order.owner,
            department_id=order.department_id,
            created_by=order.owner,
            created_at=noon(came),
        )
        plan.paid = amount
        order.paid += amount
        batch.payments.append(payment)
        batch.allocations.append((payment, order, plan, amount))


def _invoice(shop: _Shop, batch: _Batch, order: Order) -> None:
    day = order.signed_on + timedelta(days=shop.rng.randint(3, 25))
    if day > shop.today or order.due <= 0 or shop.rng.random() < 0.15:
        return
    title: dict[str, Any] = {"kind": "company", "name": order.customer.name}
    batch.invoices.append(
        Invoice(
            order=order,
            customer=order.customer,
            kind=shop.rng.choice((InvoiceKind.SPECIAL, InvoiceKind.SPECIAL, InvoiceKind.NORMAL)),
            state=InvoiceState.ISSUED,
            number=f"26442{len(batch.invoices) + 10**7:015d}",
            title=title,
            amount=order.due,
            tax_bp=_TAX,
            tax=totals.tax_in(order.due, _TAX),
            base_amount=order.due,
            issued_on=day,
            owner=order.owner,
            department_id=order.department_id,
            created_by=order.owner,
            created_at=noon(day),
        )
    )
    order.invoiced = order.due


def _write(shop: _Shop, batch: _Batch) -> None:
    bulk.insert(batch.orders)
    for rows in (batch.lines, batch.plans, batch.shipments, batch.returns, batch.invoices):
        for row in rows:
            row.order_id = row.order.pk
        bulk.insert(rows)
    for returned in batch.returned:
        returned.back_id, returned.line_id = returned.back.pk, returned.line.pk
    bulk.insert(batch.returned)
    bulk.insert(batch.payments)
    bulk.insert(
        [
            Allocation(
                payment_id=payment.pk,
                order_id=order.pk,
                plan_id=plan.pk,
                amount=amount,
                allocated_on=payment.paid_on,
            )
            for payment, order, plan, amount in batch.allocations
        ]
    )
    bulk.insert(
        [
            ShipmentLine(shipment_id=shipment.pk, line_id=line.pk, quantity=quantity)
            for shipment, line, quantity in batch.shipped
        ]
    )
    shop.keep_numbers()
    post_many(
        items=[
            *postings.orders_of(batch.orders),
            *(
                (postings.fact(postings.PAYMENT, row), postings.of_payment(row))
                for row in batch.payments
            ),
            *(
                (postings.fact(postings.INVOICE, row), postings.of_invoice(row))
                for row in batch.invoices
            ),
            *(
                (postings.fact(postings.SHIPMENT, row), postings.of_shipment(row))
                for row in batch.shipments
            ),
        ],
        fresh=True,
    )
    audit.write_many(
        audit.entry(
            by=shop.by,
            action="create",
            kind=postings.ORDER,
            record_id=order.pk,
            label=order.number,
            version=order.version,
        )
        for order in batch.orders
    )
