"""What the digest of reports and the morning brief tell, and to whom."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.world import World, actor
from zhuixiao.accounts.actions import departments
from zhuixiao.accounts.choices import DepartmentKind
from zhuixiao.accounts.models import Employee
from zhuixiao.activities.actions import recording
from zhuixiao.activities.actions.values import NewActivity
from zhuixiao.catalog.choices import PickList
from zhuixiao.catalog.models import Option
from zhuixiao.customers.actions import creating
from zhuixiao.customers.models import Customer
from zhuixiao.kit.periods import Period, PeriodKind
from zhuixiao.notices.message import Message
from zhuixiao.notices.sources import Occasion, find
from zhuixiao.reports import subscribed
from zhuixiao.reports.actions import writing
from zhuixiao.reports.choices import ReportKind
from zhuixiao.reports.models import ReportReader
from zhuixiao.reports.queries import digest
from zhuixiao.sales.actions import opportunities
from zhuixiao.sales.actions.opportunity_values import NewOpportunity
from zhuixiao.sales.models import Opportunity

FRIDAY = date(2026, 3, 6)
WEEKEND = Period(FRIDAY, date(2026, 3, 8))


def shanghai(day: int, hour: int) -> datetime:
    return datetime(2026, 3, day, hour, tzinfo=UTC) - timedelta(hours=8)


def told(
    reader: Employee, key: str = subscribed.DIGEST, *, subject: str = "", **more: Any
) -> Message | None:
    """What the reader is told on Monday morning."""
    source = find(key)
    assert source is not None
    with_access = Employee.objects.with_access().get(pk=reader.pk)
    values: dict[str, Any] = {"kind": PeriodKind.DAY, "covers": WEEKEND, "now": shanghai(9, 8)}
    return source.compose(Occasion(with_access, subject, **values | more))


def text(message: Message | None) -> str:
    assert message is not None
    return f"{message.title}\n{message.as_text()}"


def write(person: Employee, *, day: int = 6, kind: ReportKind = ReportKind.DAY) -> None:
    by = actor(person, at=shanghai(day, 20))
    period = Period.of(PeriodKind(kind), date(2026, 3, day))
    report = writing.save(
        by=by, kind=kind, period=period, summary=["拜访广州帝宏，谈妥价格"], plan=["签合同"]
    )
    writing.submit(by=by, report=report)


@pytest.fixture
def contacted(world: World) -> None:
    customer = add_customer("广州帝宏", owner=world.zheng)
    types = Option.objects.of(PickList.ACTIVITY_TYPE)
    kind = types.get(key="phone_visit")
    new = NewActivity(customer_id=customer.pk, subject="电话", type_id=kind.pk)
    recording.log(by=actor(world.zheng, at=shanghai(6, 15)), new=new)


@pytest.mark.usefixtures("contacted")
def test_the_digest_has_numbers_words_and_holes(world: World) -> None:
    write(world.zheng)
    shown = text(told(world.manager))
    assert "日报 2026-03-06 – 2026-03-08" in shown
    assert "交往次数: 1（上期 0）" in shown
    assert "1. 拜访广州帝宏，谈妥价格" in shown
    assert "1. 签合同" in shown
    # Friday only: nobody works on the weekend. 周平 has to write too.
    assert "未交: 3" in shown
    assert "陈敏" in shown
    assert "李慧" not in shown


def test_a_digest_of_one_person_or_department_holds_only_theirs(world: World) -> None:
    write(world.zheng)
    write(world.li)
    one = text(told(world.boss, subject=f"e{world.li.pk}"))
    assert "李慧" in one
    assert "郑斌" not in one
    south = text(told(world.boss, subject=f"d{world.south.pk}"))
    assert "华南分公司" in south
    assert "郑斌" in south
    assert "苏细莲" in south
    assert "李慧" not in south


def test_a_department_without_writers_of_its_own_is_offered_for_those_below(
    world: World,
) -> None:
    by = actor(world.boss)
    dongguan = departments.add(
        by=by, name="东莞办事处", parent=world.south, kind=DepartmentKind.OFFICE
    )
    Employee.objects.filter(pk=world.zheng.pk).update(department=dongguan)
    stay = [world.zheng.pk, world.su.pk]
    others = Employee.objects.filter(department__in=[world.south]).exclude(pk__in=stay)
    others.update(department=world.east)
    reader = Employee.objects.with_access().get(pk=world.boss.pk)
    offered = {key for _heading, rows in digest.subjects(reader) for key, _label in rows}
    assert f"d{world.south.pk}" in offered
    # All of them is what is told without a choice.
    assert f"d{world.head_office.pk}" not in offered - {f"d{world.boss.department_id}"}


def test_figures_are_those_of_whom_the_reader_sees_and_say_of_how_many(world: World) -> None:
    ReportReader.objects.create(reader=world.chen, employee=world.su)
    for person in (world.chen, world.su):
        add_customer(f"{person.name}的客户", owner=person, at=shanghai(6, 9))
        write(person)
    shown = text(told(world.chen))
    assert "合计（1 人）\n新增客户: 1（上期 0）" in shown
    assert "苏细莲" in shown


def test_of_whom_the_reader_may_not_read_nothing_is_told(world: World) -> None:
    write(world.li)
    assert told(world.manager, subject=f"e{world.li.pk}") is None
    assert "谈妥" not in text(told(world.manager))


def test_what_a_weekly_says_comes_with_the_week(world: World) -> None:
    write(world.zheng, kind=ReportKind.WEEK)
    covers = Period.of(PeriodKind.WEEK, FRIDAY)
    shown = text(told(world.boss, kind=PeriodKind.WEEK, covers=covers, now=shanghai(9, 8)))
    assert "周报" in shown
    assert "谈妥价格" in shown


def test_a_late_report_is_called_late(world: World) -> None:
    by = actor(world.zheng, at=shanghai(8, 9))
    period = Period(FRIDAY, FRIDAY)
    report = writing.save(by=by, kind=ReportKind.DAY, period=period, summary=["补"], plan=[])
    writing.submit(by=by, report=report)
    assert "迟交: 1" in text(told(world.boss))


def test_a_digest_asks_as_many_questions_of_many_people_as_of_few(world: World) -> None:
    def questions() -> int:
        with CaptureQueriesContext(connection) as captured:
            told(world.boss)
        return len(captured)

    write(world.zheng)
    few = questions()
    for person in (world.chen, world.su, world.li, world.manager):
        write(person)
    assert questions() == few


@pytest.mark.usefixtures("contacted")
def test_the_brief_tells_numbers_holes_and_deals_in_danger(world: World) -> None:
    opportunity("旧改项目", owner=world.zheng)
    shown = text(told(world.boss, subscribed.BRIEF))
    assert "早报 2026-03-06 – 2026-03-08" in shown
    assert "交往次数: 1（上期 0）" in shown
    assert "日报未交: 6" in shown
    assert "搁置的销售机会: 1 个，8,000.00" in shown
    assert "旧改项目的客户: 旧改项目 · 郑斌 · 8,000.00 · 最近跟进 2026-01-05" in shown
    assert "超过预计成交日的销售机会: 1 个" in shown


def test_the_brief_shows_a_manager_only_what_is_his(world: World) -> None:
    opportunity("旧改项目", owner=world.li)
    assert "旧改项目" in text(told(world.boss, subscribed.BRIEF))
    assert "旧改项目" not in text(told(world.manager, subscribed.BRIEF))


def add_customer(name: str, *, owner: Employee, at: datetime | None = None) -> Customer:
    by = actor(owner, at=at or shanghai(1, 9))
    return creating.create(by=by, new=creating.NewCustomer({"name": name}, owner=owner))


def opportunity(name: str, *, owner: Employee) -> None:
    """8,000 that should have been closed on Thursday, untouched since January."""
    customer = add_customer(f"{name}的客户", owner=owner)
    new = NewOpportunity(
        name=name, customer_id=customer.pk, amount=800_000, expected_on=date(2026, 3, 5)
    )
    opportunities.add(by=actor(owner, at=shanghai(1, 9)), new=new)
    Opportunity.objects.update(touched_at=datetime(2026, 1, 5, tzinfo=UTC))
