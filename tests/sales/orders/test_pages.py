from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.conftest import ClientOf
from tests.sales.conftest import PlaceOrder
from tests.sales.orders.conftest import ChangeOrder, DraftOrder, SignOrder, TakeBack, waiting
from tests.world import World
from zhuixiao.accounts.models import Company
from zhuixiao.catalog.models import Option, Product
from zhuixiao.customers.models import Customer
from zhuixiao.ledger import checks
from zhuixiao.sales.actions.lines import NewLine
from zhuixiao.sales.models import Opportunity, OpportunityLine, Order, Return


@pytest.fixture
def zheng(world: World, client_of: ClientOf) -> Client:
    return client_of(world.zheng)


@pytest.fixture
def boss(world: World, client_of: ClientOf) -> Client:
    return client_of(world.boss)


def typed(customer: Customer, *lines: dict[str, Any], **values: Any) -> dict[str, Any]:
    """What the form sends: each name of a line once for each of them."""
    names = ("id", "product", "name", "quantity", "unit", "price", "discount", "tax", "note")
    rows = {f"line-{name}": [str(line.get(name, "")) for line in lines] for name in names}
    return {"customer": customer.pk, "signed_on": "2026-03-02", **values, **rows}


def test_an_order_is_written_signed_and_read(
    zheng: Client, customer: Customer, thermostat: Product, valve: Product
) -> None:
    assert "广州迪宏" in zheng.get(f"/orders/new/?customer={customer.pk}").content.decode()
    sent = typed(
        customer,
        {"product": thermostat.pk, "quantity": "10", "price": "120", "tax": "13"},
        {"product": valve.pk, "quantity": "1.5", "price": "200.5", "discount": "2.5"},
        {},
        title="温控器",
        discount="0.20",
    )
    answer = zheng.post("/orders/new/", sent)
    order = Order.objects.get()
    assert answer["Location"] == f"/orders/{order.pk}/"
    assert (order.amount, order.lines.count()) == (149_303, 2)
    zheng.post(f"/orders/{order.pk}/signature/", {"version": order.version})
    order.refresh_from_db()
    assert order.state == "signed"
    page = zheng.get(f"/orders/{order.pk}/").content.decode()
    assert "1,493.03" in page
    assert order.number in zheng.get("/orders/?q=迪宏&flag=owed&sort=-owed").content.decode()
    assert order.number in zheng.get(f"/orders/of/{customer.pk}/").content.decode()
    assert checks.verify() == []


def test_who_may_not_know_costs_sees_no_margin(
    zheng: Client, boss: Client, place_order: PlaceOrder
) -> None:
    order = place_order()
    for path in (f"/orders/{order.pk}/", f"/orders/{order.pk}/edit/"):
        assert "毛利" in boss.get(path).content.decode()
        hidden = zheng.get(path).content.decode()
        assert 'data-sum="margin"' not in hidden
        assert ">毛利<" not in hidden
        assert "80,000" not in hidden
        assert "data-cost" not in hidden
    price = f"/orders/products/{order.lines.get().product_id}/price/"
    assert "cost" in boss.get(price).json()
    assert "cost" not in zheng.get(price).json()


