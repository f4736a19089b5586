"""Saved views and own fields over the API."""

import pytest
from django.test import TestCase

from tests.api.conftest import ApiOf
from tests.world import World
from zhuixiao.customers.models import Customer, CustomField, View

pytestmark = pytest.mark.django_db
MINE = {"field": "owner", "is": "in", "value": ["me"]}


def test_a_view_is_made_listed_changed_and_removed(world: World, api_of: ApiOf) -> None:
    api = api_of(world.zheng)
    body = {"name": "重点", "filter": MINE, "columns": ["name", "stage:120"], "sort": ["-name"]}
    made = api("POST", "/views", body)
    assert made.status_code == 201, made.content
    kept = made.json()
    assert (kept["sort"], kept["is_own"]) == ("-name", True)
    assert [column["key"] for column in kept["columns"]] == ["name", "stage"]
    listed = {row["key"]: row for row in api("GET", "/views").json()}
    assert listed[kept["key"]] == kept
    assert listed["all"]["id"] is None
    changed = api("PUT", f"/views/{kept['id']}", {"name": "全部"})
    assert (changed.json()["name"], changed.json()["filter"]) == ("全部", {})
    assert api("DELETE", f"/views/{kept['id']}").status_code == 204
    assert not View.objects.exists()


def test_a_view_of_somebody_else_is_not_there_and_sharing_needs_a_right(
    world: World, api_of: ApiOf
) -> None:
    pk = api_of(world.zheng)("POST", "/views", {"name": "重点"}).json()["id"]
    stranger = api_of(world.boss)
    assert stranger("PUT", f"/views/{pk}", {"name": "x"}).status_code == 404
    assert stranger("DELETE", f"/views/{pk}").status_code == 404
    refused = api_of(world.zheng)("PUT", f"/views/{pk}", {"name": "y", "is_shared": True})
    assert refused.status_code == 403
    assert View.objects.get().name == "重点"


@pytest.mark.parametrize(
    "body",
    [
        {"name": ""},
        {"name": "x", "filter": {"field": "nothing", "is": "empty"}},
        {"name": "x", "sort": ["nothing"]},
        {"name": "x", "filter": {"op": "and", "items": 7}},
    ],
)
def test_a_view_that_makes_no_sense_is_refused(
    world: World, api_of: ApiOf, body: dict[str, object]
) -> None:
    assert 400 <= api_of(world.zheng)("POST", "/views", body).status_code < 500
    assert not View.objects.exists()


def test_fields_say_what_values_there_are(world: World, api_of: ApiOf) -> None:
    fields = {row["key"]: row for row in api_of(world.finance)("GET", "/fields").json()}
    assert fields["stage"]["pick_list"] == "stage"
    assert fields["name"]["is_required"]
    assert not fields["phone"]["is_writable"]


@pytest.mark.django_db(transaction=True)
def test_an_own_field_is_made_changed_retired_and_used_again(world: World, api_of: ApiOf) -> None:
    api = api_of(world.boss)
    new = {"label": "等级", "kind": "single", "choices": ["金", "银"]}
    made = api("POST", "/fields", new)
    assert made.status_code == 201, made.content
    key, path = made.json()["key"], f"/fields/{made.json()['id']}"
    api("POST", "/customers", {"values": {"name": "A", key: "金"}})
    assert api("PUT", path, {"label": "级别", "is_indexed": True}).json()["is_sortable"]
    assert api("POST", f"{path}/choices", {"names": ["铜"]}).json()["choices"] == ["金", "银", "铜"]
    with TestCase.captureOnCommitCallbacks(execute=True):
        api("PUT", f"{path}/choices", {"choice": "金", "name": "黄金"})
    assert Customer.objects.get().extra == {key: "黄金"}
    assert api("DELETE", path).status_code == 204
    assert key not in {row["key"] for row in api("GET", "/fields").json()}
    assert api("POST", f"{path}/comeback").json()["label"] == "级别"
    assert api("POST", "/fields", {"label": "级别", "kind": "text"}).status_code == 422


def test_only_who_manages_customers_makes_fields(world: World, api_of: ApiOf) -> None:
    answer = api_of(world.manager)("POST", "/fields", {"label": "x", "kind": "text"})
    assert answer.status_code == 403
    assert not CustomField.objects.exists()
