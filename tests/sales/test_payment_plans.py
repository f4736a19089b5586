"""When how much of an order is due, and what is owed by age."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from tests.sales.conftest import TODAY, AddCustomer, PlaceOrder
from tests.sales.money import give_back
from tests.world import World, actor
from zhuixiao.activities.models import Activity, Task
from zhuixiao.customers.models import Customer
from zhuixiao.kit.errors import Invalid, NotAllowed, RuleError
from zhuixiao.sales.actions import dunning, paying, planning
from zhuixiao.sales.actions.payment_values import NewPayment, Share
from zhuixiao.sales.actions.planning import Every, Instalment
from zhuixiao.sales.choices import PaymentKind
from zhuixiao.sales.models import Order, Payment, PaymentPlan
from zhuixiao.sales.queries import due, plans
from zhuixiao.sales.queries.due import Asked, Bucket
from zhuixiao.sales.queries.due_lists import DueRows
from zhuixiao.sales.queries.plans import PlanState


def amounts(order: Order) -> list[tuple[date, int, int]]:
    rows = order.plans.order_by("due_on").values_list("due_on", "amount", "paid")
    return [(day, int(amount), int(paid)) for day, amount, paid in rows]


def pay(world: World, order: Order, amount: int, kind: str = PaymentKind.RECEIPT) -> Payment:
    new = NewPayment(order.customer_id, amount, TODAY, shares=[Share(order.pk, amount)], kind=kind)
    return paying.record(by=actor(world.finance), new=new)


@given(st.integers(120, 10**12), st.integers(1, 120))
def test_equal_parts_add_up_and_the_last_takes_the_rest(total: int, parts: int) -> None:
    split = planning.split(total, parts)
    assert sum(split) == total
    assert len(set(split[:-1])) <= 1
    assert 0 <= split[-1] - total // parts < parts


def test_months_without_the_day_take_their_last_one() -> None:
    assert planning.days(date(2026, 1, 31), 3, Every.MONTH) == [
        date(2026, 1, 31),
        date(2026, 2, 28),
        date(2026, 3, 31),
    ]
    assert planning.days(date(2026, 11, 30), 2, Every.QUARTER)[1] == date(2027, 2, 28)
    assert planning.days(TODAY, 2, Every.WEEK)[1] == TODAY + timedelta(days=7)


def test_money_from_before_the_plan_pays_its_oldest_instalments(
    world: World, place_order: PlaceOrder
) -> None:
    order = place_order()
    pay(world, order, 50_000)
    planning.equal(by=actor(world.zheng), order=order, parts=3, first_on=TODAY, every="month")
    assert [paid for _day, _amount, paid in amounts(order)] == [40_000, 10_000, 0]


def test_a_plan_stays_within_the_contract_and_above_what_is_paid(
    world: World, place_order: PlaceOrder
) -> None:
    order, by = place_order(), actor(world.zheng)
    (plan,) = planning.equal(by=by, order=order, parts=1, first_on=TODAY, every="month")
    with pytest.raises(Invalid):
        planning.set_plan(by=by, order=order, instalments=[Instalment(TODAY, 120_001)])
    pay(world, order, 30_000)
    with pytest.raises(Invalid) as refused:
        planning.set_plan(by=by, order=order, instalments=[Instalment(TODAY, 29_999, pk=plan.pk)])
    assert set(refused.value.errors) == {"rows.0.amount"}
    with pytest.raises(Invalid):
        planning.set_plan(by=by, order=order, instalments=[Instalment(TODAY, 90_000)])
    planning.set_plan(
        by=by,
        order=order,
        instalments=[Instalment(TODAY, 30_000, pk=plan.pk), Instalment(TODAY, 90_000)],
    )
    planning.equal(by=by, order=order, parts=2, first_on=TODAY, every="week")
    assert [amount for _day, amount, _paid in amounts(order)] == [30_000, 45_000, 45_000]
    for row in ([Instalment(TODAY, 0)], [Instalment(date(1900, 1, 1), 1)]):
        with pytest.raises(Invalid):
            planning.set_plan(by=by, order=order, instalments=row)
    with pytest.raises(NotAllowed):
        planning.set_plan(by=actor(world.li), order=order, instalments=[])


@pytest.mark.parametrize(
    ("first_on", "every"),
    [
        (date(1999, 12, 31), "month"),
        (date(2099, 12, 1), "month"),
        (date(9999, 12, 31), "month"),
        (date(9999, 12, 31), "week"),
        (date(2071, 1, 1), "quarter"),
    ],
)
def test_equal_instalments_fall_into_this_century(
    world: World, place_order: PlaceOrder, first_on: date, every: str
) -> None:
    order, by = place_order(), actor(world.zheng)
    with pytest.raises(Invalid) as refused:
        planning.equal(by=by, order=order, parts=120, first_on=first_on, every=every)
    assert set(refused.value.errors) == {"first_on"}


def test_a_return_cuts_the_latest_instalments(world: World, place_order: PlaceOrder) -> None:
    order, by = place_order(), actor(world.zheng)
    planning.equal(by=by, order=order, parts=3, first_on=TODAY, every="month")
    give_back(order, 50_000, by=by)
    assert [amount for _day, amount, _paid in amounts(order)] == [40_000, 30_000]


def test_a_refund_after_a_return_and_its_deletion_keep_the_plan_in_step(
    world: World, place_order: PlaceOrder
) -> None:
    order, by = place_order(), actor(world.finance)
    planning.equal(by=by, order=order, parts=2, first_on=TODAY, every="month")
    pay(world, order, 120_000)
    give_back(order, 20_000, by=by)
    refund = pay(world, order, 20_000, PaymentKind.REFUND)
    assert [row[1:] for row in amounts(order)] == [(60_000, 60_000), (40_000, 40_000)]
    Order.objects.filter(pk=order.pk).update(returned=0)
    paying.delete(by=by, payment=refund)
    assert [row[1:] for row in amounts(order)] == [(60_000, 60_000), (60_000, 60_000)]


def test_a_refund_stays_while_its_order_was_paid_again(
    world: World, place_order: PlaceOrder
) -> None:
    order = place_order()
    pay(world, order, 120_000)
    refund = pay(world, order, 20_000, PaymentKind.REFUND)
    pay(world, order, 20_000)
    with pytest.raises(RuleError) as refused:
        paying.delete(by=actor(world.finance), payment=refund)
    assert refused.value.code == "stands_on_it"


@pytest.mark.parametrize(
    ("late", "paid", "state"),
    [(0, 0, "open"), (0, 1, "part"), (1, 0, "overdue"), (1, 1, "overdue"), (9, 100, "paid")],
)
def test_the_state_follows_from_day_and_sums(late: int, paid: int, state: str) -> None:
    plan = PaymentPlan(due_on=TODAY - timedelta(days=late), amount=100, paid=paid)
    assert plans.state_of(plan, TODAY) == PlanState(state)


def owed(world: World, *, asked: Asked | None = None, today: date = TODAY) -> list[due.Due]:
    return due.owed(asked or Asked(), reader=world.boss, today=today, days=30)


def listed(world: World, *, asked: Asked | None = None) -> DueRows:
    return DueRows(asked or Asked(), reader=world.boss, today=TODAY, days=30)


def test_what_is_owed_stands_in_buckets_of_days(world: World, place_order: PlaceOrder) -> None:
    order, by = place_order(), actor(world.zheng)
    rows = [Instalment(TODAY - timedelta(days=late), 20_000) for late in (0, 1, 31, 61, 91)]
    planning.set_plan(by=by, order=order, instalments=rows)
    found = owed(world)
    assert [(row.bucket, row.amount) for row in found] == [
        (Bucket.OLDER, 20_000),
        (Bucket.DAYS_90, 20_000),
        (Bucket.DAYS_60, 20_000),
        (Bucket.DAYS_30, 20_000),
        (Bucket.NOT_DUE, 20_000),
        (Bucket.NOT_DUE, 20_000),
    ]
    # What stands in no instalment is due 30 days after signing.
    assert (found[-1].plan, found[-1].due_on) == (None, TODAY + timedelta(days=30))
    (line,) = listed(world).by_customer()
    assert (line.total, line.overdue) == (120_000, 80_000)
    assert [row.total for row in listed(world).by_person()] == [120_000]
    for asked in (Asked(late=True), *(Asked(bucket=bucket) for bucket in Bucket)):
        expected = owed(world, asked=asked)
        assert list(listed(world, asked=asked)) == expected
        assert listed(world, asked=asked).total == due.total(expected)


def test_a_page_of_what_is_owed_is_worked_out_alone(world: World, place_order: PlaceOrder) -> None:
    for late in (40, 90, 0):
        order = place_order(signed_on=TODAY - timedelta(days=late))
        planning.equal(by=actor(world.zheng), order=order, parts=2, first_on=TODAY, every="month")
    place_order()
    rows = listed(world)
    assert len(rows) == 7
    assert [*rows[:3], *rows[3:6], *rows[6:9]] == owed(world)
    with CaptureQueriesContext(connection) as captured:
        assert len(rows[2:4]) == 2
    assert len(captured) == 4


def test_a_return_from_elsewhere_shrinks_what_the_list_shows(
    world: World, place_order: PlaceOrder
) -> None:
    order, by = place_order(), actor(world.zheng)
    planning.equal(by=by, order=order, parts=2, first_on=TODAY, every="month")
    Order.objects.filter(pk=order.pk).update(returned=70_000)
    assert [row.amount for row in owed(world)] == [50_000]
    assert list(listed(world)) == owed(world)


def test_dunning_is_recorded_once_a_day_for_each_customer(
    world: World, place_order: PlaceOrder, customer: Customer
) -> None:
    place_order(signed_on=TODAY - timedelta(days=50))
    place_order(signed_on=TODAY - timedelta(days=40))
    by, keys = actor(world.finance), [row.key for row in owed(world)]
    assert dunning.dun(by=by, keys=keys, how="record") == dunning.Dunned(done=1)
    record = Activity.objects.get(customer=customer)
    assert record.type.key == "dunning"
    assert "2,400.00" in record.subject
    assert record.description.count("1,200.00") == 2
    assert dunning.dun(by=by, keys=keys, how="task") == dunning.Dunned(already=1)
    assert not Task.objects.exists()
    later = actor(world.finance, at=by.at + timedelta(days=1))
    assert dunning.dun(by=later, keys=keys, how="task").done == 1
    assert Task.objects.get().employee == world.zheng


def test_nobody_duns_what_he_does_not_see(
    world: World, place_order: PlaceOrder, add_customer: AddCustomer
) -> None:
    place_order()
    keys = [row.key for row in owed(world)]
    assert dunning.dun(by=actor(world.li), keys=keys, how="record").done == 0
    for how, wrong in (("shout", keys), ("record", []), ("record", ["x"] * 201)):
        with pytest.raises(RuleError):
            dunning.dun(by=actor(world.boss), keys=wrong, how=how)
