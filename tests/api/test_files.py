"""Files, imports and exports over the API."""

import json
import uuid
from typing import Any

import pytest
from django.test import TestCase

from tests.api.conftest import ApiClient, ApiOf
from tests.customers.importing.files import as_csv
from tests.world import World, actor
from zhuixiao.customers.actions import distributing, pools
from zhuixiao.customers.models import Customer, ImportBatch
from zhuixiao.files.models import StoredFile

pytestmark = pytest.mark.django_db
TABLE = as_csv([["单位", "手机号", "备注"], ["甲公司", "13800138000", "x"], ["乙公司", "", "y"]])


def run(api: ApiClient, *asked: Any, **fields: Any) -> Any:
    """A request whose jobs run at once."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        call = api.send if len(asked) > 2 and isinstance(asked[2], bytes) else api
        return call(*asked, **fields)


def test_a_file_is_uploaded_hung_on_a_customer_and_fetched(world: World, api_of: ApiOf) -> None:
    api = api_of(world.zheng)
    made = api.send("/files", "报价.txt", "报价单".encode())
    assert made.status_code == 201, made.content
    pk = made.json()["id"]
    customer = api("POST", "/customers", {"values": {"name": "A"}}).json()["id"]
    colleague, stranger = api_of(world.manager), api_of(world.li)
    assert colleague("GET", f"/files/{pk}").status_code == 404
    api("POST", f"/customers/{customer}/files", {"file_ids": [pk]})
    [row] = colleague("GET", f"/customers/{customer}/files").json()
    fetched = colleague("GET", row["url"].removeprefix("/api/v1"))
    assert b"".join(fetched.streaming_content) == "报价单".encode()
    assert "attachment" in fetched.headers["Content-Disposition"]
    assert stranger("GET", f"/files/{pk}").status_code == 404
    assert stranger("GET", f"/files/{pk}/content").status_code == 404
    assert stranger("GET", f"/customers/{customer}/files").status_code == 404


def test_a_foreign_upload_cannot_be_hung_on_a_customer(world: World, api_of: ApiOf) -> None:
    pk = api_of(world.li).send("/files", "a.txt", b"a").json()["id"]
    api = api_of(world.zheng)
    customer = api("POST", "/customers", {"values": {"name": "A"}}).json()["id"]
    answer = api("POST", f"/customers/{customer}/files", {"file_ids": [pk]})
    assert answer.status_code == 400
    assert StoredFile.objects.get().kind == ""


@pytest.mark.parametrize("content", [b"MZ\x90\x00", b""])
def test_what_is_no_file_is_refused(world: World, api_of: ApiOf, content: bytes) -> None:
    assert api_of(world.zheng).send("/files", "a.exe", content).status_code == 400
    assert api_of(world.zheng)("POST", "/files", {}).status_code == 400


def test_an_import_runs_and_is_taken_back(world: World, api_of: ApiOf) -> None:
    api = api_of(world.boss)
    mapping = json.dumps({"单位": "name", "手机号": "phone", "2": "note"})
    made = run(api, "/imports", "客户.csv", TABLE, mapping=mapping, owner="zhengbin")
    assert made.status_code == 202, made.content
    path = f"/imports/{made.json()['id']}"
    done = api("GET", path).json()
    assert (done["state"], done["created_count"]) == ("done", 2)
    assert api("GET", f"/jobs/{done['job_id']}").json()["state"] == "done"
    row = Customer.objects.get(name="甲公司")
    assert (row.owner, row.phone, row.note) == (world.zheng, "13800138000", "x")
    assert run(api, "POST", f"{path}/undoing").status_code == 202
    assert api("GET", path).json()["state"] == "undone"
    assert not Customer.objects.exists()


def test_rows_go_by_the_rules_or_into_a_pool(world: World, api_of: ApiOf) -> None:
    by, api = actor(world.boss), api_of(world.boss)
    values = {"name": "轮流", "people": [world.li], "groups": [], "departments": []}
    distributing.save_rule(by=by, rule=None, values=values)
    pool = pools.save_pool(by=by, pool=None, values={"name": "总公海"})
    run(api, "/imports", "a.csv", TABLE, owner="rules")
    assert Customer.objects.filter(owner=world.li).count() == 2
    run(api, "/imports", "a.csv", TABLE, pool="总公海", on_duplicate="create")
    assert Customer.objects.filter(pool=pool).count() == 2


def test_a_dry_run_writes_nothing_until_it_is_started(world: World, api_of: ApiOf) -> None:
    api = api_of(world.boss)
    path = f"/imports/{run(api, '/imports', 'a.csv', TABLE, dry_run='true').json()['id']}"
    assert api("GET", path).json()["state"] == "checked"
    assert not Customer.objects.exists()
    run(api, "POST", f"{path}/start")
    assert api("GET", path).json()["created_count"] == 2


@pytest.mark.parametrize(
    "fields",
    [
        {"mapping": "{"},
        {"mapping": "[]"},
        {"mapping": '{"nothing": "name"}'},
        {"mapping": '{"单位": "secret"}'},
        {"mapping": '{"单位": ["name"]}'},
        {"on_duplicate": "eat"},
        {"owner": "nobody"},
        {"owner": "rules"},
        {"pool": "nothing"},
        {"pool": "nothing", "owner": "me"},
        {"header_row": "x"},
        {"header_row": "99999999999"},
        {"sheet": "nothing"},
    ],
)
def test_an_import_that_makes_no_sense_is_refused_whole(
    world: World, api_of: ApiOf, fields: dict[str, str]
) -> None:
    answer = run(api_of(world.boss), "/imports", "a.csv", TABLE, **fields)
    assert answer.status_code in {400, 422}, answer.content
    assert not Customer.objects.exists()
    assert not ImportBatch.objects.exists()


def test_an_import_is_its_persons_own_and_needs_the_right(world: World, api_of: ApiOf) -> None:
    pk = run(api_of(world.boss), "/imports", "a.csv", TABLE).json()["id"]
    assert api_of(world.manager)("GET", f"/imports/{pk}").status_code == 404
    assert api_of(world.zheng).send("/imports", "a.csv", TABLE).status_code == 403


def test_an_export_is_a_job_with_a_link(world: World, api_of: ApiOf) -> None:
    api = api_of(world.boss)
    for name in ("甲", "乙"):
        api("POST", "/customers", {"values": {"name": name}})
    wish = {"query": "view=all&q=甲", "columns": ["name"], "format": "csv"}
    made = run(api, "POST", "/exports", wish)
    assert made.status_code == 202, made.content
    done = api("GET", f"/exports/{made.json()['id']}").json()
    assert (done["state"], done["rows"]) == ("done", 1)
    content = b"".join(api("GET", done["url"].removeprefix("/api/v1")).streaming_content)
    assert "甲" in content.decode("utf-8-sig")
    assert "乙" not in content.decode("utf-8-sig")
    assert api_of(world.admin)("GET", f"/exports/{made.json()['id']}").status_code == 404
    assert api_of(world.admin)("GET", done["url"].removeprefix("/api/v1")).status_code == 404
    assert api_of(world.zheng)("POST", "/exports", wish).status_code == 403
    assert api("GET", f"/exports/{uuid.uuid4()}").status_code == 404
    assert api("POST", "/exports", {"query": "f={"}).status_code in {400, 422}
