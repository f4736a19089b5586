"""Tasks and reports over the API."""

import pytest

from tests.api.conftest import ApiOf, walk
from tests.world import World, actor
from zhuixiao.accounts.models import Department
from zhuixiao.reports.actions import naming

pytestmark = pytest.mark.django_db
TASK = {"title": "寄样品", "due_on": "2099-01-05", "repeat": "weekly"}


def test_a_task_is_changed_done_reopened_and_taken_away(world: World, api_of: ApiOf) -> None:
    api = api_of(world.zheng)
    made = api("POST", "/tasks", TASK).json()
    path = f"/tasks/{made['id']}"
    changed = api("PUT", path, TASK | {"title": "寄两件样品", "version": made["version"]})
    assert changed.json()["title"] == "寄两件样品"
    assert api("PUT", path, TASK | {"title": "x", "version": made["version"]}).status_code == 409
    assert api("POST", f"{path}/completion").json()["done_at"]
    assert len(api("GET", "/tasks").json()["items"]) == 1
    assert api("DELETE", f"{path}/completion").json()["done_at"] is None
    assert [row["id"] for row in api("GET", "/tasks").json()["items"]] == [made["id"]]
    assert api("DELETE", path).status_code == 204
    assert api("GET", path).status_code == 404


def test_more_tasks_than_a_page_holds_are_all_reached(world: World, api_of: ApiOf) -> None:
    api = api_of(world.zheng)
    days = ("2099-01-07", "2099-01-05", "2099-01-05", "2099-01-06", "2099-01-05")
    made = [api("POST", "/tasks", TASK | {"due_on": day}).json() for day in days]
    by_day = sorted(made, key=lambda row: (row["due_on"], row["id"]))
    assert walk(api, "/tasks?limit=2") == [row["id"] for row in by_day]
    for row in made:
        api("POST", f"/tasks/{row['id']}/completion")
    assert walk(api, "/tasks?done=true&limit=2") == [row["id"] for row in reversed(made)]
    place = api("GET", "/tasks?done=true&limit=2").json()["next"]
    for cursor in (place, "x", "é", place[:-3], "A" * 3_000):
        assert api("GET", f"/tasks?cursor={cursor}").json()["code"] == "cursor", cursor


def test_a_planned_contact_is_put_off_and_closed(world: World, api_of: ApiOf) -> None:
    api = api_of(world.zheng)
    customer = api("POST", "/customers", {"values": {"name": "晨光酒店"}}).json()["id"]
    days = ("2099-01-07", "2099-01-05", "2099-01-06")
    body = {"customer_id": customer, "note": "报价"}
    first, *others = (api("POST", "/follow-ups", body | {"on": day}).json() for day in days)
    ids = [row["id"] for row in others]
    assert walk(api, "/follow-ups?limit=1") == [*ids, first["id"]]
    path = f"/follow-ups/{first['id']}"
    moved = api("PUT", path, {"on": "2099-01-01"}).json()
    assert (moved["on"], moved["note"]) == ("2099-01-01", "报价")
    assert api("PUT", path, {"on": "2020-01-01"}).status_code == 422
    assert walk(api, "/follow-ups?limit=2") == [first["id"], *ids]
    assert api_of(world.li)("DELETE", path).status_code == 404
    assert api("DELETE", path).json()["state"] == "cancelled"
    assert api("DELETE", path).status_code == 422
    assert walk(api, "/follow-ups") == ids


def test_a_task_is_due_at_a_time_of_the_companys_day(world: World, api_of: ApiOf) -> None:
    api = api_of(world.zheng)
    assert api("POST", "/tasks", TASK | {"due_time": "09:30"}).json()["due_time"] == "09:30:00"
    refused = api("POST", "/tasks", TASK | {"due_time": "09:30+08:00"})
    assert refused.status_code == 422
    assert "due_time" in refused.json()["errors"]


def test_a_strangers_task_is_not_there(world: World, api_of: ApiOf) -> None:
    path = f"/tasks/{api_of(world.zheng)('POST', '/tasks', TASK).json()['id']}"
    for method in ("GET", "PUT", "DELETE"):
        assert api_of(world.li)(method, path, TASK).status_code == 404, method


