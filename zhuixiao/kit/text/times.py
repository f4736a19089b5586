"""The time of day behind a date: 15:04, 下午3:04, 3:04 pm, 15时04分05秒, 150405, with an offset."""

import re
from dataclasses import dataclass
from datetime import UTC, timedelta, timezone, tzinfo

_HALF = "凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|夜里|am|pm|a\\.m\\.|p\\.m\\."
_CLOCK = re.compile(
    rf"(?P<before>{_HALF})?\s*"
    r"(?P<hour>\d{1,2})(?:[:时点]\s*(?P<minute>\d{1,2})?(?:[:分]\s*(?:(?P<second>\d{1,2})"
    r"(?:[.,](?P<fraction>\d{1,9}))?秒?)?)?)?"
    rf"\s*(?P<after>{_HALF})?"
)
_COMPACT = re.compile(r"(?P<hour>\d{2})(?P<minute>\d{2})(?P<second>\d{2})")
_ZONE = re.compile(
    r"\s*(?:(?P<utc>z|utc|gmt)|(?P<sign>[+-])(?P<hours>\d{2}):?(?P<minutes>\d{2})?)$"
)
_LATE = frozenset(("下午", "傍晚", "晚上", "夜里", "pm", "p.m."))
_EARLY = frozenset(("凌晨", "清晨", "早上", "早晨", "上午", "am", "a.m."))
_NOON = "中午"
# At night 12 o'clock is the end of this day for some and its start for others.
_MIDNIGHT_WORDS = frozenset(("晚上", "夜里"))


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day, and the offset that was written with it."""

    since_midnight: timedelta
    zone: tzinfo | None = None


MIDNIGHT = Clock(timedelta(0))


def read_time(text: str) -> Clock | None:
    """The time in folded `text`, midnight for empty text, None when it is not a time."""
    text = text.strip().removeprefix("t").strip()
    if not text:
        return MIDNIGHT
    zone: tzinfo | None = None
    if found := _ZONE.search(text):
        zone = _offset(found)
        if zone is None:
            return None
        text = text[: found.start()]
    if compact := _COMPACT.fullmatch(text):
        return _clock(compact, "", zone)
    clock = _CLOCK.fullmatch(text)
    if clock is None or (clock["before"] and clock["after"]):
        return None
    half = clock["before"] or clock["after"] or ""
    if clock["minute"] is None and not half and "时" not in text and "点" not in text:
        return None
    return _clock(clock, half, zone)


def _offset(found: re.Match[str]) -> tzinfo | None:
    if found["utc"]:
        return UTC
    hours, minutes = int(found["hours"]), int(found["minutes"] or 0)
    if hours > 14 or minutes > 59:
        return None
    ahead = timedelta(hours=hours, minutes=minutes)
    return timezone(-ahead if found["sign"] == "-" else ahead)


def _clock(found: re.Match[str], half: str, zone: tzinfo | None) -> Clock | None:
    parts = found.groupdict()
    hour = _on_24(int(parts["hour"]), half)
    minute, second = int(parts["minute"] or 0), int(parts["second"] or 0)
    # ISO writers round nanoseconds; a microsecond is what Python and the databases hold.
    micro = int((parts.get("fraction") or "")[:6].ljust(6, "0"))
    if hour is None or hour > 23 or minute > 59 or second > 59:
        return None
    return Clock(timedelta(hours=hour, minutes=minute, seconds=second, microseconds=micro), zone)


def _on_24(hour: int, half: str) -> int | None:
    """The hour of 24; 下午15:04 is what people write and means 15:04."""
    if half in _MIDNIGHT_WORDS and hour == 12:
        return None
    if half in _LATE and 1 <= hour < 12:
        return hour + 12
    if half == _NOON and hour in (1, 2):
        return hour + 12
    if half in _EARLY:
        return 0 if hour == 12 else hour if hour < 12 else None
    return hour
