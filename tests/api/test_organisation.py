"""People, departments, groups and roles over the API."""

import uuid
from typing import Any

import pytest
from django.conf import settings

from tests.api.conftest import ApiOf
from tests.world import World, actor, as_dealer, role
from zhuixiao.accounts.actions import groups
from zhuixiao.accounts.models import AuditEntry, Employee

pytestmark = pytest.mark.django_db


def test_a_person_is_hired_invited_changed_and_comes_back(world: World, api_of: ApiOf) -> None:
    api = api_of(world.boss)
    body = {
        "name": "何静",
        "username": "HeJing",
        "phone": "+86 138-0000-0001",
        "department_id": world.south.pk,
        "role_id": role("sales").pk,
    }
    hired = api("POST", "/employees", body)
    assert hired.status_code == 201, hired.content
    assert (hired.json()["username"], hired.json()["phone"]) == ("hejing", "13800000001")
    path = f"/employees/{hired.json()['id']}"
    link = api("POST", f"{path}/invitation").json()["link"]
    assert link.startswith(settings.BASE_URL + "/invitation/")
    moved = api("PATCH", path, {"department_id": world.east.pk, "version": 1}).json()
    assert (moved["department_id"], moved["title"], moved["version"]) == (world.east.pk, "", 2)
    assert api("POST", f"{path}/deactivation").json()["is_active"] is False
    assert api("POST", f"{path}/invitation").status_code == 400
    assert api("DELETE", f"{path}/deactivation").json()["is_active"] is True
    assert api("GET", path).json()["version"] == 4
    doors = AuditEntry.objects.filter(kind="employee", record_id=hired.json()["id"])
    assert set(doors.values_list("via", flat=True)) == {"api"}


def test_the_second_of_two_changes_of_a_person_is_told(world: World, api_of: ApiOf) -> None:
    api, path = api_of(world.boss), f"/employees/{world.zheng.pk}"
    version = api("GET", path).json()["version"]
    api("PATCH", path, {"title": "经理", "version": version})
    late = api("PATCH", path, {"title": "主任", "version": version})
    assert late.status_code == 409
    assert late.json()["fields"]["title"] == {"base": "", "mine": "主任", "theirs": "经理"}
    assert api("PATCH", path, {"phone": "13900000009", "version": version}).status_code == 200


def test_a_taken_name_and_a_rank_above_are_refused_as_on_the_page(
    world: World, api_of: ApiOf
) -> None:
    body = {"name": "何静", "username": "zhengbin", "department_id": world.south.pk}
    taken = api_of(world.boss)("POST", "/employees", body | {"role_id": role("sales").pk})
    assert (taken.status_code, taken.json()["field"]) == (400, "username")
    by_admin = api_of(world.admin)
    body["username"] = "hejing"
    assert by_admin("POST", "/employees", body | {"role_id": role("boss").pk}).status_code == 403
    for path in ("invitation", "deactivation"):
        refused = by_admin("POST", f"/employees/{world.boss.pk}/{path}")
        assert refused.status_code == 403, path
    last = api_of(world.boss)("PATCH", f"/employees/{world.boss.pk}", {"role_id": role("admin").pk})
    assert (last.status_code, last.json()["field"]) == (400, "role")


def test_a_person_is_hired_once_and_no_link_is_kept(world: World, api_of: ApiOf) -> None:
    api, key = api_of(world.boss), {"Idempotency-Key": str(uuid.uuid4())}
    body = {"name": "何静", "username": "hejing", "department_id": world.south.pk}
    body |= {"role_id": role("sales").pk}
    first, again = (api("POST", "/employees", body, **key) for _time in range(2))
    assert first.json() == again.json()
    assert again.headers["Idempotent-Replay"] == "1"
    path, key = (
        f"/employees/{first.json()['id']}/invitation",
        {"Idempotency-Key": str(uuid.uuid4())},
    )
    links = {api("POST", path, **key).json()["link"] for _time in range(2)}
    assert len(links) == 2
    assert Employee.objects.get(username="hejing").invitations.count() == 1


def test_a_unit_is_added_moved_closed_and_opened_again(world: World, api_of: ApiOf) -> None:
    api = api_of(world.boss)
    made = api("POST", "/departments", {"name": "杭州办", "parent_id": world.east.pk}).json()
    path = f"/departments/{made['id']}"
    body = {"name": "杭州办事处", "kind": "office", "head_id": world.li.pk}
    moved = api("PUT", path, body | {"parent_id": world.south.pk})
    assert moved.json() == {"id": made["id"], "parent_id": world.south.pk, **body}
    ring = {"name": "华南分公司", "kind": "branch", "head_id": None, "parent_id": made["id"]}
    refused = api("PUT", f"/departments/{world.south.pk}", ring)
    assert refused.status_code == 400, refused.content
    assert api("DELETE", f"/departments/{world.south.pk}").status_code == 400
    nowhere = api("PUT", path, body | {"parent_id": 999})
    assert (nowhere.status_code, nowhere.json()["field"]) == (422, "parent_id")
    assert api("DELETE", path).status_code == 204
    assert made["id"] not in [row["id"] for row in api("GET", "/departments").json()]
    assert [row["id"] for row in api("GET", "/departments?closed=true").json()] == [made["id"]]
    assert api("POST", f"{path}/comeback").json()["parent_id"] == world.south.pk


