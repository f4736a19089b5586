"""The pages: the deck's form, one record per form, nothing lost, nobody sees too much."""

import json
import re
import uuid
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client

from tests.activities.conftest import AddCustomer, Log
from tests.world import NOW, World, actor, as_dealer
from zhuixiao.accounts.actions import groups
from zhuixiao.accounts.models import Employee
from zhuixiao.activities.actions import commenting, planning, tasks
from zhuixiao.activities.actions.tasks import NewTask
from zhuixiao.activities.models import Activity, Comment, Event, FollowUp, Task
from zhuixiao.catalog.models import Option
from zhuixiao.customers.models import Customer

HTMX: dict[str, Any] = {"HTTP_HX_REQUEST": "true"}
XSS = "<script>alert(1)</script>\"'&"
ClientOf = Callable[[Employee], Client]


@pytest.fixture(autouse=True)
def _at_the_worlds_time() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def _typed(customer: Customer, types: dict[str, Option], **values: Any) -> dict[str, Any]:
    return {
        "subject": "回访样品",
        "customer": customer.pk,
        "type": types["phone_visit"].pk,
        "date": "2026-03-02",
        "time": "10:00",
    } | values


def _text(response: Any) -> str:
    return str(response.content.decode())


def test_the_form_has_the_fields_of_the_deck(
    world: World, client_of: ClientOf, customer: Customer
) -> None:
    page = _text(client_of(world.zheng).get(f"/activities/new/?customer={customer.pk}"))
    labels = ["主题", "客户", "联系人", "维修单", "类型", "日期", "执行人", "行动描述", "保存"]
    assert [label for label in labels if label not in page] == []
    assert page.count('class="required"') == 1
    assert "广州迪宏梁耀安" in page
    assert "阿里旺旺聊天记录" in page
    assert "录入标准" in page
    assert 'value="2026-03-02"' in page
    assert len(re.findall(r'name="executors"', page)) == len(world.everyone)


def test_a_saved_record_closes_the_dialog_and_tells_the_page(
    world: World, client_of: ClientOf, customer: Customer, types: dict[str, Option]
) -> None:
    client = client_of(world.zheng)
    response = client.post("/activities/new/", _typed(customer, types), **HTMX)
    assert response.status_code == 204
    activity = Activity.objects.get()
    assert f'"customerChanged": {customer.pk}' in response.headers["HX-Trigger"]
    assert f"/activities/{activity.pk}/removal/" in response.headers["HX-Trigger"]
    assert activity.at == NOW


def test_without_javascript_the_record_opens_as_a_page(
    world: World, client_of: ClientOf, customer: Customer, types: dict[str, Option]
) -> None:
    response = client_of(world.zheng).post("/activities/new/", _typed(customer, types))
    assert response.status_code == 303
    assert response.headers["Location"] == f"/activities/{Activity.objects.get().pk}/"


def test_the_same_form_sent_twice_is_one_record(
    world: World, client_of: ClientOf, customer: Customer, types: dict[str, Option]
) -> None:
    client = client_of(world.zheng)
    typed = _typed(customer, types, request_id=str(uuid.uuid4()))
    first = client.post("/activities/new/", typed, **HTMX)
    second = client.post("/activities/new/", typed, **HTMX)
    assert Activity.objects.count() == 1
    assert (first.status_code, second.status_code) == (204, 204)


def test_a_refused_form_keeps_what_was_typed(
    world: World, client_of: ClientOf, customer: Customer, types: dict[str, Option]
) -> None:
    typed = _typed(
        customer,
        types,
        subject="",
        type=types["chat_qq"].pk,
        description="太短",
        next_on="2026-03-09",
        next_note="问价格",
        executors=[world.zheng.pk, world.chen.pk],
        contact_name="王总",
    )
    response = client_of(world.zheng).post("/activities/new/", typed, **HTMX)
    page = _text(response)
    assert response.status_code == 422
    for kept in ("太短", "2026-03-09", "问价格", "王总"):
        assert kept in page
    assert re.search(rf'value="{world.chen.pk}" checked', page)
    assert "请填写主题" in page


def test_a_wrong_date_or_a_crooked_number_is_a_message_and_no_crash(
    world: World, client_of: ClientOf, customer: Customer, types: dict[str, Option]
) -> None:
    client = client_of(world.zheng)
    for values in (
        {"date": "32.13.2026"},
        {"type": "x"},
        {"customer": "9" * 40},
        {"executors": ["9" * 18]},
        {"contact": "-5"},
        {"file_ids": ["../../etc/passwd"]},
        {"date": "2026-03-03"},
    ):
        response = client.post("/activities/new/", _typed(customer, types) | values, **HTMX)
        assert response.status_code == 422, values
    assert not Activity.objects.exists()


