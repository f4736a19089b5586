"""A report begins with what is known: facts, shorter reports, and the plan before."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from tests.conftest import ClientOf
from tests.world import NOW, World, actor
from zhuixiao.accounts.actions import departments
from zhuixiao.accounts.models import Employee
from zhuixiao.activities.actions import planning, recording
from zhuixiao.activities.actions.values import NewActivity
from zhuixiao.catalog.choices import PickList
from zhuixiao.catalog.models import Option
from zhuixiao.customers.actions import creating
from zhuixiao.customers.models import Customer
from zhuixiao.kit.periods import Period, PeriodKind
from zhuixiao.reports.actions import writing
from zhuixiao.reports.choices import ReportKind
from zhuixiao.reports.queries import facts, figures, starting
from zhuixiao.reports.queries.starting import Start

MONDAY = date(2026, 3, 2)


@pytest.fixture
def customers(world: World) -> list[Customer]:
    """Five of 郑斌's, new today."""
    by = actor(world.zheng)
    return [
        creating.create(by=by, new=creating.NewCustomer({"name": f"客户{n}"}, owner=world.zheng))
        for n in range(1, 6)
    ]


def begun(person: Employee, kind: ReportKind, day: date = MONDAY) -> Start:
    period = Period.of(PeriodKind(kind), day)
    return starting.start(
        person,
        kind,
        period,
        facts=facts.of_person(person, period, reader=person, today=day),
        figures=figures.of_person(person, period, reader=person),
    )


def write(
    world: World, kind: ReportKind, day: date, summary: Sequence[str], plan: Sequence[str] = ()
) -> None:
    at = NOW + timedelta(days=max((day - MONDAY).days, 0) + 31)
    period = Period.of(PeriodKind(kind), day)
    writing.save(by=actor(world.zheng, at=at), kind=kind, period=period, summary=summary, plan=plan)


def test_a_daily_begins_with_sentences_of_the_day(world: World, customers: list[Customer]) -> None:
    phone = Option.objects.get(pick_list=PickList.ACTIVITY_TYPE, key="phone_visit")
    for row in customers[:2]:
        new = NewActivity(subject="问价格", customer_id=row.pk, type_id=phone.pk)
        recording.log(by=actor(world.zheng), new=new)
    start = begun(world.zheng, ReportKind.DAY)
    assert list(start.summary) == [
        "电话拜访 2 次：客户2、客户1",
        "新增客户 5 家：客户5、客户4、客户3等，另有 2 个",
    ]


def test_the_plan_begins_with_the_contacts_of_the_day_after(
    world: World, customers: list[Customer]
) -> None:
    planning.plan(
        by=actor(world.zheng),
        customer_id=customers[0].pk,
        on=MONDAY + timedelta(days=1),
        note="送样品",
    )
    planning.plan(by=actor(world.zheng), customer_id=customers[1].pk, on=MONDAY + timedelta(days=2))
    assert list(begun(world.zheng, ReportKind.DAY).plan) == ["联系客户1：送样品"]
    assert begun(world.zheng, ReportKind.DAY, MONDAY + timedelta(days=1)).plan == ["联系客户2"]


def test_a_weekly_begins_with_its_dailies_each_sentence_once(world: World) -> None:
    write(world, ReportKind.DAY, MONDAY, ["谈成迪宏", "寄样品"], ["周二拜访"])
    write(world, ReportKind.DAY, MONDAY + timedelta(days=1), ["寄样品", "拜访"], ["签合同"])
    write(world, ReportKind.DAY, MONDAY + timedelta(days=7), ["下周的事"])
    start = begun(world.zheng, ReportKind.WEEK)
    assert start.summary == ["谈成迪宏", "寄样品", "拜访"]
    assert start.plan == ["签合同"]
    assert [group.lines for group in start.for_plan] == [["周二拜访"], ["签合同"]]


