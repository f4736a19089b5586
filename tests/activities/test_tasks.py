from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from tests.activities.conftest import AddCustomer
from tests.world import NOW, World, actor
from zhuixiao.accounts.actions import calendar
from zhuixiao.activities.actions import events, tasks
from zhuixiao.activities.actions.events import NewEvent
from zhuixiao.activities.actions.reminding import remind_due
from zhuixiao.activities.actions.tasks import NewTask
from zhuixiao.activities.choices import Repeat
from zhuixiao.activities.models import Event, Task
from zhuixiao.activities.queries import tasks as task_queries
from zhuixiao.activities.repeating import next_due
from zhuixiao.kit.errors import Conflict, Invalid, NotAllowed
from zhuixiao.ledger import checks
from zhuixiao.ledger.queries import query
from zhuixiao.notices.models import Notice

TODAY = date(2026, 3, 2)
CALL = NewTask(title="给邹工寄检测报告", due_on=TODAY)


def test_an_overdue_task_stays_until_it_is_done(world: World) -> None:
    task = tasks.add(by=actor(world.zheng), new=CALL)
    later = TODAY + timedelta(days=400)
    board = task_queries.board(task_queries.mine(world.zheng), today=later)
    assert list(board.overdue) == [task]
    tasks.complete(by=actor(world.zheng), task=task)
    board = task_queries.board(task_queries.mine(world.zheng), today=TODAY)
    assert (list(board.overdue), list(board.done)) == ([], [task])


def test_a_done_task_counts_once_and_reopening_takes_it_back(world: World) -> None:
    by = actor(world.zheng)
    task = tasks.add(by=by, new=CALL)
    tasks.complete(by=by, task=task)
    tasks.complete(by=by, task=task)
    assert query(["tasks.done"], period=None, visible_to=world.boss).value("tasks.done") == 1
    tasks.reopen(by=by, task=task)
    assert query(["tasks.done"], period=None, visible_to=world.boss).value("tasks.done") == 0
    assert checks.verify() == []


def test_a_repeating_task_makes_the_next_one_and_undo_takes_it_away(world: World) -> None:
    by = actor(world.zheng)
    task = tasks.add(by=by, new=replace(CALL, repeat=Repeat.WEEKLY))
    following = tasks.complete(by=by, task=task)
    assert following is not None
    assert following.due_on == date(2026, 3, 9)
    tasks.reopen(by=by, task=task)
    assert list(Task.objects.open()) == [task]


def on_weekdays(day: date) -> bool:
    return day.isoweekday() <= 5


@pytest.mark.parametrize(
    ("due", "repeat", "after", "expected"),
    [
        (date(2026, 3, 2), Repeat.DAILY, date(2026, 3, 2), date(2026, 3, 3)),
        (date(2026, 2, 20), Repeat.DAILY, date(2026, 3, 2), date(2026, 3, 3)),
        (date(2026, 3, 6), Repeat.WEEKDAYS, date(2026, 3, 6), date(2026, 3, 9)),
        (date(2026, 3, 2), Repeat.WEEKLY, date(2026, 3, 2), date(2026, 3, 9)),
        (date(2026, 2, 2), Repeat.WEEKLY, date(2026, 3, 2), date(2026, 3, 9)),
        (date(2026, 1, 31), Repeat.MONTHLY, date(2026, 1, 31), date(2026, 2, 28)),
        (date(2026, 12, 15), Repeat.MONTHLY, date(2026, 12, 1), date(2027, 1, 15)),
    ],
)
def test_when_a_task_comes_back(due: date, repeat: Repeat, after: date, expected: date) -> None:
    day = next_due(due, repeat, after=after, month_day=due.day, is_workday=on_weekdays)
    assert day == expected


def test_a_task_of_every_workday_passes_over_holidays(world: World) -> None:
    calendar.fill(by=actor(world.boss), year=2026)
    # Before the Spring Festival the company works on a Saturday, and then rests for nine days.
    friday = NOW.replace(month=2, day=13)
    by = actor(world.zheng, at=friday)
    new = NewTask(title="日清", due_on=by.today, repeat=Repeat.WEEKDAYS)
    task = tasks.add(by=by, new=new)
    saturday = tasks.complete(by=by, task=task)
    assert saturday is not None
    assert saturday.due_on == date(2026, 2, 14)
    following = tasks.complete(by=actor(world.zheng, at=friday + timedelta(days=1)), task=saturday)
    assert following is not None
    assert following.due_on == date(2026, 2, 24)


