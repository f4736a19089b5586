"""Shifts over midnight: what happens before dawn belongs to the day on which the shift began."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from tests.conftest import ClientOf
from tests.field.attendance.conftest import Sign, at, day_of, has_day
from tests.world import World, actor
from zhuixiao.accounts.models import SpecialDay
from zhuixiao.field.actions import attendance_corrections, attendance_days
from zhuixiao.field.attendance import signs
from zhuixiao.field.attendance.result import Mark, Outcome, outcome, state
from zhuixiao.field.attendance.signs import Seen
from zhuixiao.field.attendance.terms import DAY, Pair, Terms, check, clock
from zhuixiao.field.choices.attendance import AFTERNOON, MORNING, DayState
from zhuixiao.field.forms.attendance_groups import GroupForm
from zhuixiao.field.models import AttendanceGroup, Punch
from zhuixiao.field.queries import attendance_own
from zhuixiao.kit.errors import RuleError
from zhuixiao.ledger import checks

SHANGHAI = ZoneInfo("Asia/Shanghai")
MONDAY = date(2026, 3, 2)
# 22:00 to 06:00, divided at 14:00.
NIGHT = Pair(22 * 60, DAY + 6 * 60, 14 * 60, DAY + 14 * 60 - 1)
TERMS = Terms(pairs=(NIGHT,), noon=(2 * 60, 2 * 60 + 30))


@pytest.fixture
def nights(group: AttendanceGroup) -> AttendanceGroup:
    """Everybody works at night, and rests half an hour at two."""
    group.terms_json = TERMS.as_json()
    group.save()
    return group


def result(*marks: tuple[int, str, bool], leave: int = 0, now: str = "2026-03-04T00:20") -> Outcome:
    """Marks are (days after Monday, clock, whether signing in)."""
    held = []
    for days, text, is_in in marks:
        hours, minutes = map(int, text.split(":"))
        moment = datetime(2026, 3, 2, hours, minutes, tzinfo=SHANGHAI) + timedelta(days=days)
        held.append(Mark(moment, is_in))
    instant = datetime.fromisoformat(now).replace(tzinfo=SHANGHAI)
    return outcome(MONDAY, SHANGHAI, TERMS, held, is_workday=True, leave=leave, now=instant)


@pytest.mark.parametrize(
    ("came", "left", "word", "late", "early", "minutes"),
    [
        ((0, "21:55"), (1, "06:02"), DayState.NORMAL, 0, 0, 457),
        ((0, "22:10"), (1, "06:00"), DayState.LATE, 10, 0, 440),
        ((1, "00:30"), (1, "06:00"), DayState.LATE, 150, 0, 300),
        ((0, "22:00"), (1, "05:45"), DayState.EARLY, 0, 15, 435),
        ((0, "22:00"), (0, "23:30"), DayState.EARLY, 0, 390, 90),
    ],
)
def test_late_and_early_over_midnight(
    came: tuple[int, str],
    left: tuple[int, str],
    word: DayState,
    late: int,
    early: int,
    minutes: int,
) -> None:
    found = result((*came, True), (*left, False))
    told = (state(found), found.late_minutes, found.early_minutes, found.minutes)
    assert told == (word, late, early, minutes)


def test_nothing_is_missing_before_the_night_is_over() -> None:
    came = (0, "22:00", True)
    assert result(came, now="2026-03-03T00:20").missed == 0
    assert result(came, now="2026-03-03T13:59").missed == 0
    assert result(came, now="2026-03-03T14:00").missed == 1
    assert not result(now="2026-03-03T00:20").is_absent
    assert result(now="2026-03-03T14:00").is_absent
    assert result((1, "06:00", False)).missed == 1


def test_half_a_night_on_leave_ends_or_begins_at_the_break() -> None:
    second = result((1, "02:30", True), (1, "06:00", False), leave=MORNING)
    assert (state(second), second.minutes) == (DayState.NORMAL, 210)
    first = result((0, "22:00", True), (1, "02:00", False), leave=AFTERNOON)
    assert (state(first), first.minutes) == (DayState.NORMAL, 240)
    assert Terms(pairs=(NIGHT,)).halves == (DAY + 120, DAY + 120)


def test_a_punch_before_dawn_belongs_to_the_day_before(
    world: World, nights: AttendanceGroup, sign: Sign
) -> None:
    sign("21:58")
    sign("06:03", is_in=False, days=1)
    day = day_of(world.zheng)
    assert (day.state, clock(day.left or 0)) == (DayState.NORMAL, "次日06:03")
    assert not has_day(world.zheng, days=1)
    assert checks.verify() == []


def test_two_nights_one_after_the_other_part_in_the_middle_of_the_day(
    world: World, nights: AttendanceGroup, sign: Sign
) -> None:
    sign("22:20")
    sign("13:59", is_in=False, days=1)
    sign("14:00", days=1)
    sign("05:00", is_in=False, days=2)
    first, second = day_of(world.zheng), day_of(world.zheng, days=1)
    assert (first.late_minutes, first.left) == (20, DAY + 14 * 60 - 1)
    assert (second.came, second.late_minutes, second.early_minutes) == (14 * 60, 0, 60)
    assert list(Punch.objects.order_by("at").values_list("day", flat=True)) == [
        MONDAY,
        MONDAY,
        MONDAY + timedelta(days=1),
        MONDAY + timedelta(days=1),
    ]


def test_the_night_settles_a_shift_once_it_is_over(
    world: World, nights: AttendanceGroup, sign: Sign
) -> None:
    sign("22:00", person=world.chen)
    attendance_days.close(at("00:20", days=1))
    assert not has_day(world.zheng)
    assert day_of(world.chen).missed == 0
    attendance_days.close(at("00:20", days=2))
    assert day_of(world.zheng).state == DayState.ABSENT
    assert day_of(world.chen).state == DayState.MISSED
    assert checks.verify() == []


def test_a_night_keeps_its_terms_when_the_group_works_by_day_again(
    world: World, nights: AttendanceGroup, sign: Sign
) -> None:
    sign("22:00")
    nights.terms_json = Terms().as_json()
    nights.save()
    sign("06:00", is_in=False, days=1)
    assert day_of(world.zheng).state == DayState.NORMAL
    assert not has_day(world.zheng, days=1)


def test_a_customer_seen_at_three_belongs_to_the_night(
    world: World, nights: AttendanceGroup, sign: Sign
) -> None:
    visits = [Seen(world.zheng.pk, at("03:00", days=1), "上门拜访")]
    signs.register(source := lambda _ids, _since, _until: visits)
    try:
        sign("22:00")
        attendance_days.refresh(
            employee_ids=[world.zheng.pk],
            days=[MONDAY + timedelta(days=1)],
            now=at("04:00", days=1),
        )
        assert day_of(world.zheng).is_field
        assert not has_day(world.zheng, days=1)
    finally:
        signs._signs.remove(source)


def test_a_forgotten_sign_out_is_corrected_on_the_day_of_the_shift(
    world: World, nights: AttendanceGroup, sign: Sign
) -> None:
    sign("22:00")
    by = actor(world.zheng, at=at("12:00", days=1))
    row = attendance_corrections.ask(
        by=by, day=MONDAY, is_in=False, at=at("06:00").astimezone(SHANGHAI).time(), reason="忘了"
    )
    assert row.at == at("06:00", days=1)
    assert row.request is None or row.request.params["time"] == "次日06:00"


def test_before_dawn_the_own_page_and_the_phone_show_the_night_that_runs(
    world: World, nights: AttendanceGroup, sign: Sign, client_of: ClientOf
) -> None:
    sign("22:00")
    now = at("03:00", days=1)
    today = attendance_own.today(world.zheng, now)
    assert (today.computed.day, today.is_next_in) == (MONDAY, False)
    assert today.shift == "22:00–次日06:00"
    piece = attendance_own.piece(world.zheng, now)
    assert piece is not None
    assert (piece["day"], piece["next"]) == ("2026-03-02", "out")
    assert piece["shift"][0]["ends"] == "次日06:00"
    sign("06:01", is_in=False, days=1)
    with time_machine.travel(at("20:00", days=1), tick=False):
        page = client_of(world.zheng).get("/field/attendance/?month=2026-03").content.decode()
        table = client_of(world.manager).get("/field/attendance/table/?month=2026-03")
        day = client_of(world.zheng).get(f"/field/attendance/days/{day_of(world.zheng).pk}/")
    assert "22:00–次日06:01" in page
    assert "22:00–次日06:01" in table.content.decode()
    assert "22:00–次日06:00" in day.content.decode()
    assert ">次日06:01<" in day.content.decode()


def test_a_day_off_before_the_night_takes_nothing(
    world: World, nights: AttendanceGroup, sign: Sign
) -> None:
    SpecialDay.objects.create(day=MONDAY, is_workday=False, name="节")
    sign("22:00", days=1)
    sign("06:00", is_in=False, days=2)
    assert day_of(world.zheng, days=1).state == DayState.NORMAL
    assert not has_day(world.zheng)


def typed(**times: str) -> Terms:
    values = {"name": "夜班", "noon_from": "02:00", "noon_until": "02:30", "grace": "0", **times}
    form = GroupForm(values, group=None)
    assert form.is_valid(), form.errors
    return form.values().terms


@pytest.mark.django_db
def test_an_end_that_is_not_after_the_beginning_is_on_the_next_day() -> None:
    assert typed(begins_1="22:00", ends_1="06:00").pairs == (NIGHT,)
    limits = {"earliest_1": "20:00", "latest_1": "08:00"}
    found = typed(begins_1="22:00", ends_1="06:00", **limits).pairs
    assert found == (Pair(22 * 60, DAY + 360, 20 * 60, DAY + 480),)
    late = typed(begins_1="09:00", ends_1="12:00", begins_2="20:00", ends_2="00:00").pairs
    check(late, (60, 60))
    assert late[-1].ends == DAY
    group = AttendanceGroup(name="夜班", terms_json=TERMS.as_json())
    group.pk = 0
    assert GroupForm(group=None)["ends_1"].value() == "18:00"


@pytest.mark.parametrize(
    "pairs",
    [
        # Not the last one.
        (Pair(1320, 1800, 840, 1900), Pair(1910, 2000, 1905, 2010)),
        # Into the next shift.
        (Pair(1320, 1800, 840, 2280),),
        (Pair(1320, 1320 + DAY, 840, 1320 + DAY),),
        # The whole shift on the next day.
        (Pair(1500, 1800, 840, 1900),),
    ],
)
def test_shifts_that_meet_the_next_one_are_refused(pairs: tuple[Pair, ...]) -> None:
    with pytest.raises(RuleError):
        check(pairs, (120, 150))