def test_a_week_is_gathered_into_the_month_of_its_thursday_and_no_other(world: World) -> None:
    # From 30 March to 5 April, its Thursday is 2 April.
    write(world, ReportKind.WEEK, date(2026, 3, 30), ["跨月的一周"])
    assert begun(world.zheng, ReportKind.MONTH, date(2026, 3, 31)).summary == []
    assert begun(world.zheng, ReportKind.MONTH, date(2026, 4, 1)).summary == ["跨月的一周"]


def test_what_was_planned_is_offered_as_done_or_again(world: World) -> None:
    write(world, ReportKind.DAY, MONDAY - timedelta(days=3), ["x"], ["寄样品"])
    start = begun(world.zheng, ReportKind.DAY)
    assert start.for_summary[-1].lines == ["已完成：寄样品"]
    assert start.for_plan[-1].lines == ["寄样品"]


def test_words_of_others_are_not_gathered(world: World) -> None:
    write(world, ReportKind.DAY, MONDAY, ["郑斌的话"])
    assert begun(world.chen, ReportKind.WEEK).summary == []


def test_the_page_begins_with_them_until_something_was_written(
    world: World, client_of: ClientOf
) -> None:
    write(world, ReportKind.DAY, MONDAY, ["谈成 <迪宏>"])
    address = "/reports/mine/?kind=week&day=2026-03-02"
    page = client_of(world.zheng).get(address).content.decode()
    assert "谈成 &lt;迪宏&gt;</textarea>" in page
    assert 'value="谈成 &lt;迪宏&gt;"' in page
    write(world, ReportKind.WEEK, MONDAY, ["自己的话"])
    assert "自己的话</textarea>" in client_of(world.zheng).get(address).content.decode()


def submit(person: Employee, words: str) -> None:
    by = actor(person)
    row = writing.save(
        by=by, kind=ReportKind.DAY, period=Period(MONDAY, MONDAY), summary=[words], plan=[words]
    )
    writing.submit(by=by, report=row)


def test_a_head_is_offered_the_words_of_his_people(world: World) -> None:
    for person in (world.zheng, world.su, world.li):
        submit(person, f"{person.name}的话")
    start = begun(world.manager, ReportKind.DAY)
    assert {group.heading for group in start.for_summary} == {"郑斌", "苏细莲"}
    assert {group.heading for group in start.for_plan} == {"郑斌", "苏细莲"}
    assert start.summary == []


def test_of_a_department_below_only_the_head_is_offered(world: World) -> None:
    departments.change(
        by=actor(world.boss),
        department=world.head_office,
        name=world.head_office.name,
        kind=world.head_office.kind,
        head=world.boss,
    )
    for person in (world.manager, world.zheng, world.su, world.li):
        submit(person, f"{person.name}的话")
    start = begun(world.boss, ReportKind.DAY)
    assert {group.heading for group in start.for_summary} == {"周平", "李慧"}


def test_a_daily_tells_the_day_in_the_order_of_time(
    world: World, customers: list[Customer], client_of: ClientOf
) -> None:
    call = Option.objects.of(PickList.ACTIVITY_TYPE).get(key="phone_visit").pk
    for hours, subject in ((5, "下午的电话"), (2, "上午的电话")):
        by = actor(world.zheng, at=NOW + timedelta(hours=hours))
        new = NewActivity(customer_id=customers[0].pk, subject=subject, type_id=call)
        recording.log(by=by, new=new)
    found = facts.of_person(world.zheng, Period(MONDAY, MONDAY), reader=world.zheng, today=MONDAY)
    assert [row.text for row in found.moments][-2:] == ["上午的电话", "下午的电话"]
    day = client_of(world.zheng).get("/reports/mine/?day=2026-03-02").content.decode()
    assert 'class="day-line"' in day
    week = client_of(world.zheng).get("/reports/mine/?kind=week&day=2026-03-02").content.decode()
    assert 'class="day-line"' not in week
