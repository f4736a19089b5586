"""A person who was erased is found nowhere: not by search, pages, exports, the API or the log."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.api.conftest import ApiOf, api_of  # noqa: F401
from tests.conftest import ClientOf
from tests.customers.exporting.test_exporting import made
from tests.world import NOW, World, actor
from zhuixiao.accounts.audit import changed_since
from zhuixiao.accounts.models import AuditEntry, HiddenEntry
from zhuixiao.activities.actions import commenting, editing, planning, recording, tasks
from zhuixiao.activities.actions.values import NewActivity
from zhuixiao.activities.models import Activity, Comment, FollowUp, Task
from zhuixiao.catalog.choices import PickList
from zhuixiao.catalog.models import Option
from zhuixiao.customers.actions import (
    consenting,
    contacts,
    creating,
    custom_fields,
    erasing,
    merging,
)
from zhuixiao.customers.actions import editing as customer_editing
from zhuixiao.customers.actions.consenting import Said
from zhuixiao.customers.actions.custom_fields import Definition
from zhuixiao.customers.choices import CustomFieldKind
from zhuixiao.customers.fields import custom
from zhuixiao.customers.models import Contact, Customer, ImportBatch, RejectedRow
from zhuixiao.customers.persons import Person
from zhuixiao.customers.queries import persons
from zhuixiao.files import actions as files
from zhuixiao.files import disk
from zhuixiao.files.models import StoredFile
from zhuixiao.kit.errors import Conflict, NotAllowed, RuleError
from zhuixiao.ledger.models import Entry
from zhuixiao.notices.models import Notice
from zhuixiao.reports.models import WorkReport

pytestmark = pytest.mark.django_db
PHONE, MAIL, WECHAT, NAME = "13877776666", "liang@dihong.example", "liang_yaoan88", "梁耀安"
TRACES = (PHONE, MAIL, WECHAT, NAME)


@pytest.fixture
def liang(world: World) -> Contact:
    """梁耀安 of 迪宏酒店, of whom people wrote in many places."""
    by = actor(world.zheng)
    values = {"name": "迪宏酒店", "phone": f"{PHONE} / 0755-88157777", "note": f"找{NAME}"}
    customer = creating.create(by=by, new=creating.NewCustomer(values, owner=world.zheng))
    own = {"name": NAME, "phone": PHONE, "email": MAIL, "wechat": WECHAT, "title": "采购"}
    contact = contacts.add(by=by, customer=customer, values=own)
    born = {"birthday_month": 3, "birthday_day": 4, "note": "爱喝茶"}
    contacts.change(by=by, contact=contact, values=born)
    contacts.add(by=by, customer=customer, values={"name": "王天虹", "phone": "13911112222"})
    said = Said("other", True, "wechat", by.today, f"{NAME}同意寄样品")
    consenting.note(by=by, person=Person(customer, contact), said=said)
    activity = recording.log(
        by=by,
        new=NewActivity(
            customer_id=customer.pk,
            contact_id=contact.pk,
            subject=f"给{NAME}打电话",
            description=f"号码 138-7777 6666，微信 {WECHAT}，邮箱 {MAIL.upper()}，另找王天虹",
            type_id=Option.objects.get(key="phone_visit").pk,
        ),
    )
    commenting.comment(
        by=by, kind="activity", record_id=activity.pk, text=f"下次打 +86{PHONE} @廖利"
    )
    planning.plan(by=by, customer_id=customer.pk, on=by.today, note=f"再约{NAME}")
    tasks.add(by=by, new=tasks.NewTask(title=f"加微信 {WECHAT}", due_on=by.today))
    WorkReport.objects.create(
        employee=world.zheng,
        department_id=world.south.pk,
        kind="day",
        start=by.today,
        end=by.today,
        summary=[f"联系了 {PHONE}"],
        created_at=by.at,
    )
    batch = ImportBatch.objects.create(file_name="a.csv", created_by=world.zheng, created_at=by.at)
    RejectedRow.objects.create(batch=batch, row=2, cells=["甲", PHONE], reasons=[])
    contact.refresh_from_db()
    return contact


def erased(world: World, contact: Contact) -> None:
    person = Person(contact.customer, contact)
    erasing.erase(by=actor(world.boss), person=person, confirmation=contact.name)


def everything() -> Iterator[tuple[str, str]]:
    """All text that the database holds, apart from the audit log."""
    for model in apps.get_models():
        if model is not AuditEntry:
            for row in model._base_manager.values():
                yield model.__name__, json.dumps(row, default=str, ensure_ascii=False)


def test_no_row_of_any_table_names_the_person_any_more(world: World, liang: Contact) -> None:
    before = {name for name, text in everything() if any(trace in text for trace in TRACES)}
    assert {"Contact", "Customer", "Activity", "Comment", "FollowUp", "Task", "Notice"} <= before
    assert {"SearchIndex", "CustomerPhone", "Consent", "WorkReport", "RejectedRow"} <= before
    erased(world, liang)
    left = [row for row in everything() if any(trace in row[1] for trace in TRACES)]
    assert left == []


def test_what_others_said_and_did_stays(world: World, liang: Contact) -> None:
    entries = list(Entry.objects.order_by("pk").values())
    erased(world, liang)
    assert list(Entry.objects.order_by("pk").values()) == entries
    activity = Activity.objects.get()
    assert activity.subject == "给•••打电话"
    assert activity.description == "号码 •••，微信 •••，邮箱 •••，另找王天虹"
    assert str(activity.contact) == "已删除的联系人"
    assert Comment.objects.get().text == "下次打 ••• @廖利"
    assert Task.objects.get().title == "加微信 •••"
    customer = Customer.objects.get()
    assert customer.phone == "0755-88157777"
    assert (customer.note, customer.last_activity_subject) == ("找•••", "给•••打电话")
    assert customer.contacts.filter(deleted_at=None).get().name == "王天虹"
    assert "•••" in str(Notice.objects.filter(kind="activities.mention").get().params)


def test_pages_search_exports_and_the_api_find_nothing(
    world: World,
    liang: Contact,
    client_of: ClientOf,
    api_of: ApiOf,  # noqa: F811
    tmp_path: Path,
) -> None:
    pages = [
        reverse("customers:detail", args=[liang.customer_id]),
        reverse("customers:changes", args=[liang.customer_id]),
        reverse("accounts:audit"),
        reverse("accounts:audit-record", args=["contact", liang.pk]),
        reverse("customers:guarding-person", args=[world.zheng.pk]),
        reverse("activities:list"),
        reverse("notices:list"),
        "/customers/?view=all&q=" + PHONE[-4:],
    ]
    client, call = client_of(world.boss), api_of(world.boss)
    shown = [client.get(page).content.decode() for page in pages]
    assert any(NAME in text for text in shown)
    erased(world, liang)
    told = [client.get(page).content.decode() for page in pages]
    told.append(call("GET", f"/customers/{liang.customer_id}").content.decode())
    told.append(call("GET", f"/customers/{liang.customer_id}/contacts").content.decode())
    told.append(call("GET", "/activities").content.decode())
    told.append(str(made(world.boss, tmp_path / "a.xlsx", with_contacts=True)))
    assert [trace for text in told for trace in TRACES if trace in text] == []
    assert client.get(reverse("customers:contact", args=[liang.pk])).status_code == 404
    assert call("GET", f"/contacts/{liang.pk}/consents").status_code == 404
    answer = client.get(reverse("customers:search"), {"q": NAME}).content.decode()
    assert "迪宏" not in answer


def test_the_log_says_that_it_happened_and_hides_what_was(world: World, liang: Contact) -> None:
    # Somebody wrote the number to another customer once, and took it away again.
    other = creating.create(
        by=actor(world.li), new=creating.NewCustomer({"name": "西子酒店"}, owner=world.li)
    )
    for note in (f"问 {PHONE}", ""):
        customer_editing.edit(by=actor(world.li), customer=other, values={"note": note})
    number = AuditEntry.objects.count()
    erased(world, liang)
    own = AuditEntry.objects.filter(kind="contact", record_id=liang.pk)
    assert own.get(action="erase").label == "已删除的联系人"
    # The rows themselves are protected by the database; they are hidden, not gone.
    assert AuditEntry.objects.count() > number
    hidden = set(HiddenEntry.objects.values_list("entry", flat=True))
    naming = [
        row.pk
        for row in AuditEntry.objects.all()
        if any(trace in row.label + json.dumps(row.changes, ensure_ascii=False) for trace in TRACES)
    ]
    assert naming
    assert set(naming) <= hidden
    assert own.get(action="erase").pk not in hidden


def test_a_form_that_was_open_does_not_write_the_text_back(world: World, liang: Contact) -> None:
    activity = Activity.objects.get()
    old = NewActivity(
        customer_id=activity.customer_id,
        subject="另一个主题",
        description=activity.description,
        type_id=activity.type_id,
        at=activity.at,
    )
    erased(world, liang)
    assert changed_since("activity", activity.pk, activity.version)["description"][0] == ""
    fresh = Activity.objects.get()
    with pytest.raises(Conflict):
        editing.edit(by=actor(world.zheng), activity=fresh, new=old, version=activity.version)


def person_of(world: World) -> Customer:
    """梁耀安, a customer of 郑斌 who is a person."""
    values = {"name": NAME, "kind": "person", "phone": PHONE, "note": "爱喝茶"}
    new = creating.NewCustomer(values, owner=world.zheng)
    return creating.create(by=actor(world.boss), new=new)


def test_a_form_of_a_customer_that_was_open_does_not_write_the_person_back(
    world: World, client_of: ClientOf
) -> None:
    plate = custom_fields.add(
        by=actor(world.boss), kind=CustomFieldKind.TEXT, definition=Definition("车牌")
    )
    key = custom(plate).key
    customer = person_of(world)
    customer_editing.edit(by=actor(world.boss), customer=customer, values={key: "京A12345"})
    customer.refresh_from_db()
    old = {"name": NAME, "phone": PHONE, "note": "爱喝茶", key: "京A12345"}
    erasing.erase(by=actor(world.boss), person=Person(customer), confirmation=NAME)
    for name, value in old.items():
        with pytest.raises(Conflict):
            customer_editing.edit(
                by=actor(world.zheng),
                customer=customer,
                values={name: value},
                version=customer.version,
            )
    changes = client_of(world.zheng).get(reverse("customers:changes", args=[customer.pk]))
    assert "京A12345" not in changes.content.decode()
    # What the erasure did not touch can be changed all the same.
    values = {"importance": Option.objects.of(PickList.IMPORTANCE).latest("pk").pk}
    customer_editing.edit(
        by=actor(world.zheng), customer=customer, values=values, version=customer.version
    )
    assert [row for row in everything() if any(trace in row[1] for trace in TRACES)] == []


def test_a_form_of_a_contact_that_was_open_does_not_either(world: World, liang: Contact) -> None:
    erased(world, liang)
    for version in (liang.version, None):
        with pytest.raises(RuleError):
            contacts.change(
                by=actor(world.zheng), contact=liang, values={"phone": PHONE}, version=version
            )
    assert Contact.objects.get(pk=liang.pk).phone == ""


def test_a_conflict_does_not_tell_what_was_erased(
    world: World,
    liang: Contact,
    client_of: ClientOf,
    api_of: ApiOf,  # noqa: F811
) -> None:
    customer = Customer.objects.get()
    note = f"问 {PHONE}"
    customer_editing.edit(by=actor(world.boss), customer=customer, values={"note": note})
    customer.refresh_from_db()
    customer_editing.edit(by=actor(world.boss), customer=customer, values={"note": "爱喝茶"})
    erased(world, liang)
    form = {"name": "迪宏酒店", "kind": "company", "note": "新的", "version": customer.version}
    page = client_of(world.zheng).post(reverse("customers:edit", args=[customer.pk]), form)
    body = {"values": {"note": "新的"}, "version": customer.version}
    answer = api_of(world.zheng)("PATCH", f"/customers/{customer.pk}", body)
    for response in (page, answer):
        assert response.status_code == 409
        told = response.content.decode()
        assert [trace for trace in TRACES if trace in told] == []


def test_a_conflict_offers_what_stands_there_now(world: World, liang: Contact) -> None:
    customer = Customer.objects.get()
    by = actor(world.boss)
    values = {"note": f"问 {PHONE}", "address": "幸福路 8 号"}
    customer_editing.edit(by=by, customer=customer, values=values)
    erased(world, liang)
    mine = {"address": "平安路 9 号"}
    with pytest.raises(Conflict) as conflict:
        customer_editing.edit(by=by, customer=customer, values=mine, version=customer.version)
    assert conflict.value.fields["address"]["theirs"] == "幸福路 8 号"


def test_of_the_company_only_what_names_the_person_is_hidden(
    world: World, liang: Contact, client_of: ClientOf
) -> None:
    customer = liang.customer
    for values in ({"website": "https://dihong.example"}, {"note": f"问{NAME}"}):
        customer_editing.edit(by=actor(world.boss), customer=customer, values=values)
    page = reverse("customers:contact-erasure", args=[liang.pk])
    told = client_of(world.boss).get(page).content.decode()
    before = HiddenEntry.objects.count()
    erased(world, liang)
    log = AuditEntry.objects.filter(kind="customer", record_id=customer.pk, action="edit")
    assert [list(row.changes) for row in log.filter(hidden=None)] == [["website"]]
    assert log.exclude(hidden=None).exists()
    assert f"{HiddenEntry.objects.count() - before} 条操作日志" in told


def test_a_customer_with_thousands_of_records_can_be_erased(world: World) -> None:
    customer = person_of(world)
    FollowUp.objects.bulk_create(
        FollowUp(
            customer=customer,
            employee=world.zheng,
            department_id=world.south.pk,
            on=NOW.date(),
            created_at=NOW,
        )
        for _number in range(2_100)
    )
    assert persons.preview(Person(customer), reader=world.boss).files == []
    erasing.erase(by=actor(world.boss), person=Person(customer), confirmation=NAME)
    assert Customer.objects.get().erased_at


def test_it_needs_the_name_the_right_and_a_customer_of_one_s_own(
    world: World, liang: Contact
) -> None:
    person = Person(liang.customer, liang)
    with pytest.raises(RuleError):
        erasing.erase(by=actor(world.boss), person=person, confirmation="梁")
    with pytest.raises(NotAllowed):
        erasing.erase(by=actor(world.zheng), person=person, confirmation=NAME)
    with pytest.raises(RuleError):
        erasing.erase(by=actor(world.boss), person=Person(liang.customer), confirmation="迪宏酒店")
    assert Contact.objects.get(pk=liang.pk).name == NAME


def test_the_page_says_before_what_goes_and_what_stays(
    world: World, liang: Contact, client_of: ClientOf
) -> None:
    file = SimpleUploadedFile("聊天.txt", b"hello")
    activity = Activity.objects.get()
    files.store(by=actor(world.zheng), upload=file, kind="activity", record_id=activity.pk)
    twin = creating.NewCustomer({"name": "西子酒店", "phone": PHONE}, owner=world.li)
    creating.create(by=actor(world.li), new=twin)
    page = reverse("customers:contact-erasure", args=[liang.pk])
    client = client_of(world.boss)
    body = client.get(page).content.decode()
    for word in (
        "行动记录 1",
        "备份",
        "180 天",
        "聊天.txt",
        "西子酒店",
        "迪宏酒店 自己的电话",
        "无法恢复",
    ):
        assert word in body, word
    assert PHONE not in body
    assert client.post(page, {"confirmation": "x"}).status_code == 422
    assert client.post(page, {"confirmation": NAME}).status_code == 303
    assert Contact.objects.get(pk=liang.pk).erased_at


def test_a_customer_who_is_a_person_goes_with_contacts_files_and_what_was_merged(
    world: World, client_of: ClientOf
) -> None:
    by = actor(world.boss)
    rows = [
        creating.create(
            by=by,
            new=creating.NewCustomer(
                {"name": name, "kind": "person", "phone": phone, "address": address},
                owner=world.zheng,
                contacts=[{"name": f"{name}本人", "phone": phone}],
            ),
        )
        for name, phone, address in (
            (NAME, PHONE, "幸福路 8 号"),
            ("梁耀庵", "13700001111", "平安路 9 号"),
        )
    ]
    winner, loser = rows
    upload = SimpleUploadedFile("身份证.txt", b"hello")
    file = files.store(by=by, upload=upload, kind="customer", record_id=winner.pk)
    merging.merge(by=by, winner_id=winner.pk, loser_id=loser.pk, from_loser=["address"])
    preview = persons.preview(Person(winner), reader=world.boss)
    assert preview.merged == 1
    about_loser = AuditEntry.objects.filter(kind="customer", record_id=loser.pk)
    alone = persons.log_of(Person(winner), Person(winner).marks, [])
    assert preview.history >= len(alone | set(about_loser.values_list("pk", flat=True)))
    page = client_of(world.boss).get(reverse("customers:erasure", args=[winner.pk])).text
    assert "1 个合并到它的客户" in page
    winner.refresh_from_db()
    customer_editing.edit(by=by, customer=winner, values={"phone": "13600002222"})
    winner.refresh_from_db()
    erasing.erase(by=by, person=Person(winner), confirmation=NAME)
    traces = (*TRACES, "梁耀庵", "13700001111", "13600002222", "幸福路", "平安路", "身份证")
    assert [row for row in everything() if any(trace in row[1] for trace in traces)] == []
    winner.refresh_from_db()
    assert (winner.name, winner.deleted_at) == ("已删除的客户", None)
    assert not StoredFile.objects.filter(pk=file.pk).exists()


def test_its_files_leave_the_disk_after_the_commit(
    world: World, django_capture_on_commit_callbacks: Any
) -> None:
    by = actor(world.boss)
    new = creating.NewCustomer({"name": NAME, "kind": "person"}, owner=world.zheng)
    customer = creating.create(by=by, new=new)
    upload = SimpleUploadedFile("a.txt", b"hello")
    file = files.store(by=by, upload=upload, kind="customer", record_id=customer.pk)
    with django_capture_on_commit_callbacks(execute=True):
        erasing.erase(by=by, person=Person(customer), confirmation=NAME)
    assert not disk.path_of(file.stored).exists()


def test_a_name_within_a_colleague_s_name_stays_in_texts(world: World) -> None:
    by = actor(world.zheng)
    new = creating.NewCustomer({"name": "西子酒店", "note": "找张伟民"}, owner=world.zheng)
    customer = creating.create(by=by, new=new)
    contact = contacts.add(by=by, customer=customer, values={"name": "张伟"})
    contacts.add(by=by, customer=customer, values={"name": "张伟民"})
    erased(world, contact)
    customer.refresh_from_db()
    assert customer.note == "找张伟民"


def test_a_number_that_a_colleague_has_too_stays_there(world: World) -> None:
    by = actor(world.zheng)
    new = creating.NewCustomer({"name": "西子酒店", "note": f"前台 {PHONE}"}, owner=world.zheng)
    customer = creating.create(by=by, new=new)
    pair = [
        contacts.add(by=by, customer=customer, values={"name": name, "phone": PHONE})
        for name in ("张伟", "李芳")
    ]
    erased(world, pair[0])
    assert Contact.objects.get(pk=pair[1].pk).phone == PHONE
    customer.refresh_from_db()
    assert customer.note == f"前台 {PHONE}"