def test_a_new_contact_is_made_by_its_name(
    world: World, client_of: ClientOf, customer: Customer, types: dict[str, Option]
) -> None:
    client = client_of(world.zheng)
    for _twice in range(2):
        client.post("/activities/new/", _typed(customer, types, contact_name="王总"), **HTMX)
    assert customer.contacts.get().name == "王总"
    assert set(Activity.objects.values_list("contact__name", flat=True)) == {"王总"}


def test_a_conflict_comes_back_with_theirs_and_the_second_save_keeps_mine(
    world: World, client_of: ClientOf, log: Log, customer: Customer, types: dict[str, Option]
) -> None:
    activity = log()
    url = f"/activities/{activity.pk}/edit/"
    client_of(world.zheng).post(url, _typed(customer, types, subject="郑斌写的", version=1), **HTMX)
    mine = _typed(customer, types, subject="周平写的", version=1)
    client = client_of(world.manager)
    response = client.post(url, mine, **HTMX)
    assert response.status_code == 409
    assert "郑斌写的" in _text(response)
    assert "周平写的" in _text(response)
    response = client.post(url, mine | {"keep": ["subject"], "keep_version": 2}, **HTMX)
    assert response.status_code == 204
    activity.refresh_from_db()
    assert activity.subject == "周平写的"


def test_dangerous_text_is_shown_as_text(
    world: World, client_of: ClientOf, log: Log, customer: Customer
) -> None:
    activity = log(subject=XSS, description=XSS + "x" * 300, next_on=NOW.date(), next_note=XSS)
    commenting.comment(by=actor(world.boss), kind="activity", record_id=activity.pk, text=XSS)
    tasks.add(by=actor(world.zheng), new=NewTask(XSS, NOW.date(), customer_id=customer.pk))
    client = client_of(world.zheng)
    for url in (
        f"/activities/timeline/{customer.pk}/",
        f"/activities/plans/{customer.pk}/",
        f"/activities/{activity.pk}/",
        "/activities/",
        "/activities/new/",
        "/tasks/",
        "/calendar/",
        "/calendar/?span=month",
    ):
        page = _text(client.get(url))
        assert "<script>alert" not in page, url


def test_the_timeline_counts_the_contacts_and_filters_by_type(
    world: World, client_of: ClientOf, log: Log, customer: Customer, types: dict[str, Option]
) -> None:
    for subject in ("第一", "第二", "第三"):
        log(subject=subject)
    log(subject="发货", type_id=types["shipping"].pk)
    client = client_of(world.zheng)
    page = _text(client.get(f"/activities/timeline/{customer.pk}/"))
    numbers = re.findall(r"第 \d 次交往", page)
    assert numbers == ["第 3 次交往", "第 2 次交往", "第 1 次交往"]
    url = f"/activities/timeline/{customer.pk}/?type={types['shipping'].pk}"
    only = _text(client.get(url))
    assert "发货" in only
    assert "第二" not in only


def test_the_timeline_goes_on_where_the_page_ended(
    world: World, client_of: ClientOf, log: Log, customer: Customer
) -> None:
    for number in range(25):
        log(subject=f"编号{number:02}")
    client = client_of(world.zheng)
    first = _text(client.get(f"/activities/timeline/{customer.pk}/"))
    more = re.search(r'hx-get="([^"]+after[^"]+)"', first)
    assert more
    second = _text(client.get(more[1].replace("&amp;", "&")))
    seen = re.findall(r"编号\d\d", first) + re.findall(r"编号\d\d", second)
    assert sorted(set(seen)) == [f"编号{number:02}" for number in range(25)]
    assert len(seen) == 25


@pytest.mark.parametrize(
    ("who", "is_seen"),
    [("zheng", True), ("chen", False), ("manager", True), ("su", False), ("li", False)],
)
def test_who_sees_a_record(
    world: World, client_of: ClientOf, log: Log, customer: Customer, who: str, *, is_seen: bool
) -> None:
    activity = log()
    client = client_of(getattr(world, who))
    expected = 200 if is_seen else 404
    for url in (
        f"/activities/{activity.pk}/",
        f"/activities/timeline/{customer.pk}/",
        f"/activities/plans/{customer.pk}/",
        f"/activities/comments/activity/{activity.pk}/",
    ):
        assert client.get(url).status_code == expected, url
    assert ("回访温控器样品" in _text(client.get("/activities/"))) is is_seen


