"""The review puts people and periods side by side: words, figures and holes."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import pytest
from django.test import Client

from tests.conftest import ClientOf
from tests.query_counts import pinned
from tests.world import NOW, World, actor
from zhuixiao.accounts.models import Employee, Group
from zhuixiao.kit.periods import Period, PeriodKind
from zhuixiao.reports.actions import writing
from zhuixiao.reports.choices import ReportKind
from zhuixiao.reports.models import ReportRead, WorkReport
from zhuixiao.reports.queries import review, team
from zhuixiao.reports.queries.duty import Duty

MONDAY = date(2026, 3, 2)


@pytest.fixture
def manager(world: World, client_of: ClientOf) -> Client:
    return client_of(world.manager)


def hand_in(person: Employee, day: date, summary: Sequence[str]) -> WorkReport:
    """The submitted weekly report of the week of a day."""
    by = actor(person, at=NOW + timedelta(days=21))
    period = Period.of(PeriodKind.WEEK, day)
    row = writing.save(by=by, kind=ReportKind.WEEK, period=period, summary=summary, plan=["下周"])
    return writing.submit(by=by, report=row)


def duty(world: World, kind: ReportKind, shown: Sequence[Period], *, at: datetime) -> Duty:
    return Duty(world.company, kind, shown, now=at)


def page(client: Client, query: str = "") -> str:
    answer = client.get(f"/reports/review/?kind=week&day=2026-03-02{query}")
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_periods_go_back_from_the_last_one() -> None:
    last = Period.of(PeriodKind.WEEK, MONDAY)
    assert [one.start for one in review.periods(last, 3)] == [
        MONDAY,
        date(2026, 2, 23),
        date(2026, 2, 16),
    ]


def test_words_stand_in_the_square_of_their_person_and_period(world: World) -> None:
    hand_in(world.zheng, MONDAY, ["谈成迪宏"])
    hand_in(world.chen, MONDAY - timedelta(days=7), ["上周的话"])
    shown = review.periods(Period.of(PeriodKind.WEEK, MONDAY), 3)
    rows = review.matrix(
        [world.zheng, world.chen],
        shown,
        ReportKind.WEEK,
        reader=world.manager,
        duty=duty(world, ReportKind.WEEK, shown, at=NOW + timedelta(days=8)),
    )
    words = [[one.report.summary if one.report else None for one in row.squares] for row in rows]
    assert words == [[["谈成迪宏"], None], [None, ["上周的话"]], [None, None]]
    assert [[one.is_missing for one in row.squares] for row in rows] == [
        [False, True],
        [True, False],
        [True, True],
    ]


def test_nobody_misses_a_report_of_a_day_that_is_not_over_or_of_a_weekend(world: World) -> None:
    shown = review.periods(Period.of(PeriodKind.DAY, MONDAY), 4)
    held = duty(world, ReportKind.DAY, shown, at=NOW)
    rows = review.matrix([world.zheng], shown, ReportKind.DAY, reader=world.manager, duty=held)
    missing = [row.period.start.isoformat() for row in rows if row.squares[0].is_missing]
    assert missing == ["2026-02-27"]


def test_nobody_misses_a_report_of_before_he_came(world: World) -> None:
    world.chen.created_at = NOW - timedelta(days=6)
    shown = review.periods(Period.of(PeriodKind.WEEK, MONDAY).previous(), 2)
    held = duty(world, ReportKind.WEEK, shown, at=NOW + timedelta(days=8))
    people = [world.zheng, world.chen]
    rows = review.matrix(people, shown, ReportKind.WEEK, reader=world.manager, duty=held)
    assert [[one.is_missing for one in row.squares] for row in rows] == [
        [True, True],
        [True, False],
    ]


def test_a_report_without_the_words_is_not_missing(world: World) -> None:
    hand_in(world.zheng, MONDAY, ["谈成迪宏"])
    hand_in(world.chen, MONDAY, ["别的事"])
    shown = review.periods(Period.of(PeriodKind.WEEK, MONDAY), 1)
    held = duty(world, ReportKind.WEEK, shown, at=NOW + timedelta(days=30))
    (row,) = review.matrix(
        [world.zheng, world.chen, world.su],
        shown,
        ReportKind.WEEK,
        reader=world.manager,
        duty=held,
        words="迪宏",
    )
    assert [one.report is not None for one in row.squares] == [True, False, False]
    assert [one.is_missing for one in row.squares] == [False, False, True]


def test_people_groups_and_departments_are_chosen_together(world: World, manager: Client) -> None:
    group = Group.objects.create(name="老员工")
    group.members.add(world.chen, world.li)
    assert f'value="e{world.li.pk}"' not in page(manager)
    everybody = page(manager)
    assert all(name in everybody for name in ("郑斌", "陈敏", "苏细莲"))
    chosen = page(manager, f"&of=g{group.pk}&of=d{world.shenzhen.pk}&of=e9999&of=x")
    head = chosen.partition("<thead>")[2].partition("</thead>")[0]
    assert "陈敏" in head
    assert "苏细莲" in head
    assert "郑斌" not in head
    assert "李慧" not in head


def test_words_are_looked_for_in_summary_and_plan(world: World, manager: Client) -> None:
    hand_in(world.zheng, MONDAY, ["谈成<迪宏>"])
    hand_in(world.zheng, MONDAY - timedelta(days=7), ["别的事"])
    found = page(manager, "&q=迪宏")
    assert "谈成&lt;迪宏&gt;" in found
    assert "别的事" not in found
    assert "没有汇报含有这些文字" in page(manager, "&q=没有的话")


def test_all_that_is_shown_is_marked_as_read_at_once(world: World, manager: Client) -> None:
    hand_in(world.zheng, MONDAY, ["一"])
    hand_in(world.chen, MONDAY, ["二"])
    assert "把 2 份标为已读" in page(manager)
    address = f"/reports/review/read/?kind=week&day=2026-03-02&of=e{world.zheng.pk}"
    assert manager.post(address).status_code == 303
    assert ReportRead.objects.get().report.employee == world.zheng
    assert "把 1 份标为已读" in page(manager)


def test_who_reads_only_himself_sees_only_himself(world: World, client_of: ClientOf) -> None:
    hand_in(world.chen, MONDAY, ["陈敏的话"])
    own = page(client_of(world.zheng), f"&of=e{world.chen.pk}")
    assert "陈敏" not in own
    assert "郑斌" in own
    assert [row.pk for row in team.writers(world.zheng)] == [world.zheng.pk]


def test_more_people_and_periods_need_no_more_questions(world: World, manager: Client) -> None:
    for number in range(3):
        hand_in(world.zheng, MONDAY - timedelta(weeks=number), ["话"])
    with pinned("reports.review"):
        page(manager, "&count=13")