def test_what_is_wrong_stands_at_its_line(
    zheng: Client, customer: Customer, thermostat: Product
) -> None:
    sent = typed(
        customer,
        {"product": thermostat.pk, "quantity": "0", "price": "120"},
        {"product": thermostat.pk, "quantity": "1", "price": "-5"},
        {"quantity": "1", "price": "5"},
        {"product": thermostat.pk, "quantity": "1", "price": "5", "discount": "101"},
    )
    answer = zheng.post("/orders/new/", sent)
    assert answer.status_code == 422
    assert answer.content.decode().count("form-error") >= 2
    sent = typed(
        customer, {"product": thermostat.pk, "quantity": "0", "price": "120"}, {"price": "5"}
    )
    answer = zheng.post("/orders/new/", sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "数量必须大于零" in page
    assert not Order.objects.exists()


@pytest.mark.parametrize(
    "values",
    [
        {"customer": "x"},
        {"signed_on": "2026-02-31"},
        {"currency": "USD", "rate": "0"},
        {"currency": "dollars"},
        {"discount": "99999"},
        {"type": "7"},
        {"number": "n" * 61},
        {"starts_on": "2026-03-02", "ends_on": "2026-03-01"},
    ],
)
def test_a_wrong_head_is_refused(
    zheng: Client, customer: Customer, thermostat: Product, values: dict[str, str]
) -> None:
    line = {"product": thermostat.pk, "quantity": "1", "price": "120"}
    answer = zheng.post("/orders/new/", typed(customer, line) | values)
    assert answer.status_code == 422
    assert not Order.objects.exists()


def test_a_draft_is_edited_and_deleted(
    zheng: Client, draft_order: DraftOrder, thermostat: Product
) -> None:
    order = draft_order()
    line = {"product": thermostat.pk, "quantity": "2", "price": "120"}
    zheng.post(f"/orders/{order.pk}/edit/", typed(order.customer, line, version=order.version))
    order.refresh_from_db()
    assert order.amount == 24_000
    zheng.post(f"/orders/{order.pk}/deletion/")
    assert zheng.get(f"/orders/{order.pk}/").status_code == 404


def test_a_signed_order_is_changed_and_shows_what_was_before(
    zheng: Client, place_order: PlaceOrder
) -> None:
    order = place_order()
    line = order.lines.get()
    sent = typed(
        order.customer,
        {"id": line.pk, "product": line.product_id, "quantity": "12", "price": "120", "tax": "13"},
        version=order.version,
    )
    assert zheng.post(f"/orders/{order.pk}/edit/", sent).status_code == 422
    zheng.post(f"/orders/{order.pk}/edit/", sent | {"reason": "加两台"})
    order.refresh_from_db()
    assert order.amount == 144_000
    page = zheng.get(f"/orders/{order.pk}/").content.decode()
    assert "加两台" in page
    assert "10 × 120 = 1,200.00" in page


def test_an_approval_decides_on_the_page(
    zheng: Client, boss: Client, draft_order: DraftOrder, cheap: NewLine
) -> None:
    order = draft_order(lines=[cheap])
    zheng.post(f"/orders/{order.pk}/signature/")
    page = zheng.get(f"/orders/{order.pk}/").content.decode()
    assert f"/approvals/{waiting().pk}/" in page
    assert "900.00" in boss.get(f"/approvals/{waiting().pk}/").content.decode()
    zheng.post(f"/orders/{order.pk}/withdrawal/")
    zheng.post(f"/orders/{order.pk}/signature/")
    boss.post(f"/approvals/{waiting().pk}/decision/", {"decision": "approve"})
    order.refresh_from_db()
    assert order.state == "signed"


def test_an_order_runs_and_is_void_by_its_dialogs(
    zheng: Client, boss: Client, place_order: PlaceOrder
) -> None:
    order = place_order()
    zheng.post(f"/orders/{order.pk}/state/", {"to": "running"})
    assert zheng.post(f"/orders/{order.pk}/void/", {"reason": "写错"}).status_code == 403
    assert boss.get(f"/orders/{order.pk}/void/").status_code == 200
    assert boss.post(f"/orders/{order.pk}/void/", {"reason": " "}).status_code == 422
    boss.post(f"/orders/{order.pk}/void/", {"reason": "写错"})
    order.refresh_from_db()
    assert (order.state, order.void_reason) == ("void", "写错")
    assert "写错" in boss.get(f"/orders/{order.pk}/").content.decode()


def test_goods_come_back_by_the_dialog(zheng: Client, place_order: PlaceOrder) -> None:
    order = place_order()
    line = order.lines.get()
    sent = {"kind": "return", "returned_on": "2026-03-05", "reason": "坏了"}
    path = f"/orders/{order.pk}/returns/new/"
    assert zheng.get(path).status_code == 200
    assert zheng.post(path, sent | {f"line{line.pk}": "11"}).status_code == 422
    zheng.post(path, sent | {f"line{line.pk}": "2.5"})
    back = Return.objects.get()
    assert back.amount == 30_000
    assert back.number in zheng.get("/returns/").content.decode()
    assert back.number in zheng.get(f"/orders/{order.pk}/").content.decode()
    zheng.post(f"/returns/{back.pk}/removal/")
    order.refresh_from_db()
    assert order.returned == 0
    answer = zheng.post(path, sent | {"kind": "exchange", f"line{line.pk}": "1"})
    follow = Order.objects.get(follows=order)
    assert answer["Location"] == f"/orders/{follow.pk}/edit/"


def test_the_credit_and_a_renewal(world: World, boss: Client, place_order: PlaceOrder) -> None:
    order = place_order()
    assert boss.get(f"/orders/{order.pk}/credit/").status_code == 200
    boss.post(f"/orders/{order.pk}/credit/", {"owner": world.chen.pk})
    order.refresh_from_db()
    assert order.owner == world.chen
    boss.post(f"/orders/{order.pk}/renewal/")
    assert Order.objects.get(follows=order).state == "draft"


def test_an_opportunity_fills_the_order_in(
    world: World, zheng: Client, customer: Customer, thermostat: Product
) -> None:
    stage = Option.objects.filter(pick_list="opportunity_stage")[0]
    chance = Opportunity.objects.create(
        name="二期", customer=customer, owner=world.zheng, department=world.south, stage=stage,
        opened_on="2026-03-01", stage_since="2026-03-01T00:00Z", touched_at="2026-03-01T00:00Z",
        created_by=world.zheng, created_at="2026-03-01T00:00Z",
    )  # fmt: skip
    OpportunityLine.objects.create(
        opportunity=chance, position=0, product=thermostat, quantity=7_000, price=1_100_000
    )
    page = zheng.get(f"/orders/new/?opportunity={chance.pk}").content.decode()
    assert 'value="110"' in page
    assert "二期" in page


def test_products_are_found_by_who_may_sell(
    zheng: Client, thermostat: Product, customer: Customer
) -> None:
    found = zheng.get("/orders/products/?q=温控").json()
    assert found == [{"value": thermostat.pk, "text": "温控器 · TC-100"}]
    price = zheng.get(f"/orders/products/{thermostat.pk}/price/?rate=7.5&customer={customer.pk}")
    assert price.json()["price"] == "16"
    assert zheng.get("/orders/customers/?q=迪宏").json()[0]["value"] == customer.pk
    assert "order-links" in zheng.get(f"/orders/links/?customer={customer.pk}").content.decode()


def test_files_hang_on_an_order(
    world: World, zheng: Client, client_of: ClientOf, place_order: PlaceOrder
) -> None:
    order = place_order()
    upload = SimpleUploadedFile("合同.txt", "合同".encode())
    zheng.post(f"/orders/{order.pk}/files/new/", {"file": upload})
    page = zheng.get(f"/orders/{order.pk}/").content.decode()
    assert "合同.txt" in page
    path = page.split('href="/files/')[1].split('"')[0]
    assert zheng.get(f"/files/{path}").status_code == 200
    assert client_of(world.li).get(f"/files/{path}").status_code == 404


def test_the_settings_are_set_by_who_may(
    world: World, zheng: Client, boss: Client, client_of: ClientOf
) -> None:
    assert zheng.get("/orders/settings/").status_code == 403
    kinds = {f"prefix_{kind}": kind for kind in ("HT", "BJ", "HK", "FH", "TH", "BX")}
    days = {"renewal_days": "10", "due_days": "45"}
    sent = {"tax_bp": "6", **days, "wins": "on", **kinds, "prefix_HT": "CG"}
    assert boss.get("/orders/settings/").status_code == 200
    boss.post("/orders/settings/", sent)
    held = Company.objects.get().settings["sales.orders"]
    assert held == {
        "prefixes": {"HT": "CG"},
        "tax_bp": 600,
        "wins": True,
        "renewal_days": 10,
        "due_days": 45,
    }
    assert boss.post("/orders/settings/", sent | {"prefix_HT": "-"}).status_code == 422
    client_of(world.finance).post("/orders/settings/closed/", {"until": "2026-02-28"})
    assert Company.objects.get().settings["sales.closed_until"] == "2026-02-28"
    assert client_of(world.manager).post("/orders/settings/closed/").status_code == 403


def test_strangers_find_nothing(
    world: World, client_of: ClientOf, place_order: PlaceOrder, take_back: TakeBack
) -> None:
    order = place_order()
    back = take_back(order, 1_000)
    li = client_of(world.li)
    assert li.get(f"/orders/{order.pk}/").status_code == 404
    assert li.post(f"/returns/{back.pk}/removal/").status_code == 404
    assert order.number not in li.get("/orders/").content.decode()
    assert back.number not in li.get("/returns/").content.decode()


def test_a_signed_order_waits_with_its_change(
    zheng: Client, place_order: PlaceOrder, change_order: ChangeOrder, sign_order: SignOrder
) -> None:
    order = place_order()
    line = order.lines.get()
    cheaper = NewLine(10_000, 1_200_000, line.product_id, discount_bp=3_000, line_id=line.pk)
    change_order(order, lines=[cheaper])
    page = zheng.get(f"/orders/{order.pk}/").content.decode()
    assert f"/approvals/{waiting().pk}/" in page
