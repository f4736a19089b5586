"""The page of the one table and its JSON: what each person gets, what is refused."""

import json
import re
from typing import Any

import pytest
from django.test import Client

from tests.conftest import ClientOf
from tests.customers.many import Many, grow
from tests.query_counts import pinned
from tests.world import World, actor
from zhuixiao.customers.actions import creating
from zhuixiao.customers.models import Customer
from zhuixiao.customers.queries.views import BUILTIN

A_NUMBER = re.compile(r"1[3-9][0-9]{9}")


@pytest.fixture
def many(world: World) -> Many:
    return grow(world)


def rows(client: Client, **params: str) -> dict[str, Any]:
    response = client.get("/customers/rows/", params, headers={"accept": "application/json"})
    assert response.status_code == 200, response.content
    body: dict[str, Any] = response.json()
    return body


def config(client: Client, **params: str) -> dict[str, Any]:
    page = client.get("/customers/", params).content.decode()
    found = re.search(r'id="table-config" type="application/json">(.*?)</script>', page)
    assert found
    told: dict[str, Any] = json.loads(found[1])
    return told


def test_rows_come_with_the_names_behind_their_ids(
    world: World, many: Many, client_of: ClientOf
) -> None:
    body = rows(client_of(world.boss), limit="10", cols="name,stage,owner,tags,contacts")

    assert len(body["rows"]) == 10
    for _pk, version, name, stage, owner, tags, contacts in body["rows"]:
        assert version == 1
        assert isinstance(name, str)
        assert stage is None or body["labels"]["stage"][str(stage)][0].startswith("stage")
        assert owner is None or body["labels"]["owner"][str(owner)][0] in "郑斌陈敏苏细莲李慧"
        assert all(str(tag) in body["labels"]["tags"] for tag in tags)
        assert all(str(pk) in body["labels"]["contacts"] for pk in contacts)


def test_following_the_places_gives_every_visible_customer_once(
    world: World, many: Many, client_of: ClientOf
) -> None:
    client = client_of(world.manager)
    found: list[int] = []
    after = ""
    while True:
        body = rows(client, sort="stage,-last_contact", limit="17", after=after)
        found += [row[0] for row in body["rows"]]
        after = body["next"]
        if not after:
            break

    visible = Customer.objects.visible_to(world.manager).values_list("pk", flat=True)
    assert sorted(found) == sorted(visible)
    assert 0 < len(found) < len(many.customers)


def test_an_address_is_answered_with_its_short_form_and_chips(
    world: World, many: Many, client_of: ClientOf
) -> None:
    stage = many.stages[0]
    tree = json.dumps({"field": "stage", "is": "in", "value": [stage.pk]})

    body = rows(client_of(world.boss), f=tree, next_contact="overdue", q="华信", sort="name")

    assert body["query"] == f"q=%E5%8D%8E%E4%BF%A1&next_contact=overdue&stage={stage.pk}&sort=name"
    assert [chip["index"] for chip in body["chips"]] == [0, 1]
    assert body["is_changed"] is True
    plain = rows(client_of(world.boss))
    assert plain["query"] == ""
    assert plain["is_changed"] is False


def test_who_was_never_contacted_is_called_so_and_not_by_the_word_for_a_token_without_end(
    world: World, client_of: ClientOf
) -> None:
    chips = rows(client_of(world.boss), last_contact="never")["chips"]
    assert [(chip["label"], chip["text"]) for chip in chips] == [("最近联系", "从未")]


def test_the_state_that_is_answered_leads_to_the_same_rows(
    world: World, many: Many, client_of: ClientOf
) -> None:
    client = client_of(world.boss)
    first = rows(client, importance=str(many.importance[1].pk), last_contact="never", limit="200")

    again = client.get(f"/customers/rows/?{first['query']}&limit=200").json()

    assert again["rows"] == first["rows"]
    assert again["state"] == first["state"]


def test_nothing_but_masked_numbers_leaves_in_lists(
    world: World, many: Many, client_of: ClientOf
) -> None:
    for reader in (world.boss, world.zheng, world.finance):
        client = client_of(reader)
        for url in (
            "/customers/rows/",
            "/customers/",
            "/customers/?plain=1",
            "/customers/?cards=1",
        ):
            text = client.get(url).content.decode()
            assert "138****" in text, url
            assert not A_NUMBER.search(text), url


