"""What was kept long enough is deleted at night, and nothing earlier."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.conftest import ClientOf
from tests.customers.privacy.test_erasing import erased, liang  # noqa: F401
from tests.world import World, actor
from zhuixiao.accounts import audit
from zhuixiao.accounts.models import AuditEntry, Company, HiddenEntry
from zhuixiao.customers import keeping
from zhuixiao.customers.actions import contacts, creating, trash
from zhuixiao.customers.actions import keeping as actions
from zhuixiao.customers.exporting import delivering
from zhuixiao.customers.importing import batches
from zhuixiao.customers.models import Contact, Customer, PoolView, Reading, RejectedRow
from zhuixiao.customers.tasks.keeping import NIGHTLY
from zhuixiao.files.models import StoredFile
from zhuixiao.kit import jobs
from zhuixiao.kit.errors import Invalid, NotAllowed
from zhuixiao.ledger.models import Entry

pytestmark = pytest.mark.django_db


def night(world: World) -> dict[str, int]:
    """Runs the nightly job, with the triggers of the audit log as they are."""
    job = jobs.run_now(NIGHTLY, by_id=world.boss.pk)
    jobs.run_due()
    job.refresh_from_db()
    assert job.state == "done", job.error
    return {key: number for key, number in job.result.items() if number}


def keep(world: World, **days: int | None) -> None:
    held = {one.key: one.days for one in keeping.all_kinds()}
    actions.set_days(by=actor(world.boss), days=held | days)


def entry(world: World, days_ago: int) -> int:
    at = timezone.now() - timedelta(days=days_ago)
    row = audit.entry(by=actor(world.boss, at=at), action="edit", kind="customer", label="x")
    row.save(force_insert=True)
    return row.pk


@pytest.fixture
def customer(world: World) -> Customer:
    new = creating.NewCustomer({"name": "迪宏酒店", "phone": "13877776666"}, owner=world.zheng)
    return creating.create(by=actor(world.zheng), new=new)


def ago(days: int) -> datetime:
    return timezone.now() - timedelta(days=days)


def test_without_settings_the_log_and_the_trash_are_kept_for_ever(
    world: World, customer: Customer
) -> None:
    old = entry(world, 5_000)
    trash.delete(by=actor(world.boss, at=ago(5_000)), customer_ids=[customer.pk])
    night(world)
    assert AuditEntry.objects.filter(pk=old).exists()
    customer.refresh_from_db()
    assert customer.erased_at is None


def test_rows_of_the_log_go_by_the_days_that_were_set(world: World) -> None:
    keep(world, audit=200)
    rows = {days: entry(world, days) for days in (150, 190, 210)}
    assert night(world)["audit"] >= 1
    left = AuditEntry.objects.filter(pk__in=rows.values()).values_list("pk", flat=True)
    assert set(left) == {rows[150], rows[190]}


def test_nobody_sets_less_than_the_database_keeps(world: World) -> None:
    with pytest.raises(Invalid):
        keep(world, audit=179)
    with pytest.raises(Invalid):
        keep(world, exports=None)
    with pytest.raises(NotAllowed):
        actions.set_days(by=actor(world.manager), days={})


def test_what_the_log_says_of_who_was_erased_goes_after_half_a_year(
    world: World,
    liang: Contact,  # noqa: F811
) -> None:
    rows = {days: entry(world, days) for days in (150, 190)}
    erased(world, liang)
    HiddenEntry.objects.bulk_create(HiddenEntry(entry_id=pk) for pk in rows.values())
    night(world)
    assert AuditEntry.objects.filter(pk=rows[150]).exists()
    assert not AuditEntry.objects.filter(pk=rows[190]).exists()


def test_notes_of_reading_and_of_pools_go_by_their_days(world: World, customer: Customer) -> None:
    for days in (10, 390, 410):
        at = ago(days)
        Reading.objects.create(
            employee=world.zheng, customer=customer, day=at.date(), first_at=at, last_at=at
        )
        PoolView.objects.create(employee=world.zheng, customer=customer, at=at)
    assert night(world).items() >= {"readings": 1, "pool_views": 1}.items()
    keep(world, readings=30, pool_views=1)
    assert night(world).items() >= {"readings": 1, "pool_views": 2}.items()
    assert Reading.objects.count() == 1


def test_files_and_refused_rows_of_imports_go_after_a_month(world: World) -> None:
    table = "客户名称\n甲公司\n".encode()
    old, new = (
        batches.begin(by=actor(world.boss, at=ago(days)), name="客户.csv", chunks=[table])
        for days in (31, 29)
    )
    for batch in (old, new):
        RejectedRow.objects.create(batch=batch, row=2, cells=["13877776666"], reasons=["x"])
    assert night(world)["imports"] == 1
    assert StoredFile.objects.get().pk == new.file_id
    assert RejectedRow.objects.get(batch=old).cells == []
    assert RejectedRow.objects.get(batch=new).cells == ["13877776666"]


def test_exports_can_be_fetched_as_long_as_is_set(world: World) -> None:
    assert delivering.kept() == timedelta(hours=24)
    keep(world, exports=3)
    assert delivering.kept() == timedelta(days=3)


def test_customers_leave_the_trash_for_good_and_figures_stay(
    world: World, customer: Customer, client_of: ClientOf
) -> None:
    twin = creating.NewCustomer({"name": "迪宏大酒店", "phone": "13877776666"}, owner=world.zheng)
    later = creating.create(by=actor(world.zheng), new=twin)
    trash.delete(by=actor(world.boss, at=ago(40)), customer_ids=[customer.pk])
    trash.delete(by=actor(world.boss, at=ago(20)), customer_ids=[later.pk])
    keep(world, trash=30)
    entries = list(Entry.objects.order_by("pk").values())
    assert night(world)["trash"] == 1
    customer.refresh_from_db()
    assert (customer.name, customer.phone) == ("已删除的客户", "")
    assert list(Entry.objects.order_by("pk").values()) == entries
    assert night(world).get("trash") is None
    body = client_of(world.boss).get(reverse("customers:trash")).content.decode()
    assert "迪宏大酒店" in body
    assert "已删除的客户" not in body
    assert trash.restore(by=actor(world.boss), customer_ids=[customer.pk]) == 0


def test_contacts_that_were_removed_long_ago_go_without_touching_the_company(
    world: World, customer: Customer
) -> None:
    by = actor(world.zheng)
    values = {"name": "梁耀安", "phone": "13877776666"}
    contact = contacts.add(by=by, customer=customer, values=values)
    contacts.remove(by=actor(world.zheng, at=ago(40)), contact=contact)
    keep(world, trash=30)
    assert night(world)["trash"] == 1
    contact.refresh_from_db()
    customer.refresh_from_db()
    assert (contact.name, contact.phone) == ("已删除的联系人", "")
    assert customer.phone == "13877776666"


def test_the_page_sets_days_and_tells_of_the_last_night(world: World, client_of: ClientOf) -> None:
    page, client = reverse("customers:keeping"), client_of(world.boss)
    assert client_of(world.manager).get(page).status_code == 403
    assert "还没有运行过" in client.get(page).content.decode()
    values = {"audit": "365", "readings": "100", "pool_views": "", "trash": "", "imports": "30"}
    assert client.post(page, values | {"exports": ""}).status_code == 422
    assert client.post(page, values | {"exports": "2", "audit": "90"}).status_code == 422
    assert client.post(page, values | {"exports": "2"}).status_code == 303
    company = Company.objects.get()
    assert keeping.days_of(company, "audit") == 365
    assert keeping.days_of(company, "pool_views") is None
    assert AuditEntry.objects.get(kind="keeping").changes["audit"] == [None, 365]
    log = client.get(reverse("accounts:audit")).content.decode()
    assert "客户查看记录" in log
    entry(world, 400)
    night(world)
    body = client.get(page).content.decode()
    assert '操作日志</span><span class="list-side">清理 1 条' in body
    assert body.count('placeholder="永久"') == 6
