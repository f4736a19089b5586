"""Any history of payments, plans, returns and invoices: paid and owed make the contract, nothing
passes a ceiling, and the ledger says the same."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.sales.conftest import TODAY, PlaceOrder
from tests.world import World, actor
from zhuixiao.accounts.audit import Actor
from zhuixiao.customers.models import Customer
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.periods import Period
from zhuixiao.ledger import checks
from zhuixiao.ledger.queries import query
from zhuixiao.sales import totals
from zhuixiao.sales.actions import (
    allocating,
    invoicing,
    paying,
    planning,
    returning,
    settling,
    titling,
)
from zhuixiao.sales.actions.invoicing import NewInvoice, Paper
from zhuixiao.sales.actions.lines import NewLine
from zhuixiao.sales.actions.payment_values import NewPayment, Share
from zhuixiao.sales.actions.planning import Instalment
from zhuixiao.sales.actions.return_lines import Back, NewReturn
from zhuixiao.sales.choices import InvoiceState, PaymentKind
from zhuixiao.sales.models import (
    Allocation,
    Invoice,
    InvoiceTitle,
    Order,
    Payment,
    PaymentPlan,
    Return,
)
from zhuixiao.sales.queries import due as due_queries
from zhuixiao.sales.queries.due_lists import DueRows

pytestmark = pytest.mark.django_db
# What happens to money more often stands here more often.
WORDS = (
    *("pay", "refund", "delete", "restore", "equal", "return") * 4,
    *("plan", "allocate", "advance", "take_back", "refund_advance", "undo") * 2,
    "ask", "issue", "issue", "red", "withdraw", "void",
)  # fmt: skip
AMOUNTS = (1, 20_000, 40_000, 60_000, 120_000)
STEPS = 14


@dataclass
class Play:
    """One history: whatever can happen to money, with numbers that may be wrong."""

    by: Actor
    customer: Customer
    orders: list[Order]
    title: InvoiceTitle

    def step(self, word: str, which: int, amount: int) -> None:
        order = self.orders[(0, 0, 0, 1, 1, 2)[which]]
        order.refresh_from_db()
        getattr(self, word)(order, which, amount)

    def pay(self, order: Order, which: int, amount: int) -> None:
        plans = settling.plans_of(order)
        plan = plans[which % len(plans)].pk if plans and which % 2 else None
        self._record(amount + which, shares=[Share(order.pk, amount, plan)])

    def advance(self, order: Order, which: int, amount: int) -> None:
        self._record(amount, currency=order.currency, rate_e6=7_100_000)

    def allocate(self, order: Order, which: int, amount: int) -> None:
        if payment := self._payment(which):
            allocating.allocate(
                by=self.by, payment=payment, shares=[Share(order.pk, min(amount, payment.rest))]
            )

    def take_back(self, order: Order, which: int, amount: int) -> None:
        if payment := self._payment(which):
            allocating.take_back(by=self.by, payment=payment, order=order)

    def refund(self, order: Order, which: int, amount: int) -> None:
        share = Share(order.pk, min(amount, int(order.paid) + which))
        self._record(share.amount, shares=[share], kind=PaymentKind.REFUND)

    def refund_advance(self, order: Order, which: int, amount: int) -> None:
        if payment := self._payment(which):
            amount = min(amount, payment.rest + which)
            self._record(amount, kind=PaymentKind.REFUND, refund_of_id=payment.pk)

    def delete(self, order: Order, which: int, amount: int) -> None:
        if payment := self._payment(which):
            paying.delete(by=self.by, payment=payment)

    def restore(self, order: Order, which: int, amount: int) -> None:
        if payment := self._payment(which, is_deleted=True):
            paying.restore(by=self.by, payment=payment)

    def equal(self, order: Order, which: int, amount: int) -> None:
        planning.equal(by=self.by, order=order, parts=which + 1, first_on=TODAY, every="month")

    def plan(self, order: Order, which: int, amount: int) -> None:
        held = settling.plans_of(order)
        kept = [Instalment(row.due_on, int(row.amount), "", row.pk) for row in held[: which % 4]]
        fresh = Instalment(TODAY - timedelta(days=which * 30), amount)
        planning.set_plan(by=self.by, order=order, instalments=[*kept, fresh])

    def ask(self, order: Order, which: int, amount: int) -> None:
        new = NewInvoice(order.pk, amount, self.title.pk, tax_bp=1_300)
        invoicing.ask(by=self.by, new=new)

    def issue(self, order: Order, which: int, amount: int) -> None:
        if invoice := self._invoice(which):
            paper = Paper(f"{invoice.pk:08d}", TODAY)
            invoicing.issue(by=self.by, invoice=invoice, paper=paper)

    def red(self, order: Order, which: int, amount: int) -> None:
        if invoice := self._invoice(which):
            invoicing.ask_red(by=self.by, invoice=invoice, amount=min(amount, invoice.amount))

    def withdraw(self, order: Order, which: int, amount: int) -> None:
        if invoice := self._invoice(which):
            invoicing.withdraw(by=self.by, invoice=invoice)

    def void(self, order: Order, which: int, amount: int) -> None:
        if invoice := self._invoice(which):
            invoicing.void(by=self.by, invoice=invoice)

    def _payment(self, which: int, *, is_deleted: bool = False) -> Payment | None:
        rows = Payment.objects.filter(deleted_at__isnull=not is_deleted).order_by("pk")
        return rows[which % rows.count()] if rows else None

    def _invoice(self, which: int) -> Invoice | None:
        rows = Invoice.objects.order_by("pk")
        return rows[which % rows.count()] if rows else None

    def _record(self, amount: int, **values: object) -> None:
        new = NewPayment(self.customer.pk, amount, TODAY, **values)  # type: ignore[arg-type]
        paying.record(by=self.by, new=new)

    def _return(self, order: Order, which: int, amount: int) -> None:
        quantity = min(amount // 10, int(order.lines.get().quantity))
        back = Back(order.lines.get().pk, quantity)
        new = NewReturn([back], returned_on=TODAY, reason="坏了")
        returning.take_back(by=self.by, order=order, new=new)

    def undo(self, order: Order, which: int, amount: int) -> None:
        rows = Return.objects.order_by("pk")
        if rows:
            returning.undo(by=self.by, back=rows[which % rows.count()])


setattr(Play, "return", Play._return)


@pytest.fixture
def play(world: World, customer: Customer, place_order: PlaceOrder, ten: NewLine) -> Play:
    orders = [
        place_order(),
        place_order(lines=[NewLine(3_000, 333_333, ten.product_id, tax_bp=600)]),
        place_order(currency="USD", rate_e6=7_123_400),
    ]
    title = titling.add(
        by=actor(world.finance),
        customer=customer,
        values=titling.TitleValues(name="梁耀安", kind="person"),
    )
    return Play(actor(world.boss), customer, orders, title)


@settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(seed=st.integers(0, 2**32))
def test_any_history_keeps_its_sums(play: Play, seed: int) -> None:
    start, chance = transaction.savepoint(), Random(seed)  # noqa: S311  (no secret)
    for _number in range(STEPS):
        amount = chance.choice([*AMOUNTS, chance.randint(1, 130_000)])
        try:
            with transaction.atomic():
                play.step(chance.choice(WORDS), chance.randrange(6), amount)
        except RuleError:
            continue
    for order in play.orders:
        order.refresh_from_db()
        assert_order(order)
    assert_payments(play.customer)
    assert_due(play)
    assert checks.verify() == []
    transaction.savepoint_rollback(start)


def assert_order(order: Order) -> None:
    assert order.paid + order.owed == order.due
    assert 0 <= order.paid <= order.amount
    assert order.paid == net(order)
    plans = list(order.plans.all())
    for plan in plans:
        assert 0 <= plan.paid <= plan.amount
        assert plan.paid == net(order, plan)
    assert net(order, None) == order.paid - sum(plan.paid for plan in plans) >= 0
    most = max(order.due, sum(plan.paid for plan in plans))
    assert sum(plan.amount for plan in plans) <= most
    issued = Invoice.objects.filter(order=order).exclude(state=InvoiceState.VOID)
    red = issued.filter(state=InvoiceState.ISSUED, red_of__isnull=False)
    assert order.invoiced == total(issued.filter(red_of=None)) - total(red) <= order.amount
    for invoice in issued.filter(red_of=None):
        assert total(invoice.red_invoices.exclude(state=InvoiceState.VOID)) <= invoice.amount


def assert_payments(customer: Customer) -> None:
    for payment in Payment.objects.all():
        assert payment.allocated == total(payment.allocations)
        assert payment.paid_back == total(payment.refunds.filter(deleted_at=None))
        assert payment.allocated + payment.paid_back <= payment.amount
    counted = Payment.objects.filter(deleted_at=None)
    receipts = counted.filter(kind=PaymentKind.RECEIPT).aggregate(sum=Sum("base_amount"))["sum"]
    refunds = counted.filter(kind=PaymentKind.REFUND).aggregate(sum=Sum("base_amount"))["sum"]
    customer.refresh_from_db()
    assert customer.paid_amount == (receipts or 0) - (refunds or 0)


def assert_due(play: Play) -> None:
    """The list of what is due adds up to what the orders owe, and the ledger to what came in."""
    rows = due_queries.owed(due_queries.Asked(), reader=play.by.employee, today=TODAY, days=30)
    listed = DueRows(due_queries.Asked(), reader=play.by.employee, today=TODAY, days=30)
    assert listed[: len(rows)] == rows
    assert len(listed) == len(rows)
    owed = [order for order in play.orders if order.owed > 0]
    for order in owed:
        mine = [due for due in rows if due.order.pk == order.pk]
        assert sum(due.amount for due in mine) == order.owed
        assert sum(due.base for due in mine) == totals.in_base(order.owed, order.rate_e6)
    assert {due.order.pk for due in rows} == {order.pk for order in owed}
    march = Period(date(2026, 3, 1), date(2026, 3, 31))
    figures = query(["payments.amount"], period=march, visible_to=play.by.employee)
    assert figures.total.values["payments.amount"] == play.customer.paid_amount


def net(order: Order, plan: PaymentPlan | str | None = "any") -> int:
    rows = Allocation.objects.filter(order=order, payment__deleted_at=None)
    if not isinstance(plan, str):
        rows = rows.filter(plan=plan)
    refunds = rows.filter(payment__kind=PaymentKind.REFUND)
    return total(rows) - 2 * total(refunds)


def total(rows: Any) -> int:
    return rows.aggregate(sum=Sum("amount"))["sum"] or 0