def test_a_hidden_phone_is_no_column_anywhere(
    world: World, many: Many, client_of: ClientOf
) -> None:
    role = world.finance.role
    role.grants = {"fields": {"customers.phone": "hidden"}}
    role.save()
    client = client_of(world.finance)

    told = config(client)
    body = rows(client, cols="name,phone")

    assert "phone" not in {column["key"] for column in told["columns"]}
    assert all(len(row) == 3 for row in body["rows"])
    for url in ("/customers/?plain=1&cols=name,phone", "/customers/?cards=1"):
        assert "138****" not in client.get(url).content.decode()


PHONE_FILTER = '{"field":"phone","is":"starts","value":"1380013"}'


@pytest.mark.parametrize("way", ["rows", "count", "sums"])
def test_a_masked_number_cannot_be_asked_or_sorted_by(
    world: World, many: Many, client_of: ClientOf, way: str
) -> None:
    """Otherwise answers would tell it digit by digit."""
    masked = client_of(world.finance)

    assert masked.get(f"/customers/{way}/", {"f": PHONE_FILTER}).status_code == 400
    assert masked.get(f"/customers/{way}/", {"sort": "phone"}).status_code == 400
    assert client_of(world.boss).get(f"/customers/{way}/", {"f": PHONE_FILTER}).status_code == 200


HOSTILE = [
    {"f": "{"},
    {"f": "[]"},
    {"f": "null"},
    {"f": '"x"'},
    {"f": '{"field":"owner__password","is":"is","value":"x"}'},
    {"f": '{"field":"name","is":"regex","value":"x"}'},
    {"f": '{"field":"name","is":"contains","value":"x","_connector":"OR"}'},
    {"f": '{"_connector":"OR","field":"name","is":"contains","value":"x"}'},
    {"f": '{"field":"name","is":"contains","value":["x"]}'},
    {"f": '{"field":"name","is":"contains","value":"\\u0000"}'},
    {"f": '{"field":"stage","is":"in","value":[]}'},
    {"f": '{"field":"stage","is":"in","value":["1"]}'},
    {"f": '{"field":"stage","is":"in","value":[true]}'},
    {"f": '{"field":"stage","is":"in","value":[{}]}'},
    {"f": '{"field":"contact_count","is":">","value":1e400}'},
    {"f": '{"field":"contact_count","is":">","value":NaN}'},
    {"f": '{"field":"contact_count","is":">","value":1.5}'},
    {"f": '{"field":"next_contact","is":"on","value":"0001-01-01"}'},
    {"f": '{"field":"next_contact","is":"relative","value":"last:0"}'},
    {"f": '{"field":"next_contact","is":"relative","value":"__class__"}'},
    {"f": '{"field":"next_contact","is":"between","value":["2026-03-02","2026-01-01"]}'},
    {"f": '{"op":"xor","items":[{"field":"name","is":"empty"}]}'},
    {"f": '{"op":["and"],"items":[{"field":"name","is":"empty"}]}'},
    {"f": '{"op":"or","items":[]}'},
    {"f": '{"op":"and","items":{}}'},
    {
        "f": '{"op":"or","items":['
        + '{"op":"or","items":[' * 5
        + '{"field":"name","is":"empty"}'
        + "]}" * 6
    },
    {"f": '{"op":"or","items":[' + ",".join(['{"field":"name","is":"empty"}'] * 31) + "]}"},
    {"f": "[" * 50_000},
    {"stage": "x"},
    {"stage": "1,,2"},
    {"stage": "9" * 40},
    {"stage": "me"},
    {"owner": "1 or 1=1"},
    {"last_contact": "0d"},
    {"next_contact": "__all__"},
    {"sort": "-owner__password"},
    {"sort": "name;--"},
    {"after": "%%%"},
    {"after": "bm9uc2Vuc2U"},
]


@pytest.mark.parametrize("params", HOSTILE, ids=lambda params: str(params)[:60])
def test_what_cannot_be_understood_is_refused(
    world: World, client_of: ClientOf, params: dict[str, str]
) -> None:
    headers = {"accept": "application/json"}
    response = client_of(world.boss).get("/customers/rows/", params, headers=headers)

    assert response.status_code == 400
    assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "params",
    [
        {"view": "999999"},
        {"view": "'"},
        {"cols": "x,y,name:99999,stage:-1,owner:abc"},
        {"limit": "1e9"},
        {"limit": "-5"},
        {"page": "x", "plain": "1"},
        {"page": "999999", "plain": "1"},
        {"q": "x" * 5000},
    ],
)
def test_what_is_merely_odd_does_no_harm(
    world: World, many: Many, client_of: ClientOf, params: dict[str, str]
) -> None:
    client = client_of(world.boss)

    assert client.get("/customers/", params).status_code == 200
    assert client.get("/customers/rows/", params).status_code == 200