def test_a_report_is_found_commented_liked_and_taken_back(world: World, api_of: ApiOf) -> None:
    own, boss = api_of(world.zheng), api_of(world.boss)
    day = "/reports/mine/day/2026-03-02"
    report = own("PUT", day, {"summary": ["见了两家酒店"], "plan": []}).json()
    path = f"/reports/{report['id']}"
    assert boss("GET", "/reports").json() == []
    own("POST", f"{path}/submission")
    asked = f"/reports?kind=day&employee={world.zheng.pk}&since=2026-03-02&until=2026-03-02"
    assert [row["id"] for row in boss("GET", asked).json()] == [report["id"]]
    assert boss("GET", "/reports?since=2026-03-03").json() == []
    assert boss("POST", f"{path}/comments", {"text": "很好"}).status_code == 201
    assert [row["text"] for row in own("GET", f"{path}/comments").json()] == ["很好"]
    assert boss("POST", f"{path}/like").json() == {"is_liked": True}
    assert api_of(world.chen)("DELETE", f"{path}/submission").status_code == 404
    assert own("DELETE", f"{path}/submission").json()["state"] == "draft"


def test_an_entry_says_its_day_and_opens_its_fact(world: World, api_of: ApiOf) -> None:
    api = api_of(world.boss)
    made = api("POST", "/customers", {"values": {"name": "晨光酒店"}}).json()
    asked = "?metric=customers.added&start=2020-01-01&end=2099-12-31"
    entry = api("GET", "/entries" + asked).json()["items"][0]
    assert (entry["fact_kind"], entry["fact_id"]) == ("customer", made["id"])
    assert entry["value"] == 1
    assert len(entry["day"].split("-")) == 3
    assert entry["url"].endswith(f"/{made['id']}/")


def test_the_report_of_a_department_is_its_heads(world: World, api_of: ApiOf) -> None:
    path = f"/reports/departments/{world.south.pk}/day/2026-03-02"
    made = api_of(world.manager)("PUT", path, {"summary": ["整体不错"]}).json()
    assert made["of_department_id"] == world.south.pk
    assert api_of(world.zheng)("PUT", path, {"summary": ["x"]}).status_code == 404
    sent = api_of(world.manager)("POST", f"/reports/{made['id']}/submission")
    assert sent.json()["state"] == "submitted"


def test_a_new_head_takes_the_report_of_his_department_back(world: World, api_of: ApiOf) -> None:
    old, new = api_of(world.manager), api_of(world.chen)
    path = f"/reports/departments/{world.south.pk}/day/2026-03-02"
    made = old("PUT", path, {"summary": ["整体不错"]}).json()["id"]
    old("POST", f"/reports/{made}/submission")
    Department.objects.filter(pk=world.south.pk).update(head=world.chen)
    assert old("DELETE", f"/reports/{made}/submission").status_code == 404
    taken = new("DELETE", f"/reports/{made}/submission").json()
    assert (taken["state"], taken["employee_id"]) == ("draft", world.chen.pk)
    assert old("POST", f"/reports/{made}/submission").status_code == 404
    assert new("POST", f"/reports/{made}/submission").json()["state"] == "submitted"


def test_frozen_figures_go_to_who_sees_all_that_they_count(world: World, api_of: ApiOf) -> None:
    for reader, of in (
        (world.chen, world.south),
        (world.manager, world.head_office),
        (world.su, world.zheng),
    ):
        naming.add(by=actor(world.boss), reader=reader, of=of)
    Department.objects.filter(pk=world.head_office.pk).update(head=world.boss)
    places = {
        world.zheng: "/reports/mine/day/2026-03-02",
        world.manager: f"/reports/departments/{world.south.pk}/day/2026-03-02",
        world.boss: f"/reports/departments/{world.head_office.pk}/day/2026-03-02",
    }
    own, south, whole = (
        api_of(by)("PUT", path, {"summary": ["一"]}).json()["id"] for by, path in places.items()
    )
    for by, pk in zip(places, (own, south, whole), strict=True):
        assert api_of(by)("POST", f"/reports/{pk}/submission").json()["snapshot"]
    reads = {reader: api_of(reader) for reader in (world.chen, world.su, world.manager, world.boss)}
    seen = {
        reader.name: {row["id"] for row in api("GET", "/reports").json() if row["snapshot"]}
        for reader, api in reads.items()
    }
    assert seen == {
        "陈敏": set(),
        "苏细莲": set(),
        "周平": {own, south},
        "廖利": {own, south, whole},
    }
    for reader, pk in ((world.chen, south), (world.su, own), (world.manager, whole)):
        answer = reads[reader]("GET", f"/reports/{pk}").json()
        assert (answer["summary"], answer["snapshot"]) == (["一"], {}), reader.name
