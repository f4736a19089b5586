"""请假: counted by the working calendar, decided by the head, and felt wherever it matters."""

import json
import uuid
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.field.attendance.conftest import captured
from tests.field.leave.conftest import MONDAY, NEXT, Ask, kind
from tests.world import NOW, World, actor
from zhuixiao.accounts.away import away
from zhuixiao.accounts.models import AuditEntry, Employee, SpecialDay
from zhuixiao.approvals.actions import deciding
from zhuixiao.approvals.models import Turn
from zhuixiao.customers.actions.distributing import Chooser, Facts
from zhuixiao.customers.models import AssignRule
from zhuixiao.field.actions import attendance_days, leave_requests, leave_types
from zhuixiao.field.choices.attendance import WHOLE, AskState, DayState
from zhuixiao.field.leave.counting import Span, days_of, number
from zhuixiao.field.models import AttendanceDay, Leave, LeaveDay
from zhuixiao.field.phone import outbox
from zhuixiao.field.phone import state as phone_state
from zhuixiao.field.queries.leave import balances
from zhuixiao.kit.errors import NotAllowed, RuleError
from zhuixiao.kit.periods import Period, PeriodKind
from zhuixiao.ledger import checks
from zhuixiao.ledger.queries import query
from zhuixiao.notices.models import Notice
from zhuixiao.reports.choices import ReportKind
from zhuixiao.reports.queries.duty import Duty


def approve(world: World, leave: Leave, by: Employee | None = None) -> Leave:
    assert leave.request is not None
    deciding.approve(by=actor(by or world.manager), request=leave.request)
    return Leave.objects.get(pk=leave.pk)


def left(person: Employee, name: str, year: int = 2026) -> float:
    return balances([person], year, kinds=[kind(name)])[person.pk][0].days_left


def leave_days(world: World, person: Employee) -> int:
    period = Period(MONDAY, MONDAY + timedelta(days=60))
    table = query(["leave.days"], period=period, visible_to=world.boss)
    return int(table.total.values["leave.days"] or 0)


def test_days_off_do_not_count(ask: Ask) -> None:
    """Friday to Tuesday are three workdays."""
    assert ask(date(2026, 3, 6), date(2026, 3, 10)).days == 3


def test_holidays_and_days_worked_in_exchange_count_as_the_calendar_says(
    world: World, ask: Ask
) -> None:
    SpecialDay.objects.create(day=date(2026, 3, 7), is_workday=True, name="调休")
    SpecialDay.objects.create(day=date(2026, 3, 9), is_workday=False, name="节")
    assert ask(date(2026, 3, 6), date(2026, 3, 10)).days == 3


def test_half_days_are_halves(ask: Ask) -> None:
    assert ask(NEXT, NEXT + timedelta(days=1), halves=(True, True)).days == 1
    assert ask(date(2026, 3, 16), date(2026, 3, 16), halves=(True, False)).days == 0.5


def test_maternity_leave_counts_every_day(ask: Ask) -> None:
    assert ask(NEXT, NEXT + timedelta(days=97), name="产假").days == 98


def test_nothing_holds_before_the_head_agrees(world: World, ask: Ask) -> None:
    leave = ask()
    assert leave.state == AskState.ASKED
    assert [turn.approver for turn in Turn.objects.filter(request=leave.request)] == [world.manager]
    assert away([world.zheng.pk], NEXT, NEXT) == set()
    assert leave_days(world, world.zheng) == 0
    assert approve(world, leave).state == AskState.APPROVED
    assert away([world.zheng.pk], NEXT, NEXT) == {(world.zheng.pk, NEXT)}
    assert leave_days(world, world.zheng) == 3_000
    assert checks.verify() == []


def test_a_refused_one_leaves_no_days(world: World, ask: Ask) -> None:
    leave = ask(name="年假")
    assert left(world.zheng, "年假") == 2
    assert leave.request is not None
    deciding.reject(by=actor(world.manager), request=leave.request, note="月底再说")
    assert Leave.objects.get().state == AskState.REFUSED
    assert left(world.zheng, "年假") == 5
    assert not LeaveDay.objects.exists()