def test_the_plain_table_has_numbered_pages_in_the_same_order(
    world: World, many: Many, client_of: ClientOf
) -> None:
    client = client_of(world.boss)
    first = rows(client, sort="-last_contact", limit="60")

    page = client.get("/customers/", {"plain": "1", "sort": "-last_contact", "page": "3"})

    text = page.content.decode()
    ids = [int(pk) for pk in re.findall(r'<th scope="row"><a href="/customers/(\d+)/"', text)]
    assert ids == [row[0] for row in first["rows"][40:60]]
    assert 'aria-sort="descending"' in text
    assert "120" in re.findall(r'class="pager-total">([^<]*)<', text)[0]


def test_the_plain_table_offers_to_clear_the_search(
    world: World, many: Many, client_of: ClientOf
) -> None:
    page = client_of(world.boss).get("/customers/", {"plain": "1", "last_contact": "never"})

    assert "解除搜索，显示全部数据" in page.content.decode()


def test_numbers_above_the_cap_are_not_counted_to_the_end(
    world: World, many: Many, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zhuixiao.customers.queries.counts.CAP", 100)
    client = client_of(world.boss)

    assert client.get("/customers/count/").json() == {"count": 100, "is_capped": True}
    assert client.get("/customers/count/", {"exact": "1"}).json()["count"] == 120


def test_sums_are_of_all_that_match(world: World, many: Many, client_of: ClientOf) -> None:
    money = many.custom["money"].key
    expected = sum(row.extra.get(money, 0) for row in many.customers) / 100

    body = client_of(world.boss).get("/customers/sums/", {"cols": f"name,{money}"}).json()

    assert body == {money: f"{expected:,.2f}"}


@pytest.mark.parametrize("key", [tab.key for tab in BUILTIN])
def test_every_built_in_tab_opens_on_desk_and_phone(
    key: str, world: World, many: Many, client_of: ClientOf
) -> None:
    client = client_of(world.boss)
    for address in ("/customers/", "/customers/rows/"):
        for way in ({}, {"plain": "1"}, {"cards": "1"}):
            assert client.get(address, {"view": key, **way}).status_code == 200, (address, way)


def test_tabs_tell_their_counts(world: World, many: Many, client_of: ClientOf) -> None:
    body = client_of(world.zheng).get("/customers/tab-counts/").json()

    own = [row for row in many.customers if row.owner_id == world.zheng.pk]
    assert body["all"] == body["mine"] == str(len(own))
    assert body["never"] == str(sum(row.last_contact_at is None for row in own))


def test_a_page_costs_a_fixed_number_of_queries(
    world: World, many: Many, client_of: ClientOf
) -> None:
    client = client_of(world.boss)
    client.get("/customers/rows/")
    with pinned("customers.rows"):
        client.get("/customers/rows/", {"limit": "50"})
    with pinned("customers.table"):
        client.get("/customers/")
    with pinned("customers.plain"):
        client.get("/customers/", {"plain": "1"})
    with pinned("customers.cards"):
        client.get("/customers/", {"cards": "1"})


def test_who_may_not_see_customers_gets_no_table(world: World, client_of: ClientOf) -> None:
    role = world.finance.role
    role.grants = {"modules": {"customers": {"scope": "all", "actions": []}}}
    role.save()

    assert client_of(world.finance).get("/customers/").status_code == 403
    assert client_of(world.finance).get("/customers/rows/").status_code == 403


def test_search_answers_visible_customers_for_pickers(world: World, client_of: ClientOf) -> None:
    creating.create(
        by=actor(world.zheng), new=creating.NewCustomer({"name": "广州迪宏"}, owner=world.zheng)
    )

    assert (
        client_of(world.zheng).get("/customers/search/", {"q": "迪宏"}).json()[0]["hint"] == "郑斌"
    )
    assert client_of(world.li).get("/customers/search/", {"q": "迪宏"}).json() == []
