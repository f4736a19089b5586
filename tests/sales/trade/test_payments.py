"""Payments from a file, put against the orders that they name."""

from datetime import date, timedelta

from tests.sales.trade.conftest import Bring, reasons
from tests.world import World, actor
from zhuixiao.customers.models import Customer
from zhuixiao.ledger.checks import verify
from zhuixiao.ledger.queries import query
from zhuixiao.sales.actions import planning
from zhuixiao.sales.choices import PaymentKind
from zhuixiao.sales.models import Allocation, Order, Payment
from zhuixiao.sales.trade.kinds import Kind

ORDERS = "订单号,日期,客户,金额\nA-1,2025-11-03,迪宏,1000\nA-2,2025-11-03,南方酒店,500\n"
HEAD = "流水号,回款日期,客户,订单号,金额,付款方式,备注\n"


def test_they_pay_their_orders_and_the_rest_is_an_advance(world: World, bring: Bring) -> None:
    bring(Kind.ORDERS, ORDERS, customers="create")
    content = (
        HEAD
        + "P-1,2025-11-10,迪宏,A-1,600,,首款\n"
        + "P-2,2025-12-10,迪宏,A-1,600,,尾款\n"
        + "P-3,2025-12-11,南方酒店,,100,,\n"
        + "P-4,2025-12-12,,A-2,200,,\n"
    )
    outcome = bring(Kind.PAYMENTS, content)
    assert (outcome.created, outcome.refused) == (4, 0)
    assert outcome.notes["advance"] == 1
    assert Order.objects.get(number="A-1").paid == 100_000
    assert Payment.objects.get(number="P-2").rest == 20_000
    assert Payment.objects.get(number="P-4").customer.name == "南方酒店"
    customer = Customer.objects.get(name="南方酒店")
    assert (customer.paid_amount, customer.owed_amount) == (30_000, 30_000)
    total = query(["payments.received", "payments.amount"], period=None, visible_to=world.boss)
    assert dict(total.total.values) == {"payments.received": 4, "payments.amount": 150_000}
    assert verify() == []
    again = bring(Kind.PAYMENTS, content)
    assert (again.created, again.same) == (0, 4)
    assert Allocation.objects.count() == 3


def test_rows_without_a_number_are_found_again_too(bring: Bring) -> None:
    bring(Kind.ORDERS, ORDERS, customers="create")
    content = "日期,客户,金额\n2025-11-10,迪宏,5\n2025-11-10,迪宏,5\n2025-11-11,迪宏,5\n"
    assert bring(Kind.PAYMENTS, content).created == 3
    again = bring(Kind.PAYMENTS, content)
    assert (again.created, again.same) == (0, 3)
    assert bring(Kind.PAYMENTS, content + "2025-11-10,迪宏,5\n").created == 1
    noted = "日期,客户,金额,备注\n2025-11-10,迪宏,5,首款\n"
    assert bring(Kind.PAYMENTS, noted).same == 1
    numbers = set(Payment.objects.values_list("number", flat=True))
    assert len(numbers) == 4
    assert all(number.startswith("HK") for number in numbers)


def test_what_is_paid_back_is_taken_off(bring: Bring) -> None:
    bring(Kind.ORDERS, ORDERS, customers="create")
    content = (
        HEAD
        + "P-1,2025-11-10,迪宏,A-1,600,,\n"
        + "P-2,2025-11-12,迪宏,A-1,-200,,\n"
        + "P-3,2025-11-13,迪宏,A-1,-700,,\n"
    )
    outcome = bring(Kind.PAYMENTS, content)
    assert (outcome.created, list(reasons(outcome))) == (2, [4])
    assert Order.objects.get(number="A-1").paid == 40_000
    assert Payment.objects.get(number="P-2").kind == PaymentKind.REFUND
    assert Customer.objects.get(name="迪宏").paid_amount == 40_000
    assert verify() == []


def test_each_payment_that_cannot_be_is_refused_with_the_reason(bring: Bring) -> None:
    bring(Kind.ORDERS, ORDERS, customers="create")
    content = (
        "流水号,日期,客户,订单号,金额,付款方式,币种,汇率\n"
        "1,2025-11-10,迪宏,A-2,10,,,\n"
        "2,2025-11-10,迪宏,A-9,10,,,\n"
        "3,2025-11-10,迪宏,A-1,10,,USD,7\n"
        "4,2025-11-10,迪宏,A-1,0,,,\n"
        "5,,迪宏,A-1,10,,,\n"
        "6,2025-11-10,无名,,10,,,\n"
        "7,2025-11-10,迪宏,A-1,10,贝壳,,\n"
    )
    outcome = bring(Kind.PAYMENTS, content)
    found = reasons(outcome)
    assert outcome.created == 0
    assert "another customer" in found[2]
    assert "no order A-9" in found[3]
    assert "CNY" in found[4]
    assert "amount" in found[5]
    assert "day" in found[6]
    assert "无名" in found[7]
    assert "贝壳" in found[8]
    assert bring(Kind.PAYMENTS, content, create_options=True).created == 1


def test_a_payment_that_changed_is_told(bring: Bring) -> None:
    bring(Kind.ORDERS, ORDERS, customers="create")
    content = HEAD + "P-1,2025-11-10,迪宏,A-1,600,,\n"
    bring(Kind.PAYMENTS, content)
    again = bring(Kind.PAYMENTS, content.replace("600", "700"))
    assert (again.created, again.differs) == (0, 1)
    payment = Payment.objects.get()
    assert (payment.amount, payment.paid_on) == (60_000, date(2025, 11, 10))


def test_they_settle_the_instalments_of_their_orders(world: World, bring: Bring) -> None:
    bring(Kind.ORDERS, ORDERS, customers="create")
    order = Order.objects.get(number="A-1")
    day = date(2025, 12, 1)
    planning.equal(by=actor(world.boss), order=order, parts=2, first_on=day, every="month")
    content = HEAD + "P-1,2025-11-10,迪宏,A-1,700,,\nP-2,2025-11-11,迪宏,A-1,-300,,\n"
    assert bring(Kind.PAYMENTS, content).created == 2
    order.refresh_from_db()
    assert order.paid == 40_000
    assert list(order.plans.order_by("due_on").values_list("paid", flat=True)) == [40_000, 0]
    assert Payment.objects.get(number="P-1").rest == 0
    assert verify() == []


def test_of_one_day_money_goes_back_after_it_came(bring: Bring) -> None:
    bring(Kind.ORDERS, ORDERS, customers="create")
    content = HEAD + "P-1,2025-11-10,迪宏,A-1,-200,,\nP-2,2025-11-10,迪宏,A-1,600,,\n"
    assert bring(Kind.PAYMENTS, content, is_dry=True).refused == 0
    assert bring(Kind.PAYMENTS, content).created == 2
    assert Order.objects.get(number="A-1").paid == 40_000


def test_days_to_come_and_money_back_for_no_order_are_refused(world: World, bring: Bring) -> None:
    """As the page refuses them: nothing would show what is left of that advance."""
    bring(Kind.ORDERS, ORDERS, customers="create")
    ahead = actor(world.boss).today + timedelta(days=1)
    content = HEAD + f"P-1,{ahead},迪宏,A-1,600,,\nP-2,2025-11-10,迪宏,,-200,,\n"
    outcome = bring(Kind.PAYMENTS, content)
    assert outcome.created == 0
    assert "ahead" in reasons(outcome)[2]
    assert "order" in reasons(outcome)[3]
