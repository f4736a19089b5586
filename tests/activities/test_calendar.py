from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.activities.conftest import AddCustomer
from tests.world import World, actor, as_dealer
from zhuixiao.accounts.models import Employee
from zhuixiao.activities.actions import events, planning, tasks
from zhuixiao.activities.actions.events import NewEvent
from zhuixiao.activities.actions.tasks import NewTask
from zhuixiao.activities.queries.calendar import Calendar, Span, calendar
from zhuixiao.kit.errors import Invalid

ZONE = ZoneInfo("Asia/Shanghai")
TODAY = date(2026, 3, 2)


def _shown(employee: Employee, span: Span, day: date = TODAY) -> Calendar:
    return calendar(employee, span=span, day=day, today=TODAY, zone=ZONE, reader=employee)


def _event(world: World, start: datetime, hours: float, title: str = "例会") -> None:
    events.add(
        by=actor(world.zheng),
        new=NewEvent(title=title, starts_at=start, ends_at=start + timedelta(hours=hours)),
    )


def test_a_month_is_filled_up_to_whole_weeks(world: World) -> None:
    shown = _shown(world.zheng, Span.MONTH, date(2026, 2, 10))
    assert [shown.days[0].date, shown.days[-1].date] == [date(2026, 1, 26), date(2026, 3, 1)]
    assert all(len(week) == 7 for week in shown.weeks)
    assert sum(day.is_outside for day in shown.days) == 7
    march = _shown(world.zheng, Span.MONTH)
    assert sum(day.is_today for day in march.days) == 1


def test_the_last_instant_of_a_month_in_the_companys_zone_belongs_to_it(world: World) -> None:
    # 23:30 on 31 March in Shanghai is still March in UTC too, 00:30 on 1 April is 31 March there.
    _event(world, datetime(2026, 3, 31, 16, 30, tzinfo=UTC), 1, "四月一日凌晨")
    march = _shown(world.zheng, Span.DAY, date(2026, 3, 31))
    april = _shown(world.zheng, Span.DAY, date(2026, 4, 1))
    assert [item.title for item in march.days[0].items] == []
    assert [item.title for item in april.days[0].items] == ["四月一日凌晨"]


def test_an_event_until_midnight_does_not_touch_the_next_day(world: World) -> None:
    _event(world, datetime(2026, 3, 2, 22, tzinfo=ZONE), 2)
    week = _shown(world.zheng, Span.WEEK)
    assert [len(day.items) for day in week.days] == [1, 0, 0, 0, 0, 0, 0]
    assert week.last_hour == 24


def test_an_event_over_two_nights_stands_on_three_days(world: World) -> None:
    _event(world, datetime(2026, 3, 3, 20, tzinfo=ZONE), 40)
    week = _shown(world.zheng, Span.WEEK)
    assert [len(day.untimed) for day in week.days] == [0, 1, 1, 1, 0, 0, 0]


def test_overlapping_events_stand_side_by_side(world: World) -> None:
    for hour, title in ((10, "甲"), (11, "乙"), (14, "丙")):
        _event(world, datetime(2026, 3, 2, hour, tzinfo=ZONE), 2, title)
    places = {
        item.title: (item.row, item.lane, item.lanes)
        for item in _shown(world.zheng, Span.DAY).days[0].timed
    }
    assert places == {"甲": (4, 0, 2), "乙": (6, 1, 2), "丙": (12, 0, 1)}


def test_tasks_and_planned_contacts_stand_in_the_calendar(
    world: World, add_customer: AddCustomer
) -> None:
    by = actor(world.zheng)
    tasks.add(by=by, new=NewTask(title="寄样品", due_on=TODAY))
    planning.plan(by=by, customer_id=add_customer().pk, on=TODAY, note="问尺寸")
    kinds = {item.kind: item.title for item in _shown(world.zheng, Span.DAY).days[0].untimed}
    assert kinds == {"task": "寄样品", "follow_up": "问尺寸"}


def test_a_participant_has_the_event_and_a_stranger_does_not(world: World) -> None:
    start = datetime(2026, 3, 2, 10, tzinfo=ZONE)
    events.add(
        by=actor(world.zheng),
        new=NewEvent(
            title="拜访",
            starts_at=start,
            ends_at=start,
            participant_ids=[world.chen.pk],
        ),
    )
    assert len(_shown(world.chen, Span.DAY).days[0].items) == 1
    assert len(_shown(world.su, Span.DAY).days[0].items) == 0


def test_a_dealer_s_person_invites_the_dealer_s_people_alone(world: World) -> None:
    dealer = as_dealer(world)
    start = datetime(2026, 3, 2, 10, tzinfo=ZONE)
    new = NewEvent(title="例会", starts_at=start, ends_at=start, participant_ids=[world.zheng.pk])
    with pytest.raises(Invalid) as error:
        events.add(by=actor(dealer), new=new)
    assert error.value.errors.keys() == {"participants"}
    held = events.add(by=actor(dealer), new=replace(new, participant_ids=[]))
    held.participants.set([world.zheng.pk])
    same = events.edit(by=actor(dealer), event=held, new=replace(new, title="改期"))
    assert list(same.participants.all()) == [world.zheng]
