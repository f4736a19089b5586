"""Nobody is offered what would be refused: every address on a page answers whoever reads it."""

import re
from html import unescape
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve

from tests.conftest import ClientOf
from tests.sales.conftest import TODAY, PlaceOrder
from tests.sales.orders.conftest import DraftOrder, TakeBack, limited
from tests.world import World, actor
from zhuixiao.accounts.models import Employee
from zhuixiao.customers.models import Customer
from zhuixiao.sales.actions import quote_states, quoting
from zhuixiao.sales.actions.lines import NewLine
from zhuixiao.sales.actions.quote_values import NewQuote

ADDRESS = re.compile(r'(?:href|action|hx-get|hx-post|data-select-url)="(/[^"]*)"')


def refused(page: str, reader: Employee) -> set[str]:
    """The addresses on a page that need more than the reader may do."""
    found = set()
    for address in ADDRESS.findall(page):
        path = urlsplit(unescape(address)).path
        try:
            view = resolve(path).func
        except Resolver404:
            continue
        permission = getattr(view, "permission", "public")
        if permission in {"public", ("", "")}:
            continue
        if not reader.access.may(*permission):
            found.add(f"{path} {permission}")
    return found


@pytest.mark.parametrize(
    "actions", [("view",), ("view", "edit"), ("view", "create"), ("view", "create", "edit")]
)
def test_no_page_of_quotes_and_orders_offers_what_is_refused(
    actions: tuple[str, ...],
    world: World,
    client_of: ClientOf,
    customer: Customer,
    ten: NewLine,
    draft_order: DraftOrder,
    place_order: PlaceOrder,
    take_back: TakeBack,
) -> None:
    signed, draft = place_order(), draft_order()
    take_back(signed, 1_000)
    new = NewQuote(customer_id=customer.pk, lines=[ten], quoted_on=TODAY)
    quotes = [quoting.draft(by=actor(world.zheng), new=new) for _one in range(3)]
    for quote in quotes[1:]:
        quote_states.send(by=actor(world.zheng), quote=quote)
    quote_states.decline(by=actor(world.zheng), quote=quotes[2], reason="太贵")
    reader = limited(world.zheng, *actions)
    client = client_of(reader)
    pages = [
        "/orders/", "/quotes/", "/returns/", f"/orders/of/{customer.pk}/",
        f"/customers/{customer.pk}/quotes/",
        *(f"/orders/{order.pk}/" for order in (signed, draft)),
        *(f"/quotes/{quote.pk}/" for quote in quotes),
    ]  # fmt: skip
    if "edit" in actions:
        pages += [f"/orders/{draft.pk}/edit/", f"/orders/{signed.pk}/returns/new/"]
        pages += [f"/quotes/{quotes[0].pk}/edit/", f"/quotes/{quotes[0].pk}/refusal/"]
    for path in pages:
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert refused(answer.content.decode(), reader) == set(), path


def test_who_writes_and_edits_nothing_is_led_to_pages_that_open(
    world: World, client_of: ClientOf, customer: Customer, ten: NewLine, place_order: PlaceOrder
) -> None:
    order = place_order()
    new = NewQuote(customer_id=customer.pk, lines=[ten], quoted_on=TODAY)
    quote = quoting.draft(by=actor(world.zheng), new=new)
    quote_states.send(by=actor(world.zheng), quote=quote)
    client = client_of(limited(world.zheng, "view", "create"))
    for path in (f"/orders/{order.pk}/renewal/", f"/quotes/{quote.pk}/version/"):
        assert client.get(client.post(path)["Location"]).status_code == 200
