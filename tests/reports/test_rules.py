"""Reports are late and missing by the company's rules, in the company's time."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.conftest import ClientOf
from tests.world import World, actor
from zhuixiao.accounts.actions import calendar
from zhuixiao.kit.errors import Invalid, NotAllowed
from zhuixiao.kit.periods import Period, PeriodKind
from zhuixiao.notices.models import Notice
from zhuixiao.reports import rules
from zhuixiao.reports.actions import reminding, ruling, writing
from zhuixiao.reports.choices import ReportKind
from zhuixiao.reports.models import WorkReport
from zhuixiao.reports.queries.duty import Duty
from zhuixiao.reports.rules import Rule, Rules

# Friday 6 March 2026; the server counts in UTC, the company eight hours later.
FRIDAY = Period.of(PeriodKind.DAY, date(2026, 3, 6))
WEEK = Period.of(PeriodKind.WEEK, FRIDAY.start)


def shanghai(day: int, hour: int, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, second, tzinfo=UTC) - timedelta(hours=8)


def handed_in(world: World, kind: ReportKind, period: Period, at: datetime) -> WorkReport:
    by = actor(world.zheng, at=at)
    row = writing.save(by=by, kind=kind, period=period, summary=["话"], plan=[])
    return writing.submit(by=by, report=row)


@pytest.mark.parametrize(
    ("at", "is_late"),
    [(shanghai(6, 23, 59, 58), False), (shanghai(6, 23, 59, 59), False), (shanghai(7, 0), True)],
)
def test_a_daily_is_on_time_until_midnight_in_the_company(
    world: World, at: datetime, is_late: bool
) -> None:
    assert handed_in(world, ReportKind.DAY, FRIDAY, at).is_late == is_late


def test_a_deadline_counts_workdays_after_the_period(world: World) -> None:
    new = Rules(day=Rule(days=1, until="09:30"), week=Rule(days=2, until="12:00"))
    ruling.save(by=actor(world.boss), new=new)
    calendar.set_day(by=actor(world.boss), day=date(2026, 3, 9), is_workday=False, name="停电")
    world.company.refresh_from_db()
    daily = Duty(world.company, ReportKind.DAY, [FRIDAY], now=shanghai(6, 8))
    weekly = Duty(world.company, ReportKind.WEEK, [WEEK], now=shanghai(6, 8))
    assert daily.deadline(FRIDAY) == shanghai(10, 9, 31)
    assert weekly.deadline(WEEK) == shanghai(11, 12, 1)


def test_nobody_misses_what_is_not_wanted_or_falls_on_days_off(world: World) -> None:
    ruling.save(
        by=actor(world.boss), new=Rules(month=Rule(is_wanted=False), exempt=(world.chen.pk,))
    )
    world.company.refresh_from_db()
    late = shanghai(20, 8)
    saturday = Period.of(PeriodKind.DAY, date(2026, 3, 7))
    daily = Duty(world.company, ReportKind.DAY, [FRIDAY, saturday], now=late)
    assert daily.is_due(world.zheng, FRIDAY)
    assert not daily.is_due(world.zheng, saturday)
    assert not daily.is_due(world.chen, FRIDAY)
    february = Period.of(PeriodKind.MONTH, date(2026, 2, 1))
    monthly = Duty(world.company, ReportKind.MONTH, [february], now=late)
    assert not monthly.is_due(world.zheng, february)


def test_whoever_has_not_submitted_is_reminded_once_shortly_before(world: World) -> None:
    handed_in(world, ReportKind.DAY, FRIDAY, shanghai(6, 18))
    ruling.save(by=actor(world.boss), new=Rules(exempt=(world.su.pk,)))
    assert reminding.remind(shanghai(6, 21, 59)) == 0
    told = reminding.remind(shanghai(6, 22))
    names = set(
        Notice.objects.filter(kind=reminding.NOTICE).values_list("employee__name", flat=True)
    )
    assert told == len(names)
    assert {"陈敏", "李慧", "周平"} <= names
    assert not names & {"郑斌", "苏细莲", "廖利"}
    assert reminding.remind(shanghai(6, 23)) == 0
    # On Saturday nobody works.
    assert reminding.remind(shanghai(7, 23)) == 0


def test_rules_are_set_by_who_may_and_absurd_ones_are_refused(
    world: World, client_of: ClientOf
) -> None:
    with pytest.raises(NotAllowed):
        ruling.save(by=actor(world.manager), new=Rules())
    with pytest.raises(Invalid):
        ruling.save(by=actor(world.boss), new=Rules(day=Rule(days=99, until="25:00")))
    client, address = client_of(world.boss), "/reports/settings/"
    assert client.get(address).status_code == 200
    typed = {"exempt": [str(world.li.pk)]}
    for kind in ("day", "week", "month"):
        typed |= {
            f"{kind}_is_wanted": ["on"],
            f"{kind}_days": ["1"],
            f"{kind}_until": ["10:30"],
            f"{kind}_remind_hours": ["3"],
        }
    assert client.post(address, typed).status_code == 303
    world.company.refresh_from_db()
    held = rules.rules(world.company)
    assert held.week == Rule(days=1, until="10:30", remind_hours=3)
    assert held.exempt == (world.li.pk,)
    assert client.post(address, typed | {"day_until": ["25:00"]}).status_code == 422
    assert client_of(world.manager).get(address).status_code == 403


def test_the_team_page_counts_who_is_late_and_missing(world: World, client_of: ClientOf) -> None:
    handed_in(world, ReportKind.DAY, FRIDAY, shanghai(9, 8))
    page = client_of(world.manager).get("/reports/team/", {"day": "2026-03-06"}).content.decode()
    assert "1 份迟交" in page
    assert "3 份未交" in page
