"""What the pages of orders cost: a fixed number of statements, however much stands on them."""

import pytest

from tests.conftest import ClientOf
from tests.query_counts import pinned
from tests.sales.conftest import PlaceOrder
from tests.sales.orders.conftest import ChangeOrder, TakeBack
from tests.world import World
from zhuixiao.catalog.models import Product
from zhuixiao.customers.models import Customer
from zhuixiao.sales.actions.lines import NewLine
from zhuixiao.sales.models import Order

PAGES = {
    "orders.list": "/orders/?flag=owed&sort=-owed",
    "orders.detail": "/orders/{order}/",
    "orders.edit": "/orders/{order}/edit/",
    "orders.customer": "/orders/of/{customer}/",
    "orders.returns": "/returns/",
}


@pytest.mark.parametrize("page", PAGES)
def test_a_page_costs_the_same_with_thrice_as_much_on_it(
    page: str,
    world: World,
    client_of: ClientOf,
    customer: Customer,
    thermostat: Product,
    place_order: PlaceOrder,
    take_back: TakeBack,
    change_order: ChangeOrder,
) -> None:
    first = place_order()

    def grow(count: int) -> None:
        for _number in range(count):
            take_back(place_order(), 1_000)
            take_back(first, 500)
            held = Order.objects.get(pk=first.pk)
            lines = [
                NewLine(row.quantity, row.price, row.product_id, line_id=row.pk)
                for row in held.lines.order_by("position")
            ]
            more = NewLine(1_000, 1_200_000, thermostat.pk)
            change_order(held, lines=[*lines, more])

    grow(2)
    client = client_of(world.boss)
    address = PAGES[page].format(order=first.pk, customer=customer.pk)
    assert client.get(address).status_code == 200
    with pinned(page):
        client.get(address)
    grow(4)
    with pinned(page):
        client.get(address)