def test_a_limited_type_gives_no_more_than_its_days(world: World, ask: Ask) -> None:
    ask(NEXT, NEXT + timedelta(days=4), name="年假")
    with pytest.raises(RuleError) as refused:
        ask(date(2026, 3, 16), date(2026, 3, 16), name="年假")
    assert refused.value.field == "end"
    leave_types.grant(
        by=actor(world.boss),
        employee=world.zheng,
        kind=kind("年假"),
        year=2026,
        halves=3,
        note="加班补偿",
    )
    assert ask(date(2026, 3, 16), date(2026, 3, 16), name="年假").days == 1
    assert left(world.zheng, "年假") == 0.5


def test_a_leave_over_new_year_takes_from_both_years(world: World, ask: Ask) -> None:
    by = world.zheng
    with pytest.raises(RuleError):
        ask(date(2026, 12, 24), date(2027, 1, 8), name="年假", by=by)
    ask(date(2026, 12, 28), date(2027, 1, 5), name="年假", by=by)
    assert (left(by, "年假"), left(by, "年假", 2027)) == (1, 2)


def test_the_same_day_is_not_asked_for_twice_but_its_halves_are(ask: Ask) -> None:
    ask(NEXT, NEXT, halves=(False, True))
    with pytest.raises(RuleError):
        ask(NEXT, NEXT)
    assert ask(NEXT, NEXT, halves=(True, False)).days == 0.5


def test_the_same_item_again_is_the_same_request(world: World, ask: Ask) -> None:
    client_id = uuid.uuid4()
    assert ask(client_id=client_id) == ask(client_id=client_id, reason="x")
    with pytest.raises(RuleError):
        ask(client_id=client_id, by=world.chen)


@pytest.mark.parametrize(
    ("start", "end", "values"),
    [
        (NEXT, NEXT - timedelta(days=1), {}),
        (date(2026, 3, 7), date(2026, 3, 8), {}),
        (NEXT, NEXT + timedelta(days=500), {}),
        (date(2025, 12, 1), date(2025, 12, 2), {}),
        (NEXT, NEXT, {"halves": (True, True)}),
        (NEXT, NEXT, {"reason": " "}),
        (NEXT, NEXT, {"cover_id": 0}),
    ],
)
def test_nonsense_is_refused(ask: Ask, start: date, end: date, values: dict[str, object]) -> None:
    with pytest.raises(RuleError):
        ask(start, end, **values)
    assert not Leave.objects.exists()


def test_the_own_one_is_taken_back_until_it_begins(world: World, ask: Ask) -> None:
    leave = approve(world, ask())
    with pytest.raises(NotAllowed):
        leave_requests.withdraw(by=actor(world.chen), leave=leave)
    begun = actor(world.zheng, at=NOW + timedelta(days=8))
    with pytest.raises(RuleError):
        leave_requests.withdraw(by=begun, leave=leave)
    leave_requests.withdraw(by=actor(world.zheng), leave=leave)
    assert leave_days(world, world.zheng) == 0
    assert away([world.zheng.pk], NEXT, NEXT) == set()
    assert checks.verify() == []


def test_what_is_still_asked_is_withdrawn_with_its_approval(world: World, ask: Ask) -> None:
    leave = leave_requests.withdraw(by=actor(world.zheng), leave=ask())
    assert leave.state == AskState.WITHDRAWN
    assert leave.request is not None
    leave.request.refresh_from_db()
    assert leave.request.state == "withdrawn"


def test_who_manages_leave_takes_any_back(world: World, ask: Ask) -> None:
    leave = approve(world, ask())
    at = actor(world.admin, at=NOW + timedelta(days=8))
    assert leave_requests.withdraw(by=at, leave=leave).state == AskState.WITHDRAWN


def test_who_stands_in_is_told(world: World, ask: Ask) -> None:
    leave = ask(cover_id=world.chen.pk)
    assert not Notice.objects.filter(employee=world.chen, kind="leave.cover").exists()
    approve(world, leave)
    assert Notice.objects.filter(employee=world.chen, kind="leave.cover").count() == 1


def test_attendance_of_these_days_is_leave(world: World, ask: Ask) -> None:
    approve(world, ask(MONDAY, MONDAY + timedelta(days=1), halves=(False, True)))
    attendance_days.close(NOW + timedelta(days=1))
    attendance_days.close(NOW + timedelta(days=2))
    monday = AttendanceDay.objects.get(employee=world.zheng, day=MONDAY)
    assert (monday.leave, monday.state) == (WHOLE, DayState.LEAVE)


