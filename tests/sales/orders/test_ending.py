from dataclasses import replace
from datetime import date

import pytest

from tests.sales.conftest import TODAY, AddCustomer, PlaceOrder
from tests.sales.orders.conftest import DraftOrder, SignOrder, TakeBack
from tests.world import NOW, World, actor
from zhuixiao.accounts.models import AuditEntry, Company
from zhuixiao.customers.actions import merging, trash
from zhuixiao.customers.models import Customer
from zhuixiao.kit.errors import NotAllowed, RuleError
from zhuixiao.ledger import checks
from zhuixiao.notices.models import Notice
from zhuixiao.sales.actions import crediting, ending, paying, preferences, renewing
from zhuixiao.sales.actions.lines import NewLine
from zhuixiao.sales.actions.payment_values import NewPayment, Share
from zhuixiao.sales.choices import PaymentKind
from zhuixiao.sales.models import Allocation, Invoice, Order, Payment, Shipment
from zhuixiao.sales.preferences import Preferences


def test_an_order_runs_and_is_complete(world: World, place_order: PlaceOrder) -> None:
    order = place_order()
    for state in ("running", "complete", "running"):
        assert ending.advance(by=actor(world.zheng), order=order, to=state).state == state
    with pytest.raises(RuleError):
        ending.advance(by=actor(world.zheng), order=order, to="draft")
    assert checks.verify() == []


def test_a_void_order_counts_no_more(
    world: World, place_order: PlaceOrder, customer: Customer
) -> None:
    order = place_order()
    with pytest.raises(NotAllowed):
        ending.void(by=actor(world.zheng), order=order, reason="写错了")
    with pytest.raises(RuleError):
        ending.void(by=actor(world.manager), order=order, reason=" ")
    ending.void(by=actor(world.manager), order=order, reason="写错了")
    customer.refresh_from_db()
    assert (customer.order_count, customer.order_amount, customer.owed_amount) == (0, 0, 0)
    assert checks.verify() == []


def test_what_hangs_on_an_order_keeps_it_from_being_void(
    world: World, place_order: PlaceOrder, take_back: TakeBack
) -> None:
    by = {"created_by": world.zheng, "created_at": NOW}
    people = {"owner": world.zheng, "department": world.south}
    orders = [place_order() for _one in range(4)]
    payment = Payment.objects.create(
        number="HK-7", customer=orders[0].customer, paid_on=TODAY, currency="CNY", amount=100,
        base_amount=100, **people, **by,
    )  # fmt: skip
    Allocation.objects.create(payment=payment, order=orders[0], amount=100, allocated_on=TODAY)
    Order.objects.filter(pk=orders[0].pk).update(paid=100)
    Invoice.objects.create(
        number="FP-7", order=orders[1], customer=orders[1].customer, kind="normal", state="issued",
        issued_on=TODAY, amount=100, **people, **by,
    )  # fmt: skip
    Order.objects.filter(pk=orders[1].pk).update(invoiced=100)
    Shipment.objects.create(number="FH-7", order=orders[2], shipped_on=TODAY, **by)
    back = take_back(orders[3], 1_000)
    for order, number in zip(orders, ("HK-7", "FP-7", "FH-7", back.number), strict=True):
        with pytest.raises(RuleError) as refused:
            ending.void(by=actor(world.boss), order=order, reason="写错了")
        assert number in str(refused.value.message)


def test_an_order_whose_money_went_back_can_be_void_and_stays_so(
    world: World, place_order: PlaceOrder
) -> None:
    order, by = place_order(), actor(world.boss)
    received = NewPayment(order.customer_id, 50_000, TODAY, shares=[Share(order.pk, 50_000)])
    paying.record(by=by, new=received)
    refund = paying.record(by=by, new=replace(received, kind=PaymentKind.REFUND))
    ending.void(by=by, order=order, reason="客户不要了")
    with pytest.raises(RuleError) as refused:
        paying.delete(by=by, payment=refund)
    assert order.number in str(refused.value.message)
    order.refresh_from_db()
    assert order.paid == 0
    assert checks.verify() == []


def test_only_drafts_are_deleted(
    world: World, draft_order: DraftOrder, sign_order: SignOrder, cheap: NewLine
) -> None:
    draft = draft_order()
    ending.delete(by=actor(world.zheng), order=draft)
    assert not Order.objects.visible_to(world.boss).exists()
    asked = sign_order(draft_order(lines=[cheap]))
    signed = sign_order(draft_order())
    for order in (asked, signed):
        with pytest.raises(RuleError):
            ending.delete(by=actor(world.boss), order=order)


