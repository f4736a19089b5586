"""A person gets a copy of everything: by the way of every export, and complete."""

import json
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from tests.api.conftest import ApiOf, api_of  # noqa: F401
from tests.conftest import ClientOf
from tests.customers.privacy.test_erasing import MAIL, NAME, PHONE, WECHAT, liang  # noqa: F401
from tests.world import World, actor, role
from zhuixiao.accounts.models import AuditEntry, Employee
from zhuixiao.activities.actions import recording
from zhuixiao.activities.actions.values import NewActivity
from zhuixiao.approvals.actions import deciding
from zhuixiao.approvals.models import FlowVersion, Request
from zhuixiao.catalog.models import Option
from zhuixiao.customers.actions import creating, guarding
from zhuixiao.customers.actions.guarding import TooMuch
from zhuixiao.customers.exporting import approving, jobs, person
from zhuixiao.customers.exporting.wishes import Format, Wish
from zhuixiao.customers.models import Contact
from zhuixiao.customers.persons import Person
from zhuixiao.customers.queries.guarding import Limits
from zhuixiao.files import disk
from zhuixiao.files.models import StoredFile
from zhuixiao.kit import jobs as kit_jobs
from zhuixiao.kit.errors import NotAllowed, RuleError

pytestmark = pytest.mark.django_db


def wish_for(contact: Contact) -> Wish:
    return Wish(ids=[contact.customer_id], contact_id=contact.pk, format=Format.PERSON)


def copy_of(world: World, wish: Wish, path: Path) -> dict[str, list[dict[str, Any]]]:
    person.make(by=actor(world.boss), wish=wish, path=path)
    with ZipFile(path) as file:
        assert sorted(file.namelist()) == ["data.html", "data.json"]
        held: dict[str, list[dict[str, Any]]] = json.loads(file.read("data.json"))
        page = file.read("data.html").decode()
    for rows in held.values():
        for row in rows:
            assert all(str(value).split("\n")[0][:20] in page for value in row.values()), row
    return held


def test_the_copy_holds_what_is_held_about_a_contact(
    world: World,
    liang: Contact,  # noqa: F811
    tmp_path: Path,
) -> None:
    held = copy_of(world, wish_for(liang), tmp_path / "copy.zip")
    own = held["本人资料"][0]
    assert (own["姓名"], own["电话"], own["微信"], own["邮箱"]) == (NAME, PHONE, WECHAT, MAIL)
    assert own["生日"] == "03-04"
    assert held["同意记录"][0]["说明"] == f"{NAME}同意寄样品"
    assert held["行动记录"][0]["主题"] == f"给{NAME}打电话"
    assert "下次打" in held["点评"][0]["评论"]
    assert held["任务"][0]["任务"] == f"加微信 {WECHAT}"
    assert "爱喝茶" in str(held["修改记录"])
    assert "王天虹" not in json.dumps(held["本人资料"], ensure_ascii=False)


def test_a_customer_who_is_a_whogets_its_own_fields(world: World, tmp_path: Path) -> None:
    new = creating.NewCustomer({"name": NAME, "kind": "person", "phone": PHONE}, owner=world.zheng)
    customer = creating.create(by=actor(world.boss), new=new)
    wish = Wish(ids=[customer.pk], format=Format.PERSON)
    own = copy_of(world, wish, tmp_path / "copy.zip")["本人资料"][0]
    assert (own["客户"], own["电话"]) == (NAME, PHONE)


def test_the_page_says_which_language_it_is_in(
    world: World,
    liang: Contact,  # noqa: F811
    tmp_path: Path,
) -> None:
    for language in ("zh-hans", "en"):
        path = tmp_path / f"{language}.zip"
        with translation.override(language):
            person.make(by=actor(world.boss), wish=wish_for(liang), path=path)
        with ZipFile(path) as file:
            assert f'<html lang="{language}">' in file.read("data.html").decode()


