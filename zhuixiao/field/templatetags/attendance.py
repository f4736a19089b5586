"""How attendance is written in templates: minutes of a day, positions on a map, days as cells."""

from datetime import date, datetime

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from zhuixiao.field.attendance.terms import clock, minute_of
from zhuixiao.field.choices.attendance import AFTERNOON, MORNING, DayState
from zhuixiao.field.exporting import attendance as exporting
from zhuixiao.field.models import AttendanceDay
from zhuixiao.field.models.captured import Captured
from zhuixiao.kit.geo import Datum

register = template.Library()


@register.filter
def day_clock(minutes: int | None) -> str:
    """540 -> 09:00; nothing for nothing."""
    return "" if minutes is None else clock(minutes)


@register.filter
def clock_on(at: datetime, day: date) -> str:
    """The clock of an instant, seen from its day: next day 06:00 in a shift over midnight."""
    return clock(minute_of(day, at, timezone.get_current_timezone()))


@register.filter
def map_address(record: Captured) -> str:
    """The position of a record on the map of 高德; nothing without one."""
    if record.place is None:
        return ""
    lat, lng = record.place.to(Datum.GCJ02)
    return "https://uri.amap.com/marker?" + urlencode({"position": f"{lng:.6f},{lat:.6f}"})


# A cell of the month table has room for one sign.
MARKS: dict[DayState, str] = {
    DayState.NORMAL: "✓",
    DayState.FIELD: "◎",
    DayState.LATE: "△",
    DayState.EARLY: "▽",
    DayState.MISSED: "?",
    DayState.ABSENT: "✕",
    DayState.LEAVE: "○",
    DayState.REST: "·",
    DayState.OPEN: "…",
}


@register.simple_tag
def day_mark(row: AttendanceDay) -> SafeString:
    """A cell that opens its day; drawn in one go, since a month of many people has thousands."""
    word = row.state
    half = "½" if row.leave in {MORNING, AFTERNOON} else ""
    return format_html(
        '<a class="attendance-mark mark-{}" href="/field/attendance/days/{}/" title="{}">{}{}</a>',
        word.value,
        row.pk,
        exporting.told(row),
        MARKS[word],
        half,
    )


@register.simple_tag
def day_marks() -> list[tuple[DayState, str]]:
    """Every sign with what it means."""
    return list(MARKS.items())
