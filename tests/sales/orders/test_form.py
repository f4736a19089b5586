"""The large form: what it keeps, what it offers, and two people who fill it in at once."""

from datetime import date

import pytest
from django.test import Client

from tests.conftest import ClientOf
from tests.sales.conftest import TODAY, PlaceOrder
from tests.sales.opportunities import take_up
from tests.sales.orders.conftest import DraftOrder, SignOrder, limited
from tests.sales.orders.test_pages import typed
from tests.world import World, actor
from zhuixiao.accounts.models import Employee
from zhuixiao.catalog.models import Product
from zhuixiao.customers.models import Customer
from zhuixiao.sales.actions import ordering, quote_ordering, quote_states, quoting, renewing
from zhuixiao.sales.actions.lines import NewLine
from zhuixiao.sales.actions.quote_values import NewQuote
from zhuixiao.sales.actions.values import NewOrder
from zhuixiao.sales.models import Order, Quote

BLANK = {"quantity": "1", "tax": "13"}


@pytest.fixture
def zheng(world: World, client_of: ClientOf) -> Client:
    return client_of(world.zheng)


def sent(order: Order, quantity: str = "2", **values: object) -> dict[str, object]:
    """What the form of an order sends: one line, so many of its product."""
    held = order.lines.get()
    line = {"id": held.pk, "product": held.product_id, "quantity": quantity, "price": "120"}
    return typed(order.customer, line, **{"version": order.version, **values})


def test_an_edited_draft_knows_where_it_came_from(
    world: World, zheng: Client, customer: Customer, ten: NewLine, place_order: PlaceOrder
) -> None:
    new = NewQuote(customer_id=customer.pk, lines=[ten], quoted_on=TODAY)
    quote = quoting.draft(by=actor(world.zheng), new=new)
    quote_states.send(by=actor(world.zheng), quote=quote)
    of_quote = quote_ordering.order(by=actor(world.zheng), quote=quote)
    contract = place_order(ends_on=date(2026, 4, 1))
    renewal = renewing.renew(by=actor(world.zheng), order=contract)
    for order in (of_quote, renewal):
        zheng.post(f"/orders/{order.pk}/edit/", sent(order))
        order.refresh_from_db()
    assert (of_quote.amount, of_quote.quote) == (24_000, quote)
    assert (renewal.amount, renewal.follows) == (24_000, contract)


def test_a_row_that_was_left_as_it_came_is_none(
    zheng: Client, customer: Customer, thermostat: Product
) -> None:
    line = {"product": thermostat.pk, "quantity": "2", "price": "120"}
    zheng.post("/orders/new/", typed(customer, line, BLANK))
    assert Order.objects.get().lines.count() == 1
    assert zheng.post("/orders/new/", typed(customer, BLANK)).status_code == 422
    named = BLANK | {"quantity": "5"}
    assert zheng.post("/orders/new/", typed(customer, line, named)).status_code == 422


def test_who_saves_second_sees_what_was_saved_and_may_keep_the_own_words(
    world: World, zheng: Client, draft_order: DraftOrder, new_order: NewOrder, valve: Product
) -> None:
    order = draft_order(title="一期")
    mine = sent(order, title="二期")
    theirs = NewOrder(
        customer_id=order.customer_id,
        lines=[*new_order.lines, NewLine(1_000, 2_000_000, valve.pk)],
        signed_on=TODAY,
        title="三期",
    )
    ordering.edit(by=actor(world.manager), order=order, new=theirs)
    answer = zheng.post(f"/orders/{order.pk}/edit/", mine)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "周平" in page
    assert "<ins>三期</ins>" in page
    assert "电动阀" in page
    assert 'value="二期"' in page
    again = mine | {"version": answer.context["version"]}
    assert zheng.post(f"/orders/{order.pk}/edit/", again).status_code == 303
    order.refresh_from_db()
    assert (order.title, order.amount) == ("二期", 24_000)


def test_who_changes_a_quote_second_keeps_the_own_words_too(
    world: World, zheng: Client, customer: Customer, ten: NewLine
) -> None:
    new = NewQuote(customer_id=customer.pk, lines=[ten], quoted_on=TODAY)
    quote = quoting.draft(by=actor(world.zheng), new=new)
    quoting.edit(by=actor(world.manager), quote=quote, new=new)
    line = {"product": ten.product_id, "quantity": "2", "price": "120"}
    mine = typed(customer, line, quoted_on="2026-03-02", version=1)
    answer = zheng.post(f"/quotes/{quote.pk}/edit/", mine)
    assert "周平" in answer.content.decode()
    again = mine | {"version": answer.context["version"]}
    assert zheng.post(f"/quotes/{quote.pk}/edit/", again).status_code == 303
    assert Quote.objects.get().amount == 24_000


def test_words_typed_while_an_order_went_to_be_decided_are_not_lost(
    zheng: Client, draft_order: DraftOrder, sign_order: SignOrder, cheap: NewLine
) -> None:
    order = draft_order(lines=[cheap])
    mine = sent(order, title="二期")
    sign_order(order)
    answer = zheng.post(f"/orders/{order.pk}/edit/", mine)
    assert answer.status_code == 422
    assert 'value="二期"' in answer.content.decode()


def test_a_change_moves_the_order_to_another_opportunity(
    world: World, zheng: Client, place_order: PlaceOrder, customer: Customer
) -> None:
    first, second = take_up(world, customer), take_up(world, customer, name="二期")
    order = place_order(opportunity_id=first.pk)
    page = zheng.get(f"/orders/{order.pk}/edit/").content.decode()
    assert f'<option value="{first.pk}" selected>' in page
    assert f'<option value="{second.pk}">' in page
    change = sent(order, "10", reason="换项目", opportunity=second.pk)
    zheng.post(f"/orders/{order.pk}/edit/", change)
    order.refresh_from_db()
    assert order.opportunity == second


@pytest.mark.parametrize(
    "path",
    ["links/?customer=1", "customers/?q=迪宏", "products/?q=温控", "products/{product}/price/"],
)
def test_who_edits_and_writes_none_is_answered_by_every_part_of_the_form(
    world: World, client_of: ClientOf, draft_order: DraftOrder, thermostat: Product, path: str
) -> None:
    draft_order()
    address = "/orders/" + path.format(product=thermostat.pk)
    assert client_of(limited(world.zheng, "view", "edit")).get(address).status_code == 200


def test_the_credit_of_who_has_left_stands_in_the_dialog(
    world: World, client_of: ClientOf, place_order: PlaceOrder
) -> None:
    order = place_order()
    Employee.objects.filter(pk=world.zheng.pk).update(is_active=False)
    boss = client_of(world.boss)
    path = f"/orders/{order.pk}/credit/"
    assert f'<option value="{world.zheng.pk}" selected>' in boss.get(path).content.decode()
    assert boss.post(path, {"owner": world.zheng.pk}).status_code == 303