def test_it_is_an_export_logged_counted_and_fetched_by_its_whoalone(
    world: World,
    liang: Contact,  # noqa: F811
    client_of: ClientOf,
) -> None:
    client = client_of(world.boss)
    answer = client.post(reverse("customers:contact-copy", args=[liang.pk]))
    assert answer.status_code == 303
    kit_jobs.run_due()
    file = StoredFile.objects.get(kind="export")
    entry = AuditEntry.objects.get(action="export")
    assert entry.changes["rows"] == [None, 1]
    assert entry.changes["sha256"] == [None, file.sha256]
    # The log of the export must not name who may be erased one day.
    assert NAME not in json.dumps(entry.changes, ensure_ascii=False) + entry.label + file.name
    assert ZipFile(disk.path_of(file.stored)).namelist()
    assert client.get(reverse("files:download", args=[file.pk])).status_code == 200
    assert client_of(world.admin).get(reverse("files:download", args=[file.pk])).status_code == 404


def test_the_limit_of_the_day_counts_it(world: World, liang: Contact) -> None:  # noqa: F811
    none = Limits(None, None, 0, None)
    guarding.set_rules(by=actor(world.boss), limits={world.manager.role_id: none}, watermark="")
    with pytest.raises(TooMuch):
        jobs.start(by=actor(world.manager), wish=wish_for(liang))


def test_where_exports_need_a_yes_the_approver_reads_the_name(
    world: World,
    liang: Contact,  # noqa: F811
    client_of: ClientOf,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    flows = FlowVersion.objects.filter(flow__subject=approving.SUBJECT)
    flows.update(conditions={"at_least": {"rows": 1}})
    request = jobs.start(by=actor(world.manager), wish=wish_for(liang))
    assert isinstance(request, Request)
    detail = reverse("approvals:detail", args=[request.pk])
    assert NAME in client_of(world.boss).get(detail).content.decode()
    # The request must not keep the name of who may be erased one day.
    kept = Request.objects.filter(pk=request.pk).values("payload", "params", "title", "note").get()
    assert NAME not in json.dumps(kept, ensure_ascii=False)
    with django_capture_on_commit_callbacks(execute=True):
        deciding.approve(by=actor(world.boss), request=request)
    assert StoredFile.objects.get(kind="export").uploaded_by == world.manager


def test_more_records_cost_no_more_queries(
    world: World,
    liang: Contact,  # noqa: F811
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    def visit() -> None:
        new = NewActivity(
            customer_id=liang.customer_id,
            contact_id=liang.pk,
            subject=f"给{NAME}打电话",
            type_id=Option.objects.get(key="phone_visit").pk,
        )
        recording.log(by=actor(world.zheng), new=new)

    def gather() -> None:
        contact = Contact.objects.get(pk=liang.pk)
        person.gather(actor(world.boss), Person(contact.customer, contact))

    visit()
    with CaptureQueriesContext(connection) as few:
        gather()
    for _number in range(3):
        visit()
    with django_assert_num_queries(len(few)):
        gather()


def test_strangers_companies_and_masked_roles_get_none(
    world: World,
    liang: Contact,  # noqa: F811
) -> None:
    with pytest.raises(NotAllowed):
        jobs.start(by=actor(world.zheng), wish=wish_for(liang))
    with pytest.raises(RuleError):
        jobs.start(by=actor(world.boss), wish=Wish(ids=[liang.customer_id], format=Format.PERSON))
    stranger = Wish(ids=[liang.customer_id], contact_id=999, format=Format.PERSON)
    with pytest.raises(NotAllowed):
        jobs.start(by=actor(world.boss), wish=stranger)
    masked = role("boss")
    masked.grants = {"fields": {"customers.phone": "masked"}}
    masked.save()
    boss = Employee.objects.with_access().get(pk=world.boss.pk)
    with pytest.raises(RuleError):
        jobs.start(by=actor(boss), wish=wish_for(liang))


def test_the_api_makes_one(
    world: World,
    liang: Contact,  # noqa: F811
    api_of: ApiOf,  # noqa: F811
) -> None:
    body = {"ids": [liang.customer_id], "contact_id": liang.pk, "format": "person"}
    call = api_of(world.boss)
    assert call("POST", "/exports", body).status_code == 202
    kit_jobs.run_due()
    assert StoredFile.objects.filter(kind="export", name__endswith=".zip").exists()
    assert call("POST", "/exports", {"format": "person"}).status_code == 403
