"""The list of orders as a file: what the person sees of it, within the limits of a day."""

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from tests.conftest import ClientOf
from tests.sales.conftest import TODAY, PlaceOrder
from tests.sales.opportunities import take_up
from tests.world import NOW, World, actor
from zhuixiao.accounts.models import AuditEntry, Employee
from zhuixiao.approvals.actions import deciding
from zhuixiao.approvals.models import FlowVersion, Request
from zhuixiao.customers.actions import guarding, transferring
from zhuixiao.customers.queries.guarding import Limits
from zhuixiao.files import disk
from zhuixiao.files.models import StoredFile
from zhuixiao.kit.jobs import run_due
from zhuixiao.kit.models import Job
from zhuixiao.kit.sheets import open_book
from zhuixiao.sales.actions import paying
from zhuixiao.sales.actions.payment_values import NewPayment, Share
from zhuixiao.sales.exporting.approving import SUBJECT
from zhuixiao.sales.exporting.jobs import FILE
from zhuixiao.sales.models import Order

URL = "/orders/export/"


@pytest.fixture(autouse=True)
def _one_day() -> Iterator[None]:
    """Jobs run on the day on which they were asked for."""
    with time_machine.travel(NOW):
        yield


@pytest.fixture
def finance(world: World, client_of: ClientOf) -> Client:
    return client_of(world.finance)


def sheets(file: StoredFile) -> dict[str, list[list[object]]]:
    with open_book(disk.path_of(file.stored)) as book:
        return {name: [list(row) for row in book.rows(name)] for name in book.sheets}


def test_it_holds_the_rows_and_columns_that_the_list_shows(
    world: World, place_order: PlaceOrder, finance: Client
) -> None:
    order = place_order(title="=1+1")
    place_order(number="X-2")
    page = finance.get("/orders/?q=1%2B1").content.decode()
    assert f'action="{URL}?q=1%2B1"' in page
    assert finance.post(f"{URL}?q=1%2B1&page=7").status_code == 303
    run_due()
    file = StoredFile.objects.get(kind=FILE)
    book = sheets(file)
    (head, row) = book["合同订单"]
    assert row[:3] == [order.number, "=1+1", order.customer.name]
    assert row[head.index("金额")] == order.due / 100
    assert [world.finance.username in str(cell) for cell in book["说明"][1]] == [False, True]
    entry = AuditEntry.objects.get(action="export")
    assert entry.changes["rows"][1] == 1
    assert "1+1" in entry.changes["filter"][1]
    assert finance.get(f"/files/{file.pk}/").status_code == 200


def test_costs_are_for_who_may_see_them_and_rows_for_who_sees_them(
    world: World, place_order: PlaceOrder, client_of: ClientOf
) -> None:
    order = place_order()
    grants = world.manager.role.grants
    grants["fields"] = {**grants.get("fields", {}), "catalog.cost": "hidden"}
    world.manager.role.save()
    for person, has_cost in ((world.manager, False), (world.boss, True)):
        client_of(person).post(URL)
        run_due()
        head, *rows = sheets(StoredFile.objects.filter(kind=FILE).latest("created_at"))["合同订单"]
        assert any(str(cell).startswith("成本") for cell in head) == has_cost
        seen = Order.objects.visible_to(Employee.objects.with_access().get(pk=person.pk))
        assert len(rows) == seen.count() == 1
        assert rows[0][0] == order.number


def test_who_may_not_export_does_not_and_the_limits_of_a_day_hold(
    world: World, place_order: PlaceOrder, client_of: ClientOf
) -> None:
    place_order()
    assert client_of(world.zheng).post(URL).status_code == 403
    assert URL not in client_of(world.zheng).get("/orders/").content.decode()
    none = Limits(None, None, exports=0, rows=None)
    guarding.set_rules(by=actor(world.boss), limits={world.manager.role_id: none}, watermark="")
    # A flow that would ask somebody changes nothing: there is nothing to agree to.
    versions = FlowVersion.objects.filter(flow__subject=SUBJECT)
    versions.update(conditions={"at_least": {"rows": 1}})
    client_of(world.manager).post(URL)
    assert not Job.objects.filter(kind=FILE).exists()
    assert not Request.objects.exists()


def test_exports_that_still_run_count_for_the_day(
    world: World, place_order: PlaceOrder, client_of: ClientOf
) -> None:
    place_order()
    once = Limits(None, None, exports=1, rows=None)
    guarding.set_rules(by=actor(world.boss), limits={world.manager.role_id: once}, watermark="")
    manager = client_of(world.manager)
    for _time in range(2):
        manager.post(URL)
    assert Job.objects.filter(kind=FILE).count() == 1


def test_a_payment_names_no_customer_that_its_reader_does_not_know(
    world: World, place_order: PlaceOrder, client_of: ClientOf
) -> None:
    order = place_order()
    new = NewPayment(order.customer_id, 30_000, TODAY, shares=[Share(order.pk, 20_000)])
    paying.record(by=actor(world.finance), new=new)
    transferring.transfer(by=actor(world.boss), customer_ids=[order.customer_id], owner=world.li)
    client_of(world.manager).post("/payments/export/")
    run_due()
    head, payment = sheets(StoredFile.objects.get(kind=FILE))["回款"]
    assert payment[head.index("客户")] in {"", None}


def test_the_filters_of_opportunities_are_kept_as_they_held(
    world: World, place_order: PlaceOrder, client_of: ClientOf
) -> None:
    take_up(world, place_order().customer)
    client_of(world.boss).post("/opportunities/export/")
    assert Job.objects.get(kind=FILE).payload["wish"]["params"]["of"] == "all"


def test_somebody_must_agree_where_a_flow_says_so(
    world: World, place_order: PlaceOrder, client_of: ClientOf
) -> None:
    place_order()
    versions = FlowVersion.objects.filter(flow__subject=SUBJECT)
    versions.update(conditions={"at_least": {"rows": 1}})
    client_of(world.manager).post(URL)
    asked = Request.objects.get(subject=SUBJECT)
    assert not Job.objects.filter(kind=FILE).exists()
    deciding.approve(by=actor(world.boss), request=asked)
    run_due()
    assert StoredFile.objects.filter(kind=FILE).count() == 1


def test_payments_and_opportunities_are_exported_as_their_lists_are_filtered(
    world: World, place_order: PlaceOrder, client_of: ClientOf
) -> None:
    order = place_order()
    take_up(world, order.customer)
    take_up(world, order.customer, name="二期")
    new = NewPayment(order.customer_id, 30_000, TODAY, shares=[Share(order.pk, 20_000)])
    paying.record(by=actor(world.finance), new=new)
    boss = client_of(world.boss)
    for url in (f"/payments/export/?customer={order.customer_id}", "/opportunities/export/?q=二期"):
        assert boss.post(url).status_code == 303
        run_due()
    paid, wished = StoredFile.objects.filter(kind=FILE).order_by("created_at", "name")[:2]
    books = {name: rows for file in (paid, wished) for name, rows in sheets(file).items()}
    head, payment = books["回款"]
    assert dict(zip(head, payment, strict=True))["金额"] == 300
    assert payment[-1] == 100
    assert [row[0] for row in books["销售机会"]][1:] == ["二期"]
    filters = [entry.changes["filter"][1] for entry in AuditEntry.objects.filter(action="export")]
    assert not any(order.customer.name in text for text in filters)
    assert any(f"客户编号 {order.customer_id}" in text for text in filters)
