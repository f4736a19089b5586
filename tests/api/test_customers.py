"""Customers over the API: same rules, same errors, same scope as the pages."""

import uuid

import pytest
from django.test import Client

from tests.api.conftest import ApiOf
from tests.world import World, actor, as_dealer
from zhuixiao.accounts.actions import employees
from zhuixiao.customers.actions import distributing
from zhuixiao.customers.models import Customer

pytestmark = pytest.mark.django_db


def test_without_a_token_nothing_is_told(world: World) -> None:
    answer = Client().get("/api/v1/customers")
    assert answer.status_code == 401
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_a_log_in_session_is_no_token(world: World) -> None:
    client = Client()
    client.force_login(world.boss, backend="zhuixiao.accounts.backends.EmployeeBackend")
    assert client.get("/api/v1/customers").status_code == 401


def test_a_customer_is_created_read_changed_deleted_and_brought_back(
    world: World, api_of: ApiOf
) -> None:
    api = api_of(world.boss)
    made = api("POST", "/customers", {"values": {"name": "广州迪宏酒店", "phone": "13800138000"}})
    assert made.status_code == 201, made.content
    pk, version = made.json()["id"], made.json()["version"]
    changed = api("PATCH", f"/customers/{pk}", {"values": {"note": "x"}, "version": version})
    assert changed.json()["values"]["note"] == "x"
    assert api("DELETE", f"/customers/{pk}").status_code == 204
    assert api("GET", f"/customers/{pk}").status_code == 404
    assert api("POST", f"/customers/{pk}/restoration").json()["id"] == pk


def test_two_who_change_the_same_field_get_both_values(world: World, api_of: ApiOf) -> None:
    api = api_of(world.boss)
    made = api("POST", "/customers", {"values": {"name": "A"}}).json()
    path, version = f"/customers/{made['id']}", made["version"]
    api("PATCH", path, {"values": {"note": "theirs"}, "version": version})
    answer = api("PATCH", path, {"values": {"note": "mine"}, "version": version})
    assert answer.status_code == 409
    assert answer.json()["fields"]["note"] == {"base": "", "mine": "mine", "theirs": "theirs"}


def test_a_customer_out_of_scope_does_not_exist(world: World, api_of: ApiOf) -> None:
    made = api_of(world.zheng)("POST", "/customers", {"values": {"name": "A"}}).json()
    stranger = api_of(world.li)
    for method, path in (
        ("GET", f"/customers/{made['id']}"),
        ("PATCH", f"/customers/{made['id']}"),
        ("GET", f"/customers/{made['id']}/timeline"),
        ("GET", f"/customers/{made['id']}/contacts"),
        ("POST", f"/customers/{made['id']}/contacts"),
    ):
        body = {"values": {"note": "x"}} if method == "PATCH" else {"name": "x"}
        assert stranger(method, path, body).status_code == 404, path
    assert stranger("GET", "/customers").json()["items"] == []


def test_the_same_idempotency_key_makes_one_customer(world: World, api_of: ApiOf) -> None:
    api = api_of(world.zheng)
    key = str(uuid.uuid4())
    answers = [
        api("POST", "/customers", {"values": {"name": "A"}}, **{"Idempotency-Key": key})
        for _time in range(2)
    ]
    assert answers[0].json() == answers[1].json()
    assert Customer.objects.count() == 1


def test_a_damaged_idempotency_key_is_a_bad_request(world: World, api_of: ApiOf) -> None:
    answer = api_of(world.zheng)(
        "POST", "/customers", {"values": {"name": "A"}}, **{"Idempotency-Key": "x"}
    )
    assert answer.status_code == 400


def test_a_token_does_only_what_its_scopes_say(world: World, api_of: ApiOf) -> None:
    api = api_of(world.boss, ["customers.view"])
    assert api("GET", "/customers").status_code == 200
    assert api("POST", "/customers", {"values": {"name": "A"}}).status_code == 403


