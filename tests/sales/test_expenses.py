"""What somebody spent: own, for a customer, in a claim or in none."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from tests.sales.conftest import TODAY, AddCustomer, PlaceOrder
from tests.world import World, actor
from zhuixiao.accounts.models import Company, Employee
from zhuixiao.activities.actions import recording
from zhuixiao.activities.actions.values import NewActivity
from zhuixiao.catalog.choices import PickList
from zhuixiao.catalog.models import Option
from zhuixiao.customers.actions import merging
from zhuixiao.customers.models import Customer
from zhuixiao.kit.errors import Conflict, Invalid, NotAllowed, RuleError
from zhuixiao.kit.periods import Period
from zhuixiao.ledger import checks
from zhuixiao.ledger.queries import query
from zhuixiao.sales.actions import spending
from zhuixiao.sales.actions.spending import NewExpense
from zhuixiao.sales.models import Expense
from zhuixiao.sales.queries import expenses as expense_queries
from zhuixiao.sales.queries.expenses import ExpenseFilter

MARCH = Period(date(2026, 3, 1), date(2026, 3, 31))
Spend = Callable[..., Expense]


def option(key: str) -> Option:
    found: Option = Option.objects.of(PickList.EXPENSE_TYPE).get(key=key)
    return found


@pytest.fixture
def taxi(world: World) -> NewExpense:
    """35.50 for a taxi today."""
    return NewExpense(TODAY, option("travel").pk, 3_550, "打车去客户处")


@pytest.fixture
def spend(world: World, taxi: NewExpense) -> Spend:
    def spend(*, by: Employee = world.zheng, **values: Any) -> Expense:
        return spending.add(by=actor(by), new=replace(taxi, **values))

    return spend


def spent(reader: Employee) -> object:
    return query(["expenses.amount"], period=MARCH, visible_to=reader).value("expenses.amount")


def test_an_expense_counts_for_its_person_and_type(world: World, spend: Spend) -> None:
    spend()
    spend(type_id=option("meals").pk, amount=20_000, purpose="请梁总吃饭")
    assert spent(world.zheng) == 23_550
    sums = expense_queries.sums(ExpenseFilter(MARCH), reader=world.boss)
    assert [(one.type.key, one.count, one.amount) for one in sums] == [
        ("meals", 1, 20_000),
        ("travel", 1, 3_550),
    ]
    assert checks.verify() == []


def test_the_order_brings_its_customer_along(
    place_order: PlaceOrder, spend: Spend, customer: Customer
) -> None:
    order = place_order()
    assert spend(order_id=order.pk).customer == customer


def test_the_action_record_brings_its_customer_along(
    world: World, spend: Spend, customer: Customer
) -> None:
    visit = Option.objects.of(PickList.ACTIVITY_TYPE).get(key="onsite_visit")
    record = recording.log(
        by=actor(world.zheng),
        new=NewActivity(customer_id=customer.pk, subject="拜访", type_id=visit.pk),
    )
    assert spend(activity_id=record.pk).customer == customer


def test_an_order_of_another_customer_is_refused(
    place_order: PlaceOrder, spend: Spend, add_customer: AddCustomer
) -> None:
    other = add_customer("佛山恒达")
    with pytest.raises(Invalid) as refused:
        spend(order_id=place_order().pk, customer_id=other.pk)
    assert set(refused.value.errors) == {"customer"}


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"amount": 0}, "amount"),
        ({"amount": -5}, "amount"),
        ({"amount": 10**14}, "amount"),
        ({"purpose": "  "}, "purpose"),
        ({"type_id": 0}, "type"),
        ({"customer_id": 999_999}, "customer"),
        ({"order_id": 999_999}, "order"),
        ({"activity_id": 999_999}, "activity"),
        ({"spent_on": TODAY + timedelta(days=1)}, "spent_on"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    spend: Spend, wrong: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        spend(**wrong)
    assert set(refused.value.errors) == {field}
    assert not Expense.objects.exists()


def test_a_type_of_another_list_is_none(world: World, spend: Spend) -> None:
    visit = Option.objects.of(PickList.ACTIVITY_TYPE).get(key="onsite_visit")
    with pytest.raises(Invalid):
        spend(type_id=visit.pk)


def test_only_who_manages_writes_for_others(world: World, spend: Spend) -> None:
    with pytest.raises(NotAllowed):
        spend(employee_id=world.chen.pk)
    expense = spend(by=world.finance, employee_id=world.zheng.pk)
    assert (expense.employee, expense.department) == (world.zheng, world.south)
    assert spent(world.zheng) == 3_550


def test_a_colleague_sees_none_of_it_and_changes_none(
    world: World, spend: Spend, taxi: NewExpense
) -> None:
    expense = spend()
    assert not Expense.objects.visible_to(world.chen).exists()
    assert Expense.objects.visible_to(world.manager).count() == 1
    for other in (world.chen, world.manager):
        with pytest.raises(NotAllowed):
            spending.change(by=actor(other), expense=expense, new=taxi)
        with pytest.raises(NotAllowed):
            spending.delete(by=actor(other), expense=expense)


def test_a_change_is_counted_again(world: World, spend: Spend, taxi: NewExpense) -> None:
    expense = spend()
    new = replace(taxi, amount=4_000, type_id=option("fuel").pk)
    spending.change(by=actor(world.zheng), expense=expense, new=new, version=1)
    assert spent(world.boss) == 4_000
    assert checks.verify() == []


def test_two_who_change_the_amount_meet(world: World, spend: Spend, taxi: NewExpense) -> None:
    expense = spend()
    spending.change(
        by=actor(world.zheng), expense=expense, new=replace(taxi, amount=4_000), version=1
    )
    with pytest.raises(Conflict):
        spending.change(
            by=actor(world.finance), expense=expense, new=replace(taxi, amount=5_000), version=1
        )


def test_a_deleted_expense_counts_no_more(world: World, spend: Spend) -> None:
    expense = spend()
    spending.delete(by=actor(world.zheng), expense=expense)
    assert spent(world.boss) == 0
    assert not Expense.objects.visible_to(world.boss).exists()
    assert checks.verify() == []


def test_a_closed_month_stays_as_it_is(world: World, spend: Spend, taxi: NewExpense) -> None:
    expense = spend()
    Company.objects.update(settings={"sales.closed_until": "2026-03-02"})
    for act in (
        spend,
        lambda: spending.change(by=actor(world.zheng), expense=expense, new=taxi),
        lambda: spending.delete(by=actor(world.zheng), expense=expense),
    ):
        with pytest.raises(RuleError) as refused:
            act()
        assert refused.value.code == "closed"


def test_expenses_go_along_when_customers_become_one(
    world: World, spend: Spend, customer: Customer, add_customer: AddCustomer
) -> None:
    other = add_customer("广州迪宏二部")
    expense = spend(customer_id=other.pk)
    merging.merge(by=actor(world.boss), winner_id=customer.pk, loser_id=other.pk)
    expense.refresh_from_db()
    assert expense.customer == customer
    assert checks.verify() == []