def test_the_credit_goes_to_another_person(
    world: World, place_order: PlaceOrder, take_back: TakeBack
) -> None:
    order = place_order()
    take_back(order, 1_000)
    with pytest.raises(NotAllowed):
        crediting.credit(by=actor(world.manager), order=order, owner=world.chen)
    crediting.credit(by=actor(world.boss), order=order, owner=world.li)
    order.refresh_from_db()
    assert (order.owner, order.department) == (world.li, world.east)
    assert checks.verify() == []
    Company.objects.update(settings={"sales.closed_until": "2026-03-02"})
    with pytest.raises(RuleError):
        crediting.credit(by=actor(world.boss), order=order, owner=world.chen)


def test_a_contract_is_renewed_for_the_same_time(world: World, place_order: PlaceOrder) -> None:
    order = place_order(starts_on=date(2027, 3, 1), ends_on=date(2028, 2, 29))
    follow = renewing.renew(by=actor(world.zheng), order=order)
    assert (follow.starts_on, follow.ends_on) == (date(2028, 3, 1), date(2029, 2, 28))
    assert (follow.state, follow.follows, follow.amount) == ("draft", order, 120_000)
    order.starts_on, order.ends_on = date(2026, 1, 1), date(2026, 1, 10)
    assert renewing._next_term(order.starts_on, order.ends_on) == (
        date(2026, 1, 11),
        date(2026, 1, 20),
    )


def test_the_owner_is_told_once_before_a_contract_ends(
    world: World, place_order: PlaceOrder
) -> None:
    soon = place_order(ends_on=date(2026, 4, 1))
    place_order(ends_on=date(2026, 4, 2))
    renewed = place_order(ends_on=date(2026, 3, 20))
    renewing.renew(by=actor(world.zheng), order=renewed)
    assert (renewing.remind(NOW), renewing.remind(NOW)) == (1, 0)
    notice = Notice.objects.get(kind=renewing.NOTICE)
    assert (notice.employee, notice.params["number"]) == (world.zheng, soon.number)


def test_the_numbers_and_the_tax_are_the_company_s(world: World, draft_order: DraftOrder) -> None:
    with pytest.raises(NotAllowed):
        preferences.save(by=actor(world.zheng), new=Preferences())
    with pytest.raises(RuleError):
        preferences.save(by=actor(world.boss), new=Preferences({"HT": "../"}, 20_000))
    preferences.save(by=actor(world.boss), new=Preferences({"HT": "CG"}, renewal_days=0))
    assert draft_order().number == "CG20260302-001"
    assert renewing.remind(NOW) == 0


def test_a_signed_order_wins_only_where_the_company_wants_it(
    world: World, place_order: PlaceOrder, customer: Customer
) -> None:
    preferences.save(by=actor(world.boss), new=Preferences(wins=False))
    place_order()
    customer.refresh_from_db()
    assert customer.won_at is None


def test_finance_closes_days_that_are_over(world: World) -> None:
    with pytest.raises(NotAllowed):
        preferences.close(by=actor(world.manager), until=date(2026, 2, 28))
    with pytest.raises(RuleError):
        preferences.close(by=actor(world.finance), until=date(2026, 3, 3))
    preferences.close(by=actor(world.finance), until=date(2026, 2, 28))
    entry = AuditEntry.objects.latest("pk")
    assert entry.changes == {"closed_until": [None, "2026-02-28"]}
    preferences.close(by=actor(world.finance), until=None)


def test_a_customer_with_orders_in_force_stays(
    world: World, place_order: PlaceOrder, customer: Customer
) -> None:
    order = place_order()
    with pytest.raises(RuleError) as refused:
        trash.delete(by=actor(world.manager), customer_ids=[customer.pk])
    assert order.number in str(refused.value.message)
    ending.void(by=actor(world.manager), order=order, reason="写错了")
    assert trash.delete(by=actor(world.manager), customer_ids=[customer.pk]) == 1


def test_orders_go_along_when_two_customers_become_one(
    world: World,
    place_order: PlaceOrder,
    take_back: TakeBack,
    customer: Customer,
    add_customer: AddCustomer,
) -> None:
    other = add_customer("广州迪宏电子")
    order = place_order()
    take_back(order, 1_000)
    Shipment.objects.create(
        number="FH-1", order=order, shipped_on=TODAY, created_by=world.zheng, created_at=NOW
    )
    merge = merging.merge(by=actor(world.manager), winner_id=other.pk, loser_id=customer.pk)
    other.refresh_from_db()
    assert (other.order_count, other.order_amount) == (1, 108_000)
    assert checks.verify() == []
    merging.undo(by=actor(world.manager), merge=merge)
    customer.refresh_from_db()
    assert customer.order_amount == 108_000
    assert checks.verify() == []
