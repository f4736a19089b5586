"""What a draft may be edited to, and to whom it is credited."""

from dataclasses import replace
from datetime import date

import pytest

from tests.sales.conftest import TODAY, PlaceOrder
from tests.sales.orders.conftest import DraftOrder, SignOrder, TakeBack, limited, waiting
from tests.world import NOW, World, actor
from zhuixiao.accounts import holdings
from zhuixiao.accounts.models import Company, Employee
from zhuixiao.approvals.actions import deciding
from zhuixiao.customers.models import Customer
from zhuixiao.kit.errors import RuleError
from zhuixiao.sales.actions import (
    ordering,
    planning,
    quote_ordering,
    quote_states,
    quoting,
)
from zhuixiao.sales.actions.lines import NewLine
from zhuixiao.sales.actions.planning import Instalment
from zhuixiao.sales.actions.quote_values import NewQuote
from zhuixiao.sales.actions.values import NewOrder
from zhuixiao.sales.models import Order


def leaves(person: Employee) -> None:
    """Gone, and nothing was handed over."""
    Employee.objects.filter(pk=person.pk).update(is_active=False)


def test_a_draft_of_a_closed_month_is_given_a_later_day(
    world: World, draft_order: DraftOrder, new_order: NewOrder
) -> None:
    order = draft_order(signed_on=date(2026, 2, 20))
    Company.objects.update(settings={"sales.closed_until": "2026-02-28"})
    old = replace(new_order, signed_on=date(2026, 2, 20))
    with pytest.raises(RuleError) as refused:
        ordering.edit(by=actor(world.zheng), order=order, new=old)
    assert (refused.value.code, refused.value.field) == ("closed", "signed_on")
    order = ordering.edit(by=actor(world.zheng), order=order, new=new_order)
    assert order.signed_on == TODAY


def test_instalments_of_a_draft_fit_what_it_comes_to(
    world: World, draft_order: DraftOrder, new_order: NewOrder, ten: NewLine
) -> None:
    order = draft_order()
    plan = [Instalment(TODAY, 60_000), Instalment(date(2026, 4, 1), 60_000)]
    planning.set_plan(by=actor(world.boss), order=order, instalments=plan)
    fewer = replace(new_order, lines=[replace(ten, quantity=6_000)])
    ordering.edit(by=actor(world.zheng), order=order, new=fewer)
    amounts = order.plans.order_by("due_on").values_list("amount", flat=True)
    assert list(amounts) == [60_000, 12_000]
    foreign = replace(new_order, currency="USD", rate_e6=7_000_000)
    with pytest.raises(RuleError) as refused:
        ordering.edit(by=actor(world.zheng), order=order, new=foreign)
    assert refused.value.field == "currency"


def test_who_may_edit_orders_and_write_none_exchanges_goods(
    world: World, place_order: PlaceOrder, take_back: TakeBack
) -> None:
    order = place_order()
    take_back(order, 1_000, by=limited(world.zheng, "view", "edit"), kind="exchange")
    instead = Order.objects.get(follows=order)
    assert (instead.state, instead.amount, instead.owner) == ("draft", 12_000, world.zheng)


def test_who_has_left_gets_no_credit_anew(
    world: World, customer: Customer, ten: NewLine, draft_order: DraftOrder, new_order: NewOrder
) -> None:
    order = draft_order(owner=world.chen)
    new = NewQuote(customer_id=customer.pk, lines=[ten], quoted_on=TODAY, owner=world.chen)
    quotes = [quoting.draft(by=actor(world.zheng), new=new) for _one in range(2)]
    for quote in quotes:
        quote_states.send(by=actor(world.zheng), quote=quote)
    leaves(world.chen)
    sold = quote_ordering.order(by=actor(world.zheng), quote=quotes[0])
    newer = quote_states.revise(by=actor(world.zheng), quote=quotes[1])
    edited = ordering.edit(by=actor(world.zheng), order=order, new=new_order)
    assert [row.owner for row in (sold, newer, edited)] == [world.zheng] * 3


def test_a_leavers_orders_that_wait_for_a_yes_go_along_with_the_drafts(
    world: World, draft_order: DraftOrder, sign_order: SignOrder, cheap: NewLine
) -> None:
    asked = sign_order(draft_order(lines=[cheap]))
    draft_order()
    kinds = {kind.key: kind for kind in holdings.all_kinds()}
    drafts = kinds["order_drafts"]
    assert drafts.count(world.zheng, NOW) == 2
    assert drafts.hand_over(actor(world.boss), world.zheng, [world.chen], "") == 2
    deciding.approve(by=actor(world.boss), request=waiting())
    asked.refresh_from_db()
    assert (asked.state, asked.owner) == ("signed", world.chen)


def test_a_long_unit_is_cut_to_what_a_line_holds(draft_order: DraftOrder, ten: NewLine) -> None:
    order = draft_order(lines=[replace(ten, unit=" " + "箱" * 30)])
    assert order.lines.get().unit == "箱" * 20
