"""The pages of shipments, as people use them."""

import pytest

from tests.conftest import ClientOf
from tests.query_counts import pinned
from tests.sales.conftest import TODAY, PlaceOrder
from tests.sales.test_shipments import ship
from tests.world import World, actor, role
from zhuixiao.accounts.models import Employee
from zhuixiao.customers.actions import contacts
from zhuixiao.customers.models import Customer
from zhuixiao.sales.models import Order, Shipment

HTMX = {"HX-Request": "true"}
PHONE = "13787654321"


@pytest.fixture
def order(world: World, place_order: PlaceOrder, customer: Customer) -> Order:
    """Ten thermostats for 迪宏, whose 梁耀安 receives them."""
    values = {"name": "梁耀安", "phone": PHONE}
    contacts.add(by=actor(world.zheng), customer=customer, values=values)
    return place_order()


def new_url(order: Order) -> str:
    return f"/shipments/of-order/{order.pk}/new/"


def test_the_form_offers_everything_left(world: World, client_of: ClientOf, order: Order) -> None:
    client = client_of(world.zheng)
    page = client.get(new_url(order)).content.decode()
    assert 'value="10"' in page
    assert "梁耀安" in page
    assert PHONE not in page
    field = f"quantity_{order.lines.get().pk}"
    sent = {"shipped_on": TODAY.isoformat(), field: "2.5", "receiver": "梁耀安", "carrier": "顺丰"}
    answer = client.post(new_url(order), sent, headers=HTMX)
    assert answer.status_code == 204
    # An action record is offered, of the type 发货, and nobody is made to write it.
    assert "/activities/new/?customer=" in answer.headers["HX-Trigger"]
    shipment = Shipment.objects.get()
    assert (shipment.phone, shipment.lines.get().quantity) == (PHONE, 2_500)
    again = client.get(new_url(order)).content.decode()
    assert 'value="7.5"' in again
    assert '<option value="顺丰">' in again


def test_too_much_is_said_at_its_line(world: World, client_of: ClientOf, order: Order) -> None:
    field = f"quantity_{order.lines.get().pk}"
    sent = {"shipped_on": TODAY.isoformat(), field: "11"}
    answer = client_of(world.zheng).post(new_url(order), sent, headers=HTMX)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {field}


def test_the_panel_tells_what_is_left_and_when_all_is_done(
    world: World, client_of: ClientOf, order: Order
) -> None:
    client, url = client_of(world.zheng), f"/shipments/of-order/{order.pk}/"
    assert new_url(order) in client.get(url).content.decode()
    ship(world, order, 10_000)
    assert not client.get(url).context["may_be_completed"]
    Order.objects.update(paid=order.amount)
    panel = client.get(url)
    assert panel.context["may_be_completed"]
    assert new_url(order) not in panel.content.decode()


def test_a_shipment_arrives_and_is_taken_back(
    world: World, client_of: ClientOf, order: Order
) -> None:
    shipment, client = ship(world, order, 1_000), client_of(world.zheng)
    url = f"/shipments/{shipment.pk}/"
    client.post(f"{url}signature/", {"signed_on": TODAY.isoformat(), "signed_by": "门卫"})
    shipment.refresh_from_db()
    assert (shipment.signed_by, shipment.state) == ("门卫", "signed")
    client.post(f"{url}signature/removal/")
    client.post(f"{url}removal/")
    assert client.get(url).status_code == 404
    assert order.lines.get().shipped == 0


def test_the_list_finds_by_text_and_counts_what_is_on_the_way(
    world: World, client_of: ClientOf, order: Order
) -> None:
    ship(world, order, 1_000, tracking_number="SF1001")
    ship(world, order, 1_000, tracking_number="YT2002")
    client = client_of(world.boss)
    page = client.get("/shipments/")
    assert (page.context["totals"].count, page.context["totals"].on_the_way) == (2, 2)
    found = client.get("/shipments/?q=sf1001&state=sent&range=all").context["page"]
    assert [row.tracking_number for row in found] == ["SF1001"]


def test_who_only_reads_gets_no_buttons(world: World, client_of: ClientOf, order: Order) -> None:
    shipment = ship(world, order, 1_000)
    Employee.objects.filter(pk=world.chen.pk).update(role=role("service"))
    reader = Employee.objects.with_access().get(pk=world.chen.pk)
    panel = client_of(reader).get(f"/shipments/of-order/{order.pk}/").content.decode()
    assert shipment.number in panel
    assert "/signature/" not in panel
    assert client_of(reader).get(f"/shipments/{shipment.pk}/").status_code == 403


def test_the_list_costs_the_same_with_thrice_as_much_on_it(
    world: World, client_of: ClientOf, place_order: PlaceOrder, order: Order
) -> None:
    client = client_of(world.boss)
    for count in (1, 3):
        for _number in range(count):
            ship(world, place_order(), 1_000)
            ship(world, order, 1_000)
        client.get("/shipments/")
        with pinned("sales.shipments"):
            client.get("/shipments/")
        with pinned("sales.order_shipments"):
            client.get(f"/shipments/of-order/{order.pk}/")
