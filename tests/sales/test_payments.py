"""Money comes in, pays orders, waits as an advance, goes back."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from tests.sales.conftest import TODAY, PlaceOrder
from tests.world import World, actor
from zhuixiao.accounts.models import Company, Employee
from zhuixiao.customers.models import Customer
from zhuixiao.kit.errors import Conflict, Invalid, NotAllowed, RuleError
from zhuixiao.kit.periods import Period
from zhuixiao.ledger import checks
from zhuixiao.ledger.queries import query
from zhuixiao.sales.actions import allocating, paying, planning
from zhuixiao.sales.actions.allocating import Details
from zhuixiao.sales.actions.payment_values import NewPayment, Share
from zhuixiao.sales.choices import OrderState, PaymentKind
from zhuixiao.sales.models import Order, Payment

MARCH = Period(date(2026, 3, 1), date(2026, 3, 31))
Receive = Callable[..., Payment]


@pytest.fixture
def receive(world: World, customer: Customer) -> Receive:
    """receive(amount, order): 迪宏 pays today, written down by 杨爽 of finance."""

    def receive(
        amount: int, order: Order | None = None, *, by: Employee = world.finance, **values: Any
    ) -> Payment:
        if order and "shares" not in values:
            values["shares"] = [Share(order.pk, amount)]
        typed: dict[str, Any] = {"customer_id": customer.pk, "paid_on": TODAY, **values}
        return paying.record(by=actor(by), new=NewPayment(amount=amount, **typed))

    return receive


def paid(order: Order) -> int:
    order.refresh_from_db()
    return int(order.paid)


def received(world: World) -> dict[str, Any]:
    names = ["payments.received", "payments.amount"]
    return dict(query(names, period=MARCH, visible_to=world.boss).total.values)


def test_a_payment_pays_its_order_and_is_the_owner_s(
    world: World, place_order: PlaceOrder, receive: Receive, customer: Customer
) -> None:
    order = place_order()
    payment = receive(50_000, order)
    assert payment.number == "HK20260302-001"
    assert payment.owner == world.zheng
    assert paid(order) == 50_000
    customer.refresh_from_db()
    assert (customer.paid_amount, customer.owed_amount) == (50_000, 70_000)
    assert received(world) == {"payments.received": 1, "payments.amount": 50_000}
    assert checks.verify() == []


def test_no_order_is_paid_above_what_it_owes(place_order: PlaceOrder, receive: Receive) -> None:
    order = place_order()
    receive(100_000, order)
    with pytest.raises(RuleError) as refused:
        receive(20_001, order)
    assert refused.value.code == "ceiling"
    assert "200.00" in str(refused.value)
    assert paid(order) == 100_000
    assert Payment.objects.count() == 1


def test_what_comes_above_stays_an_advance_and_pays_several_orders_later(
    world: World, place_order: PlaceOrder, receive: Receive
) -> None:
    first, second = place_order(), place_order()
    payment = receive(200_000, shares=[Share(first.pk, 20_000)])
    assert payment.rest == 180_000
    shares = [Share(first.pk, 100_000), Share(second.pk, 50_000)]
    payment = allocating.allocate(by=actor(world.zheng), payment=payment, shares=shares)
    assert payment.rest == 30_000
    assert (paid(first), paid(second)) == (120_000, 50_000)
    with pytest.raises(RuleError):
        allocating.allocate(
            by=actor(world.zheng), payment=payment, shares=[Share(second.pk, 30_001)]
        )
    payment = allocating.take_back(by=actor(world.finance), payment=payment, order=first)
    assert (payment.rest, paid(first)) == (150_000, 0)
    assert checks.verify() == []


def test_money_pays_the_oldest_due_instalment_first_unless_one_is_chosen(
    world: World, place_order: PlaceOrder, receive: Receive
) -> None:
    order = place_order()
    by = actor(world.zheng)
    one, two, three = planning.equal(by=by, order=order, parts=3, first_on=TODAY, every="month")
    receive(50_000, order)
    receive(30_000, shares=[Share(order.pk, 30_000, three.pk)])
    for plan in (one, two, three):
        plan.refresh_from_db()
    assert [plan.paid for plan in (one, two, three)] == [40_000, 10_000, 30_000]


def test_another_currency_is_refused_with_the_way_out(
    place_order: PlaceOrder, receive: Receive
) -> None:
    order = place_order(currency="USD", rate_e6=7_100_000)
    with pytest.raises(RuleError) as refused:
        receive(1_000, order, currency="EUR", rate_e6=7_800_000)
    assert refused.value.field == "currency"
    payment = receive(1_000, order, rate_e6=7_000_000)
    assert (payment.currency, payment.base_amount) == ("USD", 7_000)
    with pytest.raises(Invalid):
        receive(1_000, order, rate_e6=0)


def test_foreign_money_comes_at_a_rate_typed_or_of_its_order_or_advance(
    place_order: PlaceOrder, receive: Receive
) -> None:
    assert receive(1_000, place_order(currency="USD", rate_e6=7_100_000)).base_amount == 7_100
    advance = receive(1_000, currency="usd", rate_e6=7_200_000)
    back = receive(500, kind=PaymentKind.REFUND, refund_of_id=advance.pk)
    assert (back.currency, back.base_amount) == ("USD", 3_600)
    for wrong, field in (
        ({"currency": "USD"}, "rate"),
        ({"rate_e6": 7_100_000}, "currency"),
        ({"kind": PaymentKind.REFUND, "refund_of_id": advance.pk, "currency": "CNY"}, "currency"),
    ):
        with pytest.raises(Invalid) as refused:
            receive(100, **wrong)
        assert set(refused.value.errors) == {field}


def test_a_number_that_somebody_gave_by_hand_is_left_out(receive: Receive) -> None:
    for number in ("HK20260302-001", "HK20260302-002"):
        receive(1, number=number)
    assert [receive(1).number for _one in range(2)] == ["HK20260302-003", "HK20260302-004"]


def test_a_refund_lowers_what_was_paid_and_never_below_nothing(
    world: World, place_order: PlaceOrder, receive: Receive
) -> None:
    order = place_order()
    receipt = receive(50_000, order)
    with pytest.raises(RuleError):
        receive(50_001, order, kind=PaymentKind.REFUND)
    receive(20_000, order, kind=PaymentKind.REFUND)
    assert paid(order) == 30_000
    assert received(world) == {"payments.received": 1, "payments.amount": 30_000}
    with pytest.raises(RuleError) as refused:
        paying.delete(by=actor(world.finance), payment=receipt)
    assert refused.value.code == "stands_on_it"
    assert checks.verify() == []


def test_an_advance_goes_back_only_as_far_as_it_is_left(
    world: World, place_order: PlaceOrder, receive: Receive
) -> None:
    advance = receive(50_000)
    receive(20_000, place_order(), shares=[])
    refund = receive(40_000, kind=PaymentKind.REFUND, refund_of_id=advance.pk)
    advance.refresh_from_db()
    assert advance.rest == 10_000
    with pytest.raises(RuleError):
        receive(10_001, kind=PaymentKind.REFUND, refund_of_id=advance.pk)
    with pytest.raises(RuleError):
        paying.delete(by=actor(world.finance), payment=advance)
    paying.delete(by=actor(world.finance), payment=refund)
    advance.refresh_from_db()
    assert advance.rest == 50_000


def test_a_refund_comes_back_only_with_its_advance(world: World, receive: Receive) -> None:
    by, advance = actor(world.finance), receive(50_000)
    refund = receive(40_000, kind=PaymentKind.REFUND, refund_of_id=advance.pk)
    paying.delete(by=by, payment=refund)
    paying.delete(by=by, payment=advance)
    with pytest.raises(RuleError) as refused:
        paying.restore(by=by, payment=refund)
    assert advance.number in str(refused.value)
    paying.restore(by=by, payment=advance)
    receive(20_000, kind=PaymentKind.REFUND, refund_of_id=advance.pk)
    with pytest.raises(RuleError) as refused:
        paying.restore(by=by, payment=refund)
    assert refused.value.code == "ceiling"
    assert checks.verify() == []


def test_who_may_delete_a_payment_may_bring_it_back_and_nobody_else(
    world: World, receive: Receive
) -> None:
    payment = receive(1_000)
    paying.delete(by=actor(world.finance), payment=payment)
    gone = Payment.objects.exclude(deleted_at=None)
    assert gone.restorable_by(world.zheng).get() == payment
    assert not gone.restorable_by(world.li).exists()
    for other in (world.zheng, world.li):
        with pytest.raises(NotAllowed):
            paying.restore(by=actor(other), payment=payment)
    paying.restore(by=actor(world.boss), payment=payment)


def test_a_deleted_payment_gives_free_what_it_paid_and_comes_back(
    world: World, place_order: PlaceOrder, receive: Receive
) -> None:
    order = place_order()
    payment = receive(80_000, order)
    paying.delete(by=actor(world.finance), payment=payment)
    assert paid(order) == 0
    assert received(world)["payments.amount"] == 0
    paying.restore(by=actor(world.finance), payment=payment)
    assert paid(order) == 80_000
    paying.delete(by=actor(world.finance), payment=payment)
    receive(100_000, order)
    with pytest.raises(RuleError):
        paying.restore(by=actor(world.finance), payment=payment)
    assert paid(order) == 100_000
    assert checks.verify() == []


def test_a_closed_month_keeps_its_payments(
    world: World, place_order: PlaceOrder, receive: Receive
) -> None:
    payment = receive(80_000, place_order())
    company = Company.objects.get()
    company.settings["sales.closed_until"] = "2026-03-02"
    company.save()
    by = actor(world.finance)
    for work in (
        lambda: receive(1),
        lambda: paying.delete(by=by, payment=payment),
        lambda: allocating.describe(
            by=by, payment=payment, details=Details(paid_on=date(2026, 3, 1))
        ),
    ):
        with pytest.raises(RuleError) as refused:
            work()
        assert refused.value.code == "closed"


def test_absurd_payments_are_refused(
    world: World, place_order: PlaceOrder, receive: Receive
) -> None:
    order = place_order()
    for values in (
        {"amount": 0},
        {"amount": -5},
        {"amount": 10**14},
        {"paid_on": date(2026, 3, 3)},
        {"paid_on": date(1926, 3, 3)},
        {"method_id": 999_999},
        {"shares": [Share(order.pk, 2_000)]},
        {"shares": [Share(999_999, 1)]},
        {"kind": PaymentKind.REFUND},
        {"kind": "gift"},
        {"currency": "dollars"},
    ):
        with pytest.raises(Invalid):
            receive(**({"amount": 1_000} | values))
    Order.objects.filter(pk=order.pk).update(state=OrderState.VOID)
    with pytest.raises(RuleError) as refused:
        receive(1_000, order)
    assert refused.value.code == "not_in_force"


def test_only_who_may_writes_payments(
    world: World, place_order: PlaceOrder, receive: Receive
) -> None:
    order = place_order()
    payment = receive(1_000, order, by=world.zheng)
    with pytest.raises(NotAllowed):
        receive(1_000, order, by=world.manager)
    with pytest.raises(Invalid):
        receive(1_000, order, by=world.li)
    with pytest.raises(NotAllowed):
        paying.delete(by=actor(world.zheng), payment=payment)


def test_two_who_describe_a_payment_do_not_undo_each_other(world: World, receive: Receive) -> None:
    payment = receive(1_000)
    by, details = actor(world.finance), Details(paid_on=TODAY, note="货款")
    allocating.describe(by=by, payment=payment, details=details, version=payment.version)
    other = Details(paid_on=TODAY, note="定金")
    with pytest.raises(Conflict):
        allocating.describe(by=by, payment=payment, details=other, version=payment.version)