def test_a_group_is_added_changed_and_removed(world: World, api_of: ApiOf) -> None:
    api = api_of(world.boss)
    made = api("POST", "/groups", {"name": "值班", "member_ids": [world.zheng.pk]}).json()
    path, both = f"/groups/{made['id']}", [world.zheng.pk, world.chen.pk]
    assert api("PUT", path, {"name": "值班组", "member_ids": both}).json()["member_ids"] == both
    api("POST", f"/employees/{world.chen.pk}/deactivation")
    left = [row for row in api("GET", "/groups").json() if row["id"] == made["id"]]
    assert left[0]["member_ids"] == [world.zheng.pk]
    unknown = api("PUT", path, {"name": "值班组", "member_ids": [world.chen.pk]})
    assert (unknown.status_code, unknown.json()["field"]) == (422, "member_ids")
    assert api("DELETE", path).status_code == 204
    assert made["id"] not in [row["id"] for row in api("GET", "/groups").json()]


def test_a_role_is_copied_narrowed_reset_and_removed(world: World, api_of: ApiOf) -> None:
    api = api_of(world.boss)
    sales = next(row for row in api("GET", "/roles").json() if row["key"] == "sales")
    assert sales["people"] == 4
    made = api("POST", f"/roles/{sales['id']}/copy", {"name": "电话销售"}).json()
    path = f"/roles/{made['id']}"
    change: dict[str, Any] = {
        "modules": {"customers": {"scope": "own", "actions": ["view"]}},
        "fields": {"customers.phone": "masked"},
    }
    narrowed = api("PATCH", path, change).json()
    assert narrowed["modules"]["customers"] == change["modules"]["customers"]
    assert narrowed["fields"]["customers.phone"] == "masked"
    assert narrowed["modules"]["activities"] == made["modules"]["activities"]
    assert api("POST", f"{path}/reset").json() == made
    assert api("DELETE", f"/roles/{sales['id']}").status_code == 400
    assert api("DELETE", path).status_code == 204
    assert api("GET", path).status_code == 404


def test_a_role_takes_no_word_that_is_none(world: World, api_of: ApiOf) -> None:
    api, path = api_of(world.boss), f"/roles/{role('sales').pk}"
    strange = api("PATCH", path, {"fields": {"customers.shoe_size": "read"}})
    assert strange.json()["errors"].keys() == {"fields.customers.shoe_size"}
    grant = {"scope": "own", "actions": ["fly"]}
    assert api("PATCH", path, {"modules": {"customers": grant}}).status_code == 400
    own = api_of(world.admin)("PATCH", f"/roles/{role('boss').pk}", {"needs_totp": True})
    assert own.status_code == 403


def test_who_does_not_manage_changes_nothing_and_sees_no_phone(world: World, api_of: ApiOf) -> None:
    for api in (api_of(world.zheng), api_of(world.boss, ["accounts.view"])):
        assert "phone" not in api("GET", "/employees").json()[0]
        assert api("GET", f"/employees/{world.chen.pk}").status_code == 403
        assert api("GET", "/roles").status_code == 403
        for path in ("/groups", "/departments", "/employees"):
            body = {"name": "x", "username": "xu", "parent_id": 1, "member_ids": []}
            assert api("POST", path, body | {"department_id": 1, "role_id": 1}).status_code == 403


def test_a_dealer_s_person_lists_the_dealer_s_people_units_and_groups(
    world: World, api_of: ApiOf
) -> None:
    both, ours = [world.su.pk, world.chen.pk], [world.chen.pk]
    mixed = groups.save(by=actor(world.boss), name="值班", members=[world.su, world.chen])
    groups.save(by=actor(world.boss), name="自己人", members=[world.chen])
    api = api_of(as_dealer(world))
    assert [row["name"] for row in api("GET", "/employees").json()] == ["苏细莲"]
    assert [row["name"] for row in api("GET", "/departments").json()] == ["深圳办事处"]
    (group,) = api("GET", "/groups").json()
    assert (group["id"], group["member_ids"]) == (mixed.pk, [world.su.pk])
    everybody = api_of(world.zheng)("GET", "/groups").json()
    assert [sorted(row["member_ids"]) for row in everybody] == [sorted(both), ours]