def test_the_31st_stays_the_31st_after_february() -> None:
    day = next_due(
        date(2026, 2, 28),
        Repeat.MONTHLY,
        after=date(2026, 2, 28),
        month_day=31,
        is_workday=on_weekdays,
    )
    assert day == date(2026, 3, 31)


def test_a_manager_gives_tasks_within_the_scope_and_a_salesperson_to_nobody(world: World) -> None:
    given = tasks.add(by=actor(world.manager), new=replace(CALL, employee_id=world.su.pk))
    assert world.su.notices.get().message == "周平 给你派了任务：给邹工寄检测报告"
    assert list(task_queries.given(world.manager)) == [given]
    for by, employee in ((world.manager, world.li), (world.zheng, world.chen)):
        with pytest.raises(Invalid) as refused:
            tasks.add(by=actor(by), new=replace(CALL, employee_id=employee.pk))
        assert set(refused.value.errors) == {"employee"}


def test_a_colleague_neither_sees_nor_does_my_task(world: World) -> None:
    task = tasks.add(by=actor(world.zheng), new=CALL)
    assert not Task.objects.visible_to(world.chen).exists()
    assert Task.objects.visible_to(world.manager).exists()
    with pytest.raises(NotAllowed):
        tasks.complete(by=actor(world.chen), task=task)


def test_a_task_of_an_invisible_customer_is_refused(
    world: World, add_customer: AddCustomer
) -> None:
    other = add_customer("李慧的客户", owner=world.li)
    with pytest.raises(Invalid) as refused:
        tasks.add(by=actor(world.zheng), new=replace(CALL, customer_id=other.pk))
    assert set(refused.value.errors) == {"customer"}


def test_two_edits_of_one_task_meet(world: World) -> None:
    by = actor(world.zheng)
    task = tasks.add(by=by, new=CALL)
    tasks.edit(by=by, task=task, new=replace(CALL, note="顺丰"), version=1)
    tasks.edit(by=by, task=task, new=replace(CALL, title="寄两份报告"), version=1)
    task.refresh_from_db()
    assert (task.title, task.note) == ("寄两份报告", "顺丰")
    with pytest.raises(Conflict):
        tasks.edit(by=by, task=task, new=replace(CALL, due_on=TODAY, title="三份"), version=1)


def test_a_reminder_comes_once_also_after_a_restart(world: World) -> None:
    new = replace(CALL, due_time=time(14), remind_minutes_before=30)
    tasks.add(by=actor(world.zheng), new=new)
    # Half past one in Shanghai.
    due = NOW + timedelta(hours=3, minutes=30)
    assert remind_due(due - timedelta(minutes=1)) == 0
    assert remind_due(due + timedelta(hours=5)) == 1
    assert remind_due(due + timedelta(hours=6)) == 0
    assert Notice.objects.get().employee == world.zheng


def test_a_done_or_moved_task_does_not_remind(world: World) -> None:
    by = actor(world.zheng)
    new = replace(CALL, due_time=time(14), remind_minutes_before=30)
    tasks.complete(by=by, task=tasks.add(by=by, new=new))
    moved = tasks.add(by=by, new=new)
    tasks.move(by=by, task=moved, due_on=TODAY + timedelta(days=1), due_time=time(14))
    assert remind_due(NOW + timedelta(hours=5)) == 0
    assert remind_due(NOW + timedelta(days=1, hours=5)) == 1


def test_everybody_in_an_event_is_reminded(world: World) -> None:
    starts = NOW + timedelta(hours=2)
    event = events.add(
        by=actor(world.zheng),
        new=NewEvent(
            title="样板间验收",
            starts_at=starts,
            ends_at=starts + timedelta(hours=1),
            participant_ids=[world.chen.pk],
            remind_minutes_before=10,
        ),
    )
    Notice.objects.all().delete()
    assert remind_due(starts) == 1
    assert set(Notice.objects.values_list("employee__name", flat=True)) == {"郑斌", "陈敏"}
    events.move(by=actor(world.zheng), event=event, starts_at=starts + timedelta(days=1))
    assert remind_due(starts + timedelta(days=1)) == 1


def test_an_event_ends_after_it_begins_and_belongs_to_its_owner(world: World) -> None:
    new = NewEvent(title="例会", starts_at=NOW, ends_at=NOW - timedelta(minutes=1))
    with pytest.raises(Invalid):
        events.add(by=actor(world.zheng), new=new)
    event = events.add(by=actor(world.zheng), new=replace(new, ends_at=NOW))
    with pytest.raises(NotAllowed):
        events.delete(by=actor(world.chen), event=event)
    assert not Event.objects.visible_to(world.li).exists()
