"""The board, the list, the forecast, the page and the forms of opportunities."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.conftest import ClientOf
from tests.query_counts import pinned
from tests.sales.conftest import AddCustomer
from tests.sales.opportunities import loss_reason, stage, take_up
from tests.world import World
from zhuixiao.catalog.models import Option, Product
from zhuixiao.customers.models import Customer
from zhuixiao.sales.models import Opportunity, StageRule
from zhuixiao.sales.queries import board as board_queries

HTMX = {"HX-Request": "true"}


@pytest.fixture
def today(world: World) -> date:
    return world.company.today(timezone.now())


@pytest.fixture
def seller(world: World, client_of: ClientOf) -> Client:
    return client_of(world.zheng)


def test_the_board_shows_each_stage_with_what_it_comes_to(
    world: World, customer: Customer, seller: Client, today: date
) -> None:
    now = timezone.now()
    take_up(world, customer, at=now, expected_on=today - timedelta(days=1))
    take_up(world, customer, at=now, name="二期", amount=1_000_000, stage_id=stage("quoted").pk,
            expected_on=today, next_step="送样机")  # fmt: skip
    page = seller.get("/opportunities/").content.decode()
    assert "空调改造" in page
    assert "60,000 · 折算 12,000" in page
    assert "没有下一步" in page
    assert "送样机" in page


def test_a_stale_one_is_marked_on_board_and_list(
    world: World, customer: Customer, seller: Client
) -> None:
    take_up(world, customer, at=timezone.now() - timedelta(days=20))
    take_up(world, customer, at=timezone.now(), name="新的")
    assert "is-stale" in seller.get("/opportunities/").content.decode()
    listed = seller.get("/opportunities/list/?state=stale").content.decode()
    assert "空调改造" in listed
    assert "新的" not in listed


def test_a_column_gives_some_and_the_rest_on_demand(
    world: World, customer: Customer, seller: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(board_queries, "PAGE", 2)
    for number in range(5):
        take_up(world, customer, at=timezone.now(), name=f"机会{number}", amount=100 * number)
    first = seller.get("/opportunities/").content.decode()
    assert [f"机会{number}" in first for number in range(5)] == [False, False, False, True, True]
    url = f"/opportunities/columns/{stage('new').pk}/?of=mine&after="
    second = seller.get(f"{url}2", headers=HTMX).content.decode()
    assert "机会1" in second
    assert "after=4" in second
    Option.objects.filter(pk=stage("new").pk).update(retired_at=timezone.now())
    assert "after=" not in seller.get(f"{url}4", headers=HTMX).content.decode()


def test_a_drag_moves_the_card_and_renews_the_heads(
    world: World, customer: Customer, seller: Client
) -> None:
    row = take_up(world, customer, at=timezone.now())
    url = f"/opportunities/{row.pk}/stage/"
    data = {"stage": stage("needs_clear").pk, "version": 1, "board": "of=mine"}
    answer = seller.post(url, data, headers=HTMX)
    assert answer.status_code == 200
    assert f'id="board-head-{stage("new").pk}" hx-swap-oob="true"' in answer.content.decode()
    assert "opportunityMoved" in answer.headers["HX-Trigger"]
    row.refresh_from_db()
    assert row.stage == stage("needs_clear")


def test_what_a_stage_asks_for_opens_as_a_dialog(
    world: World, customer: Customer, seller: Client
) -> None:
    row = take_up(world, customer, at=timezone.now())
    url = f"/opportunities/{row.pk}/stage/"
    data = {"stage": stage("lost").pk, "version": 1, "board": "of=mine"}
    asked = seller.post(url, data, headers=HTMX)
    assert (asked.status_code, asked.headers["HX-Retarget"]) == (422, "#dialog-content")
    assert 'name="loss_reason"' in asked.content.decode()
    told = data | {"sheet": "1", "loss_reason": loss_reason().pk}
    assert seller.post(url, told, headers=HTMX).status_code == 200
    row.refresh_from_db()
    assert row.loss_reason == loss_reason()


def test_a_move_that_somebody_else_made_first_is_refused(
    world: World, customer: Customer, seller: Client, client_of: ClientOf
) -> None:
    row = take_up(world, customer, at=timezone.now())
    url = f"/opportunities/{row.pk}/stage/"
    client_of(world.boss).post(url, {"stage": stage("needs_clear").pk, "version": 1})
    answer = seller.post(url, {"stage": stage("won").pk, "version": 1, "board": ""}, headers=HTMX)
    assert (answer.status_code, answer.content) == (409, b"")


def test_one_is_taken_up_with_products_at_the_list_price(
    customer: Customer, seller: Client, thermostat: Product
) -> None:
    data = {
        "name": "温控面板",
        "customer": customer.pk,
        "stage": stage("new").pk,
        "line-product": [str(thermostat.pk), ""],
        "line-quantity": ["2.5", ""],
        "line-price": ["", ""],
    }
    answer = seller.post("/opportunities/new/", data)
    row = Opportunity.objects.get()
    assert answer.headers["Location"] == f"/opportunities/{row.pk}/"
    assert (row.amount, row.lines.get().price) == (30_000, 1_200_000)
    page = seller.get(f"/opportunities/{row.pk}/").content.decode()
    assert "温控器" in page
    assert seller.get(f"/opportunities/{row.pk}/edit/").status_code == 200


def test_a_wrong_row_is_told_at_its_place(
    customer: Customer, seller: Client, thermostat: Product
) -> None:
    data = {"name": "面板", "customer": customer.pk, "line-quantity": "2", "line-product": ""}
    answer = seller.post("/opportunities/new/", data)
    assert answer.status_code == 422
    assert "errorlist" in answer.content.decode()


def test_two_edits_of_one_field_come_back_with_what_the_other_wrote(
    world: World, customer: Customer, seller: Client, client_of: ClientOf
) -> None:
    row = take_up(world, customer, at=timezone.now())
    url = f"/opportunities/{row.pk}/edit/"
    data = {"name": "空调改造", "amount": "50000", "version": "1", "owner": world.zheng.pk}
    client_of(world.boss).post(url, data | {"amount": "60000"})
    answer = seller.post(url, data | {"amount": "70000"})
    assert answer.status_code == 409
    assert "60,000.00" in answer.content.decode()
    kept = data | {"amount": "70000", "keep": "amount", "keep_version": "2"}
    assert seller.post(url, kept).status_code == 303
    row.refresh_from_db()
    assert row.amount == 7_000_000


def test_a_deleted_one_comes_back_from_the_toast(
    world: World, customer: Customer, seller: Client
) -> None:
    row = take_up(world, customer, at=timezone.now())
    seller.post(f"/opportunities/{row.pk}/removal/")
    assert seller.get(f"/opportunities/{row.pk}/").status_code == 404
    seller.post(f"/opportunities/{row.pk}/restoration/")
    assert seller.get(f"/opportunities/{row.pk}/").status_code == 200


def test_the_forecast_adds_up_by_month_and_opens_the_list(
    world: World, customer: Customer, seller: Client, today: date
) -> None:
    day = today.replace(day=1)
    take_up(world, customer, at=timezone.now(), expected_on=day, probability_bp=2_500)
    take_up(world, customer, at=timezone.now(), amount=300)
    page = seller.get("/opportunities/forecast/?of=mine").content.decode()
    assert "12,500" in page
    assert f"due=other&amp;start={day.isoformat()}" in page
    assert "due=none" in page
    foot = page[page.index("<tfoot") :]
    assert foot.count('href="/opportunities/list/?of=mine"') == 4


def test_the_stages_are_set_by_who_manages(
    world: World, client_of: ClientOf, seller: Client
) -> None:
    url = f"/settings/opportunities/{stage('new').pk}/"
    assert seller.post(url, {"probability": "5", "stale_days": "9"}).status_code == 403
    boss = client_of(world.boss)
    assert boss.get("/settings/opportunities/").status_code == 200
    data = {"probability": "12.5", "stale_days": "9", "needs": ["next_step", "amount"]}
    assert boss.post(url, data).status_code == 303
    rule = StageRule.objects.get(pk=stage("new").pk)
    assert (rule.probability_bp, rule.stale_days, rule.needs) == (1_250, 9, ["amount", "next_step"])
    assert boss.post(url, data | {"needs": "loss_reason"}).status_code == 422


def test_a_stranger_finds_nothing(world: World, customer: Customer, client_of: ClientOf) -> None:
    row = take_up(world, customer, at=timezone.now())
    stranger = client_of(world.li)
    for path in ("", "edit/", "stage/"):
        assert stranger.get(f"/opportunities/{row.pk}/{path}").status_code == 404
    assert stranger.get(f"/customers/{customer.pk}/opportunities/").status_code == 404
    assert "空调改造" not in stranger.get("/opportunities/list/?of=all").content.decode()


def test_an_action_record_hangs_on_its_opportunity(
    world: World, customer: Customer, seller: Client
) -> None:
    row = take_up(world, customer, at=timezone.now())
    url = f"/activities/new/?customer={customer.pk}&related=opportunity:{row.pk}"
    assert "空调改造" in seller.get(url).content.decode()
    data = {"subject": "送样机", "customer": customer.pk, "related": f"opportunity:{row.pk}",
            "type": _call()}  # fmt: skip
    assert seller.post("/activities/new/", data).status_code == 303
    assert "送样机" in seller.get(f"/opportunities/{row.pk}/").content.decode()


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("opportunities", "/opportunities/?of=all"),
        ("opportunity-list", "/opportunities/list/?of=all"),
        ("forecast", "/opportunities/forecast/?of=all"),
        ("customer-opportunities", "/customers/{customer}/opportunities/"),
        ("opportunity", "/opportunities/{opportunity}/"),
    ],
)
def test_a_page_costs_the_same_with_more_on_it(
    name: str,
    path: str,
    world: World,
    customer: Customer,
    add_customer: AddCustomer,
    client_of: ClientOf,
    thermostat: Product,
) -> None:
    now = timezone.now()
    row = take_up(world, customer, at=now, expected_on=now.date())
    take_up(world, customer, at=now, amount=0)
    boss = client_of(world.boss)
    address = path.format(customer=customer.pk, opportunity=row.pk)
    boss.get(address)
    with pinned(f"sales.{name}"):
        boss.get(address)
    other = add_customer("佛山恒达", world.chen)
    for number in range(4):
        values: dict[str, Any] = {
            "expected_on": now.date() + timedelta(days=40 * number),
            "name": f"机会{number}",
        }
        take_up(world, customer, at=now, **values)
        take_up(world, other, by=world.chen, at=now, **values)
    with pinned(f"sales.{name}"):
        boss.get(address)


def _call() -> int:
    return int(Option.objects.get(key="phone_visit").pk)