def test_no_report_is_missing_of_a_period_on_leave(world: World, ask: Ask) -> None:
    approve(world, ask(NEXT, NEXT))
    day = Period.of(PeriodKind.DAY, NEXT)
    week = Period.of(PeriodKind.WEEK, NEXT)
    now = NOW + timedelta(days=30)
    duty = Duty(world.company, ReportKind.DAY, [day], now=now)
    assert not duty.is_wanted(world.zheng, day)
    assert duty.is_wanted(world.chen, day)
    assert Duty(world.company, ReportKind.WEEK, [week], now=now).is_wanted(world.zheng, week)


def test_customers_are_not_given_to_people_on_leave(world: World, ask: Ask) -> None:
    rule = AssignRule.objects.create(name="轮流", method=AssignRule.Method.TURNS)
    rule.people.set([world.zheng, world.chen])
    approve(world, ask(MONDAY, MONDAY))
    chosen = Chooser(actor(world.boss)).choose(Facts())
    assert chosen.receiver == world.chen
    assert [person for person, _why in chosen.skipped] == [world.zheng]
    tomorrow = actor(world.boss, at=NOW + timedelta(days=1))
    assert Chooser(tomorrow).choose(Facts()).receiver == world.zheng


def test_only_who_manages_grants_days(world: World) -> None:
    values = {"employee": world.zheng, "kind": kind("调休"), "year": 2026}
    with pytest.raises(NotAllowed):
        leave_types.grant(by=actor(world.manager), halves=2, note="x", **values)  # type: ignore[arg-type]
    for halves, note in ((0, "x"), (9_999, "x"), (2, "")):
        with pytest.raises(RuleError):
            leave_types.grant(by=actor(world.boss), halves=halves, note=note, **values)  # type: ignore[arg-type]
    leave_types.grant(by=actor(world.boss), halves=2, note="周末加班", **values)  # type: ignore[arg-type]
    assert left(world.zheng, "调休") == 1
    assert AuditEntry.objects.filter(kind="leave_grant").count() == 1


def test_the_outbox_takes_a_request_once(world: World) -> None:
    item = outbox.kind("leave.request")
    assert item is not None
    capture = captured("10:00")
    values = {
        "type_id": kind("病假").pk,
        "start": "2026-03-09",
        "end": "2026-03-09",
        "starts_at_noon": True,
        "reason": "看医生",
    }
    urls = {item.handle(values, capture, [], actor(world.zheng)) for _time in range(2)}
    assert urls == {f"/field/leave/{Leave.objects.get().pk}/"}
    with pytest.raises(RuleError):
        item.handle({"type_id": "x"}, captured("10:01"), [], actor(world.zheng))


def test_the_phone_keeps_types_balances_and_requests(world: World, ask: Ask) -> None:
    ask(name="年假")
    held = json.loads(json.dumps(phone_state.pieces()["leave"](world.zheng, NOW)))
    annual = held["types"][0]
    assert (annual["name"], annual["days_left"]) == ("年假", 2)
    assert held["requests"][0]["days"] == 3
    assert [one["name"] for one in held["covers"]] == ["周平", "陈敏"]


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    st.integers(0, 20),
    st.integers(0, 20),
    st.booleans(),
    st.booleans(),
    st.sets(st.integers(0, 6), min_size=1),
)
def test_a_span_cut_anywhere_counts_the_same(
    days: int, cut: int, at_noon: bool, to_noon: bool, workdays: set[int]
) -> None:
    """The halves of two spans that meet are those of the whole."""
    whole = Span(NEXT, NEXT + timedelta(days=days), at_noon, to_noon)
    if whole.is_backwards or cut >= days:
        return
    middle = NEXT + timedelta(days=cut)
    first = Span(NEXT, middle, at_noon)
    second = Span(middle + timedelta(days=1), whole.end, False, to_noon)

    def halves(span: Span) -> int:
        counted = days_of(span, counts=lambda day: day.weekday() in workdays)
        return sum(map(number, counted.values()))

    assert halves(first) + halves(second) == halves(whole)