def test_who_joined_sees_the_record_but_not_the_customer(
    world: World, client_of: ClientOf, log: Log, customer: Customer
) -> None:
    activity = log(executor_ids=[world.zheng.pk, world.li.pk])
    client = client_of(world.li)
    assert client.get(f"/activities/{activity.pk}/").status_code == 200
    assert client.get(f"/activities/timeline/{customer.pk}/").status_code == 404


def test_the_history_is_filtered(
    world: World, client_of: ClientOf, log: Log, add_customer: AddCustomer, types: dict[str, Option]
) -> None:
    log(subject="电话甲")
    log(
        subject="聊天乙",
        type_id=types["chat_qq"].pk,
        description="客户：好的，那就先定一百二十只，下周付款。",
        executor_ids=[world.chen.pk],
    )
    log(by=world.li, subject="李慧丙", customer_id=add_customer("东", owner=world.li).pk)
    client = client_of(world.boss)

    def found(query: str) -> set[str]:
        page = _text(client.get(f"/activities/?{query}"))
        return {text for text in ("电话甲", "聊天乙", "李慧丙") if text in page}

    assert found("") == {"电话甲", "聊天乙", "李慧丙"}
    assert found("evidence=on") == {"聊天乙"}
    assert found(f"person={world.chen.pk}") == {"聊天乙"}
    assert found(f"type={types['phone_visit'].pk}") == {"电话甲", "李慧丙"}
    assert found("q=东") == {"李慧丙"}
    assert found("range=yesterday") == set()
    assert found("range=other&start=2026-03-02&end=2026-03-02") == {"电话甲", "聊天乙", "李慧丙"}
    assert found("range=nonsense&person=x&page=99") == {"电话甲", "聊天乙", "李慧丙"}


def test_delete_and_undo_by_their_addresses(
    world: World, client_of: ClientOf, log: Log, customer: Customer
) -> None:
    activity = log()
    client = client_of(world.zheng)
    response = client.post(f"/activities/{activity.pk}/removal/", **HTMX)
    assert f"/activities/{activity.pk}/restoration/" in response.headers["HX-Trigger"]
    assert client.get(f"/activities/{activity.pk}/").status_code == 404
    assert client.post(f"/activities/{activity.pk}/restoration/", **HTMX).status_code == 204
    assert client.get(f"/activities/{activity.pk}/").status_code == 200


def test_comments_are_sent_and_refused_with_the_text_kept(
    world: World, client_of: ClientOf, log: Log
) -> None:
    activity = log()
    url = f"/activities/comments/activity/{activity.pk}/"
    client = client_of(world.boss)
    assert "价格问清了吗" in _text(client.post(url, {"text": "价格问清了吗"}, **HTMX))
    refused = client.post(url, {"text": "@李慧 来看看"}, **HTMX)
    assert refused.status_code == 422
    assert "@李慧 来看看" in _text(refused)
    assert Comment.objects.count() == 1
    assert client.get("/activities/comments/nothing/1/").status_code == 404


def test_a_task_is_added_in_one_line_done_and_opened_again(
    world: World, client_of: ClientOf
) -> None:
    client = client_of(world.zheng)
    client.post("/tasks/new/", {"title": "寄报告", "due_on": "2026-03-01"}, **HTMX)
    task = Task.objects.get()
    assert "已逾期" in _text(client.get("/tasks/"))
    done = client.post(f"/tasks/{task.pk}/completion/", **HTMX)
    assert f"/tasks/{task.pk}/reopening/" in done.headers["HX-Trigger"]
    client.post(f"/tasks/{task.pk}/reopening/", **HTMX)
    task.refresh_from_db()
    assert not task.is_done
    assert client_of(world.chen).post(f"/tasks/{task.pk}/completion/").status_code == 404


def test_an_event_is_added_and_dragged_to_another_hour(world: World, client_of: ClientOf) -> None:
    client = client_of(world.zheng)
    typed = {"title": "例会", "start_day": "2026-03-02", "start_time": "09:00"}
    client.post("/events/new/", typed, **HTMX)
    event = Event.objects.get()
    moved = {"kind": "event", "id": event.pk, "day": "2026-03-04", "time": "14:30"}
    assert client.post("/calendar/move/", moved, **HTMX).status_code == 204
    event.refresh_from_db()
    assert event.starts_at.isoformat() == "2026-03-04T06:30:00+00:00"
    assert (event.ends_at - event.starts_at).total_seconds() == 3600
    assert client.post("/calendar/move/", moved | {"time": "99:99"}, **HTMX).status_code == 400
    assert client.post("/calendar/move/", moved | {"kind": "x"}, **HTMX).status_code == 404
    wrong = typed | {"end_day": "2026-03-01"}
    assert client.post("/events/new/", wrong, **HTMX).status_code == 422


