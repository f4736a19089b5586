import pytest

from tests.api.conftest import ApiOf, walk
from tests.sales.conftest import (
    AddCustomer,
    PlaceOrder,
    add_customer,
    customer,
    new_order,
    place_order,
    ten,
    thermostat,
    valve,
)
from tests.world import World
from zhuixiao.catalog.models import Product
from zhuixiao.customers.models import Customer
from zhuixiao.ledger import checks
from zhuixiao.sales.models import Order

__all__ = ["add_customer", "customer", "new_order", "place_order", "ten", "thermostat", "valve"]


def draft(customer: Customer, product: Product, **line: int) -> dict[str, object]:
    rows = [{"quantity": 10_000, "price": 1_200_000, "product_id": product.pk, **line}]
    return {"customer_id": customer.pk, "signed_on": "2026-03-02", "lines": rows}


def test_an_order_is_written_signed_changed_and_ended(
    world: World, api_of: ApiOf, customer: Customer, thermostat: Product
) -> None:
    api, boss = api_of(world.zheng), api_of(world.boss)
    made = api("POST", "/orders", draft(customer, thermostat)).json()
    assert (made["state"], made["amount"], made["margin"]) == ("draft", 120_000, None)
    path = f"/orders/{made['id']}"
    made = api("PATCH", path, {"title": "一期", "version": made["version"]}).json()
    assert made["title"] == "一期"
    assert api("PATCH", path, {"title": "二期", "version": 1}).status_code == 409
    signed = api("POST", f"{path}/signature", {"version": made["version"]}).json()
    assert signed["state"] == "signed"
    line = signed["lines"][0] | {"line_id": signed["lines"][0]["id"], "quantity": 11_000}
    names = ("line_id", "quantity", "price", "product_id", "tax_bp")
    more = [{name: line[name] for name in names}]
    assert api("PATCH", path, {"lines": more}).status_code == 400
    changed = api("PATCH", path, {"lines": more, "reason": "加一台"}).json()
    assert (changed["amount"], changed["waits_for"]) == (132_000, None)
    assert boss("GET", path).json()["margin"] == 44_000
    assert api("POST", f"{path}/state", {"state": "running"}).json()["state"] == "running"
    assert api("POST", f"{path}/void", {"reason": "x"}).status_code == 403
    assert api("DELETE", path).status_code == 400
    owner = {"owner_id": world.chen.pk}
    assert boss("POST", f"{path}/credit", owner).json()["owner_id"] == world.chen.pk
    assert boss("POST", f"{path}/renewal").status_code == 201
    assert boss("POST", f"{path}/void", {"reason": "写错"}).json()["state"] == "void"
    assert checks.verify() == []


def test_an_approval_is_asked_taken_back_and_given(
    world: World, api_of: ApiOf, customer: Customer, thermostat: Product
) -> None:
    api, boss = api_of(world.zheng), api_of(world.boss)
    made = api("POST", "/orders", draft(customer, thermostat, discount_bp=2_500)).json()
    path = f"/orders/{made['id']}"
    asked = api("POST", f"{path}/signature", {}).json()
    assert asked["state"] == "asked"
    assert api("POST", f"{path}/withdrawal").json()["state"] == "draft"
    asked = api("POST", f"{path}/signature", {}).json()
    boss("POST", f"/approvals/{asked['waits_for']}/decision", {"decision": "approve"})
    assert api("GET", path).json()["state"] == "signed"


def test_goods_come_back_and_go_out_again(
    world: World, api_of: ApiOf, place_order: PlaceOrder
) -> None:
    api, order = api_of(world.zheng), place_order()
    line = order.lines.get()
    body = {
        "lines": [{"line_id": line.pk, "quantity": 1_500}],
        "returned_on": "2026-03-05",
        "reason": "坏了",
        "kind": "exchange",
    }
    back = api("POST", f"/orders/{order.pk}/returns", body).json()
    assert (back["state"], back["amount"]) == ("accepted", 18_000)
    assert Order.objects.filter(follows=order).count() == 1
    assert api("GET", f"/orders/{order.pk}/returns").json()[0]["id"] == back["id"]
    assert api("DELETE", f"/returns/{back['id']}").status_code == 204
    assert api("GET", f"/orders/{order.pk}").json()["returned"] == 0


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"customer_id": 999_999}, "customer"),
        ({"signed_on": "2031-01-01"}, "signed_on"),
        ({"currency": "USD", "rate_e6": 0}, "rate"),
        ({"discount": 10**9}, "discount"),
        ({"discount": -1}, "discount"),
        ({"lines": []}, "lines"),
        ({"type_id": 1}, "type"),
    ],
)
def test_what_is_absurd_is_refused_at_its_field(
    world: World,
    api_of: ApiOf,
    customer: Customer,
    thermostat: Product,
    values: dict[str, object],
    field: str,
) -> None:
    answer = api_of(world.zheng)("POST", "/orders", draft(customer, thermostat) | values)
    assert answer.status_code == 422
    assert field in answer.json()["errors"]


def test_orders_come_in_pages_and_only_visible_ones(
    world: World, api_of: ApiOf, place_order: PlaceOrder, add_customer: AddCustomer
) -> None:
    orders = [place_order() for _one in range(3)]
    other = place_order(by=world.li, customer_id=add_customer("上海", world.li).pk)
    api = api_of(world.zheng)
    assert walk(api, "/orders?limit=2") == [row.pk for row in reversed(orders)]
    assert api("GET", f"/orders/{other.pk}").status_code == 404
    assert walk(api_of(world.boss), f"/orders?customer={other.customer_id}") == [other.pk]
