"""The page behind a number."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.urls import reverse

from tests.conftest import ClientOf
from tests.ledger.conftest import Stall, sale
from tests.world import World, as_dealer
from zhuixiao.accounts.models import Employee
from zhuixiao.ledger import names
from zhuixiao.ledger.catalogue import Dimension

pytestmark = pytest.mark.django_db
URL = "/numbers/entries/"
DECEMBER = {"metric": "stall.sold", "from": "2025-12-01", "to": "2025-12-31"}


@pytest.fixture
def trade(stall: Stall, world: World, settings: Any) -> World:
    engine: dict[str, Any] = django_settings.TEMPLATES[0]
    folders = [Path(__file__).parent / "templates", *engine["DIRS"]]
    settings.TEMPLATES = [{**engine, "DIRS": folders}]
    stall.post(1, sale(day=0, by=world.zheng, pieces=5))
    stall.post(2, sale(day=1, by=world.zheng, pieces=4))
    stall.post(3, sale(day=1, by=world.li, pieces=10))
    return world


def test_the_page_has_the_address_that_links_are_made_of() -> None:
    assert reverse("ledger:entries") == URL


def test_a_number_opens_to_its_entries_by_day_with_value_and_words(
    trade: World, client_of: ClientOf
) -> None:
    page = client_of(trade.boss).get(URL, {**DECEMBER, "employee": str(trade.zheng.pk)})
    text = page.content.decode()
    assert page.status_code == 200
    assert page.context["value"] == 9
    assert [len(lines) for _day, lines in page.context["days"]] == [1, 1]
    assert "Pieces sold" in text
    assert "郑斌" in text
    assert '<a href="/sales/2/">Sale 2</a>' in text
    assert "Sale 3" not in text


def test_a_salesperson_opens_only_the_own_part(trade: World, client_of: ClientOf) -> None:
    page = client_of(trade.li).get(URL, DECEMBER)
    assert (page.context["value"], page.context["count"]) == (10, 1)


def test_a_role_without_the_module_is_refused(trade: World, client_of: ClientOf) -> None:
    trade.li.role.grants = {"modules": {"customers": {"scope": "all", "actions": []}}}
    trade.li.role.save()
    assert client_of(trade.li).get(URL, DECEMBER).status_code == 403


def test_an_id_that_does_not_exist_is_not_found(trade: World, client_of: ClientOf) -> None:
    assert client_of(trade.boss).get(URL, {**DECEMBER, "employee": "999999"}).status_code == 404


def test_an_id_is_named_by_the_app_that_owns_it_as_far_as_the_reader_may_know(
    trade: World, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lookup(reader: Employee, ids: Sequence[int]) -> dict[int, str]:
        return {1: "温控器"} if reader == trade.boss and 1 in ids else {}

    asked = {**DECEMBER, "product": "0,1"}
    boss, li = client_of(trade.boss), client_of(trade.li)
    monkeypatch.setattr(names, "_lookups", {})
    assert boss.get(URL, asked).context["filters"][0].names == ["无", "#1"]
    names.register(Dimension.PRODUCT, lookup)
    assert boss.get(URL, asked).context["filters"][0].names == ["无", "温控器"]
    assert li.get(URL, asked).status_code == 404
    with pytest.raises(ValueError, match="already"):
        names.register(Dimension.PRODUCT, lookup)


def test_nonsense_is_a_bad_request(trade: World, client_of: ClientOf) -> None:
    boss = client_of(trade.boss)
    assert boss.get(URL, {**DECEMBER, "after": "x"}).status_code == 400
    assert boss.get(URL, {**DECEMBER, "to": "never"}).status_code == 400
    assert boss.get(URL).status_code == 400


def test_who_is_not_logged_in_is_sent_to_the_log_in(trade: World, client: Any) -> None:
    assert client.get(URL, DECEMBER).status_code == 302


def test_the_next_entries_come_as_a_fragment_without_repeating_the_day(
    stall: Stall, trade: World, client_of: ClientOf
) -> None:
    stall.post_all({number: sale(day=2, by=trade.zheng) for number in range(10, 65)})
    boss = client_of(trade.boss)
    first = boss.get(URL, DECEMBER)
    assert "after=20251217-" in first.context["next_url"]
    more = boss.get(URL + first.context["next_url"], headers={"HX-Request": "true"})
    assert "<html" not in more.content.decode()
    assert [len(lines) for _day, lines in more.context["days"]] == [5, 2, 1]
    assert more.content.decode().count("<h2") == 2
    assert more.context["next_url"] == ""
    assert boss.get(URL + first.context["next_url"]).context["value"] == 74


def test_entries_of_records_out_of_sight_are_counted_not_shown(
    trade: World, client_of: ClientOf, stall: Stall
) -> None:
    stall.post(4, sale(day=1, by=trade.su, pieces=3))
    page = client_of(trade.su).get(URL, DECEMBER)
    assert (page.context["value"], page.context["hidden"], page.context["days"]) == (3, 1, [])


def test_a_number_of_nothing_says_so(trade: World, client_of: ClientOf) -> None:
    page = client_of(trade.chen).get(URL, DECEMBER)
    assert page.context["count"] == 0
    assert 'class="empty"' in page.content.decode()


def test_a_ratio_and_money_are_shown_in_their_unit(trade: World, client_of: ClientOf) -> None:
    boss = client_of(trade.boss)
    assert "2.50" in boss.get(URL, {**DECEMBER, "metric": "stall.average"}).content.decode()
    assert "47.50" in boss.get(URL, {**DECEMBER, "metric": "stall.takings"}).content.decode()
    assert "33.3%" in boss.get(URL, {"metric": "stall.share"}).content.decode()


def test_the_page_costs_the_same_few_statements_for_any_number_of_entries(
    stall: Stall, trade: World, client_of: ClientOf, django_assert_max_num_queries: Any
) -> None:
    stall.post_all({number: sale(day=2, by=trade.zheng) for number in range(10, 40)})
    boss = client_of(trade.boss)
    with django_assert_max_num_queries(8):
        boss.get(URL, DECEMBER)


def test_an_address_tells_a_dealer_s_person_no_name_of_the_company(
    trade: World, client_of: ClientOf
) -> None:
    dealer = as_dealer(trade, "boss")
    asked = {**DECEMBER, "metric": "customers.added"}
    for dimension, pk, status in (
        ("employee", trade.zheng.pk, 404),
        ("employee", dealer.pk, 200),
        ("department", trade.east.pk, 404),
    ):
        assert client_of(dealer).get(URL, {**asked, dimension: str(pk)}).status_code == status
