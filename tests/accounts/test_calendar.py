"""The company's calendar: weekdays, and the special days that go before them."""

from datetime import date, timedelta

import pytest

from tests.conftest import ClientOf
from tests.world import World, actor
from zhuixiao.accounts.actions import calendar as actions
from zhuixiao.accounts.models import AuditEntry, SpecialDay
from zhuixiao.accounts.queries.calendar import calendar
from zhuixiao.kit.errors import NotAllowed, RuleError
from zhuixiao.kit.periods import Period, PeriodKind

SPRING = date(2026, 2, 17)


def test_holidays_rest_and_exchanged_days_work(world: World) -> None:
    assert actions.fill(by=actor(world.boss), year=2026) == 39
    held = calendar(world.company, date(2026, 2, 1), date(2026, 2, 28))
    # The Saturday before the Spring Festival is worked in exchange.
    assert held.is_workday(date(2026, 2, 14))
    assert not held.is_workday(SPRING)
    assert held.is_workday(date(2026, 2, 11))
    assert held.next_workday(date(2026, 2, 14)) == date(2026, 2, 24)
    assert len(held.workdays(Period.of(PeriodKind.MONTH, SPRING))) == 16


def test_filling_again_adds_nothing_and_leaves_what_was_entered_by_hand(world: World) -> None:
    by = actor(world.boss)
    actions.set_day(by=by, day=SPRING, is_workday=True, name="展会")
    assert actions.fill(by=by, year=2026) == 38
    assert actions.fill(by=by, year=2026) == 0
    assert SpecialDay.objects.get(day=SPRING).name == "展会"


def test_a_day_is_set_again_and_taken_out_with_a_trace(world: World) -> None:
    by = actor(world.boss)
    row = actions.set_day(by=by, day=SPRING, is_workday=False, name="春节")
    assert actions.set_day(by=by, day=SPRING, is_workday=True, name="展会").pk == row.pk
    actions.set_day(by=by, day=SPRING, is_workday=True, name="展会")
    actions.remove(by=by, row=row)
    log = AuditEntry.objects.filter(kind="special_day").order_by("pk")
    assert list(log.values_list("action", flat=True)) == ["create", "edit", "delete"]


def test_absurd_days_are_refused_with_the_way_out(world: World) -> None:
    by = actor(world.boss)
    with pytest.raises(RuleError):
        actions.set_day(by=by, day=date(1, 1, 1), is_workday=True, name="x")
    with pytest.raises(RuleError):
        actions.set_day(by=by, day=SPRING, is_workday=True, name="  ")
    with pytest.raises(RuleError, match="2099"):
        actions.fill(by=by, year=2099)
    with pytest.raises(NotAllowed):
        actions.fill(by=actor(world.manager), year=2026)


def test_the_page_fills_adds_and_takes_out(world: World, client_of: ClientOf) -> None:
    client = client_of(world.boss)
    address = "/settings/calendar/"
    assert "这一年没有特殊日" in client.get(address).content.decode()
    client.post(f"{address}filling/", {"year": "2026"})
    page = client.get(f"{address}?year=2026").content.decode()
    assert "2026-02-17" in page
    assert "春节" in page
    typed = {"day": "2026-12-31", "what": "rest", "name": "盘点"}
    assert client.post(address, typed).status_code == 303
    row = SpecialDay.objects.get(name="盘点")
    client.post(f"{address}{row.pk}/removal/")
    assert not SpecialDay.objects.filter(name="盘点").exists()
    assert client.post(address, {**typed, "name": ""}).status_code == 422
    assert client.post(f"{address}filling/", {"year": "2099"}).status_code == 303
    assert client.get(f"{address}?year=99999").status_code == 404
    assert client_of(world.zheng).get(address).status_code == 403


def test_the_ends_of_the_calendar_are_no_obstacle(world: World) -> None:
    for first, last in ((date(9999, 12, 1), date.max), (date.min, date(1, 1, 31))):
        held = calendar(world.company, first, last)
        assert len(held.workdays(Period(first, last))) in {22, 23}
    assert held.next_workday(date.max) == date.max
    assert held.next_workday(date.max - timedelta(days=1)) == date.max
