"""A table as a file: what the page shows, on the guarded road of all exports."""

import re
from html import unescape

import pytest

from tests.analytics.conftest import Compose
from tests.conftest import ClientOf
from tests.query_counts import pinned
from tests.world import World, actor
from zhuixiao.accounts.models import AuditEntry, Employee
from zhuixiao.analytics.exporting.approving import SUBJECT
from zhuixiao.analytics.exporting.jobs import FILE
from zhuixiao.analytics.exporting.writing import may_still_fetch
from zhuixiao.approvals.actions import deciding
from zhuixiao.approvals.models import FlowVersion, Request
from zhuixiao.customers.actions import guarding
from zhuixiao.customers.queries.guarding import Limits
from zhuixiao.files import disk
from zhuixiao.files.models import StoredFile
from zhuixiao.kit.jobs import run_due
from zhuixiao.kit.models import Job
from zhuixiao.kit.sheets import open_book

pytestmark = pytest.mark.usefixtures("sold")


def sheets() -> dict[str, list[list[object]]]:
    file = StoredFile.objects.get(kind=FILE)
    with open_book(disk.path_of(file.stored)) as book:
        return {name: [list(row) for row in book.rows(name)] for name in book.sheets}


def test_the_file_holds_what_the_page_shows(
    world: World, client_of: ClientOf, compose: Compose
) -> None:
    table = compose(
        rows=["department", "employee"], columns="month", span="quarter", comparison="previous"
    )
    client = client_of(world.boss)
    page = unescape(client.get(f"/tables/{table.pk}/").content.decode())
    assert client.post(f"/tables/{table.pk}/export/").status_code == 303
    run_due()
    head, *rows = sheets()["汇总表"]
    assert head[:4] == ["部门", "员工", "2026年1月 订单金额", "2026年1月 订单数"]
    assert head[-3:] == ["合计 订单数", "合计 上一期", "合计 变化 (%)"]
    cells = re.findall(r'<td class="numbers[^>]*>(.*?)</td>', page)
    shown = [re.sub(r"<[^>]+>|,|\+|%", "", cell).strip() for cell in cells]
    written = [cell for row in rows for cell in [*row, *[None] * (len(head) - len(row))][2:]]
    assert [None if text == "—" else float(text) for text in shown] == written
    assert rows[0][:2] == ["华南分公司", None]
    assert rows[1][:2] == ["华南分公司", "郑斌"]
    assert rows[-1][0] == "合计"
    entry = AuditEntry.objects.get(action="export")
    # The total is no row of its own: the limits of a day, the approval and the log count alike.
    assert entry.changes["rows"][1] == len(rows) - 1 == Job.objects.get(kind=FILE).payload["rows"]
    assert "2026年第1季度" in entry.changes["filter"][1]


def test_who_may_not_export_does_not(world: World, client_of: ClientOf, compose: Compose) -> None:
    table = compose()
    table.people.add(world.zheng, world.manager)
    address = f"/tables/{table.pk}/export/"
    assert client_of(world.zheng).post(address).status_code == 403
    assert address not in client_of(world.zheng).get(f"/tables/{table.pk}/").content.decode()
    none = Limits(None, None, exports=None, rows=0)
    guarding.set_rules(by=actor(world.boss), limits={world.manager.role_id: none}, watermark="")
    client_of(world.manager).post(address)
    assert not Job.objects.filter(kind=FILE).exists()


def test_customers_by_name_need_the_right_to_export_customers(
    world: World, client_of: ClientOf, compose: Compose
) -> None:
    table = compose(rows=["employee", "customer"])
    table.people.add(world.finance)
    grants = world.finance.role.grants
    grants["modules"] = {"customers": {"scope": "all", "actions": ["view"]}}
    world.finance.role.save()
    assert client_of(world.finance).post(f"/tables/{table.pk}/export/").status_code in {303, 403}
    assert not Job.objects.filter(kind=FILE).exists()


def test_a_file_with_customers_is_fetched_only_while_customers_may_be_exported(
    world: World, client_of: ClientOf, compose: Compose
) -> None:
    client = client_of(world.manager)
    for rows in (["employee"], ["employee", "customer"]):
        table = compose(rows=rows)
        table.people.add(world.manager)
        client.post(f"/tables/{table.pk}/export/")
    run_due()
    plain, named = StoredFile.objects.filter(kind=FILE).order_by("record_id")
    addresses = [f"/files/{plain.pk}/", f"/files/{named.pk}/"]
    assert [client.get(address).status_code for address in addresses] == [200, 200]
    grants = world.manager.role.grants
    grants["modules"] = {"customers": {"scope": "all", "actions": ["view"]}}
    world.manager.role.save()
    assert [client.get(address).status_code for address in addresses] == [200, 404]
    # A log of before this was written down does not say what its file holds.
    manager = Employee.objects.with_access().get(pk=world.manager.pk)
    assert not may_still_fetch(manager, AuditEntry(changes={"rows": [None, 1]}))
    assert may_still_fetch(manager, AuditEntry(changes={"splits": [None, ["employee"]]}))


def test_a_table_is_read_once_for_its_file(
    world: World, client_of: ClientOf, compose: Compose
) -> None:
    client_of(world.boss).post(f"/tables/{compose().pk}/export/")
    with pinned("analytics.export"):
        run_due()


def test_a_new_company_asks_the_boss_for_tables_of_a_thousand_rows(world: World) -> None:
    version = FlowVersion.objects.get(flow__subject=SUBJECT)
    assert version.conditions == {"at_least": {"rows": 1000}}


def test_somebody_must_agree_where_a_flow_says_so(
    world: World, client_of: ClientOf, compose: Compose
) -> None:
    table = compose()
    table.people.add(world.manager)
    versions = FlowVersion.objects.filter(flow__subject=SUBJECT)
    versions.update(conditions={"at_least": {"rows": 1}})
    client_of(world.manager).post(f"/tables/{table.pk}/export/")
    assert not Job.objects.filter(kind=FILE).exists()
    request = Request.objects.get()
    # What was asked for stays what it was, whatever becomes of the table.
    table.delete()
    deciding.approve(by=actor(world.boss), request=request)
    run_due()
    head, *rows = sheets()["汇总表"]
    assert head == ["员工", "订单金额", "订单数"]
    assert rows == [["郑斌", 2600, 3], ["合计", 2600, 3]]