def test_what_was_dragged_goes_back_by_the_toast(
    world: World, client_of: ClientOf, customer: Customer
) -> None:
    client, by = client_of(world.zheng), actor(world.zheng)
    task = tasks.add(by=by, new=NewTask(title="寄样品", due_on=date(2026, 3, 3)))
    plan = planning.plan(by=by, customer_id=customer.pk, on=date(2026, 3, 3))
    for kind, row in (("task", task), ("follow_up", plan)):
        moved = {"kind": kind, "id": row.pk, "day": "2026-03-06"}
        answer = client.post("/calendar/move/", moved, **HTMX)
        undo = json.loads(answer.headers["HX-Trigger"])["toast"]["undo"]
        undone = client.post(undo, **HTMX)
        assert "undo" not in json.loads(undone.headers["HX-Trigger"])["toast"]
    task.refresh_from_db()
    plan.refresh_from_db()
    assert (task.due_on, plan.on) == (date(2026, 3, 3), date(2026, 3, 3))


def test_a_missed_contact_cannot_go_back_into_the_past(
    world: World, client_of: ClientOf, customer: Customer
) -> None:
    plan = planning.plan(by=actor(world.zheng), customer_id=customer.pk, on=date(2026, 3, 3))
    FollowUp.objects.update(on=date(2026, 2, 20))
    moved = {"kind": "follow_up", "id": plan.pk, "day": "2026-03-06"}
    answer = client_of(world.zheng).post("/calendar/move/", moved, **HTMX)
    assert "undo" not in json.loads(answer.headers["HX-Trigger"])["toast"]


def test_calendar_addresses_never_break(world: World, client_of: ClientOf) -> None:
    client = client_of(world.zheng)
    for query in ("span=x&day=2026-02-30", "day=9999-12-31&span=month", "person=99999", "day="):
        assert client.get(f"/calendar/?{query}").status_code == 200, query


def test_a_planned_contact_is_added_moved_and_dropped(
    world: World, client_of: ClientOf, customer: Customer
) -> None:
    client = client_of(world.zheng)
    client.post(f"/activities/plans/{customer.pk}/new/", {"on": "2026-03-05"}, **HTMX)
    plan = FollowUp.objects.get()
    url = f"/activities/follow-ups/{plan.pk}/"
    assert client.post(url, {"on": "2026-02-01"}, **HTMX).status_code == 422
    assert client.post(url, {"on": "2026-03-06"}, **HTMX).status_code == 204
    assert client.post(f"{url}cancellation/", **HTMX).status_code == 204
    plan.refresh_from_db()
    assert plan.state == "cancelled"


def test_the_boss_edits_rules_and_standards_and_the_form_follows(
    world: World, client_of: ClientOf, customer: Customer, types: dict[str, Option]
) -> None:
    boss = client_of(world.boss)
    rule = f"/settings/activities/types/{types['phone_visit'].pk}/"
    typed = {"counts_as_contact": "on", "template": "谁接的电话：", "icon": "phone"}
    assert boss.post(rule, typed, **HTMX).status_code == 204
    boss.post("/settings/activities/standards/subject/", {"text": "写清楚谁要什么"}, **HTMX)
    page = _text(client_of(world.zheng).get(f"/activities/new/?customer={customer.pk}"))
    assert "写清楚谁要什么" in page
    assert "\\u8c01\\u63a5\\u7684\\u7535\\u8bdd" in page or "谁接的电话" in page
    assert client_of(world.zheng).get("/settings/activities/").status_code == 403


def test_the_searchable_customers_are_the_visible_ones(
    world: World, client_of: ClientOf, add_customer: AddCustomer
) -> None:
    mine = add_customer("广州迪宏")
    add_customer("广州别人", owner=world.li)
    found = client_of(world.zheng).get("/activities/customers/?q=广州").json()
    assert found == [{"value": mine.pk, "text": "广州迪宏"}]


def test_a_dealer_s_person_is_offered_the_dealer_s_people_alone(
    world: World, client_of: ClientOf
) -> None:
    groups.save(by=actor(world.boss), name="自己人", members=[world.chen])
    groups.save(by=actor(world.boss), name="值班", members=[world.su, world.chen])
    client = client_of(as_dealer(world, "manager"))
    for address in ("/activities/", "/activities/new/", "/events/new/", "/tasks/new/"):
        page = client.get(address)
        assert page.status_code == 200, address
        assert [name for name in ("郑斌", "陈敏", "廖利", "自己人") if name in _text(page)] == []
    assert "值班" in _text(client.get("/activities/"))