def test_a_leaver_is_shut_out_at_once(world: World, api_of: ApiOf) -> None:
    api = api_of(world.zheng)
    assert api("GET", "/me").status_code == 200
    employees.deactivate(by=actor(world.boss), employee=world.zheng)
    assert api("GET", "/me").status_code == 401


@pytest.mark.parametrize(
    "body",
    ["[]", '"x"', "{", '{"values": []}', '{"values": {"owner": 1}}', '{"values": {"name": {}}}'],
)
def test_malformed_bodies_are_refused_and_write_nothing(
    world: World, api_of: ApiOf, body: str
) -> None:
    api = api_of(world.boss)
    answer = api._client.post("/api/v1/customers", body, content_type="application/json")
    assert 400 <= answer.status_code < 500, answer.content
    assert not Customer.objects.exists()


def test_a_masked_phone_stays_masked(world: World, api_of: ApiOf) -> None:
    api_of(world.boss)("POST", "/customers", {"values": {"name": "A", "phone": "13800138000"}})
    text = api_of(world.finance)("GET", "/customers").content.decode()
    assert "138****8000" in text
    assert "13800138000" not in text


def test_figures_and_their_entries_come_from_the_ledger(world: World, api_of: ApiOf) -> None:
    api = api_of(world.boss)
    api("POST", "/customers", {"values": {"name": "A"}})
    asked = "?metric=customers.added&start=2020-01-01&end=2099-12-31"
    assert api("GET", "/numbers" + asked).json()["total"]["values"]["customers.added"] == 1
    assert len(api("GET", "/entries" + asked).json()["items"]) == 1


def test_the_description_of_the_api_is_complete(world: World, api_of: ApiOf) -> None:
    paths = api_of(world.boss)("GET", "/openapi.json").json()["paths"]
    assert {"/api/v1/customers", "/api/v1/activities", "/api/v1/numbers"} <= set(paths)


def test_mail_addresses_and_wechat_are_masked_with_the_phones(world: World, api_of: ApiOf) -> None:
    api = api_of(world.boss)
    made = api("POST", "/customers", {"values": {"name": "A", "email": "office@dihong.cn"}}).json()
    person = {"name": "梁耀安", "wechat": "liangyaoan88", "email": "liang@dihong.cn"}
    people = f"/customers/{made['id']}/contacts"
    assert api("POST", people, person).json()["email"] == "liang@dihong.cn"
    seen = api_of(world.finance)("GET", people).json()[0]
    assert (seen["email"], seen["wechat"]) == ("l***@dihong.cn", "li****")
    for address in ("/customers", f"/customers/{made['id']}"):
        text = api_of(world.finance)("GET", address).content.decode()
        assert "o***@dihong.cn" in text
        assert "office@dihong.cn" not in text


def test_a_dealer_s_manager_gives_nothing_to_the_company(world: World, api_of: ApiOf) -> None:
    api = api_of(as_dealer(world, "manager"))
    body = {"values": {"name": "深圳恒达"}, "owner_id": world.zheng.pk}
    assert api("POST", "/customers", body).status_code == 404
    made = api("POST", "/customers", {"values": {"name": "深圳恒达"}}).json()
    given = {"customer_ids": [made["id"]], "owner_id": world.zheng.pk}
    answer = api("POST", "/customers/assignments", given)
    assert (answer.status_code, answer.json()["field"]) == (422, "owner_id")


def test_who_adds_a_customer_for_somebody_out_of_sight_gets_its_id(
    world: World, api_of: ApiOf
) -> None:
    values = {"name": "轮流", "people": [world.li], "groups": [], "departments": []}
    distributing.save_rule(by=actor(world.boss), rule=None, values=values)
    body = {"values": {"name": "广州迪宏"}, "by_rules": True}
    answer = api_of(world.zheng)("POST", "/customers", body)
    row = Customer.objects.get()
    assert (answer.status_code, row.owner) == (201, world.li)
    assert answer.json() == {"id": row.pk, "version": row.version, "values": {}}
    for_li = api_of(world.manager)("POST", "/customers", body | {"owner_id": world.li.pk})
    assert (for_li.status_code, for_li.json()["values"]) == (201, {})
