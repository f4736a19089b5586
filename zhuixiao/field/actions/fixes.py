"""Keeping the positions that devices send, as far as their owners and the company let them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.db.models import F, Q

from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Company
from zhuixiao.accounts.queries.calendar import calendar
from zhuixiao.kit.periods import day_of
from zhuixiao.ledger.instants import to_number

from ..choices.tracks import FixSource, Mark
from ..models import Fix, TrackDay, Tracker, TrackSpell
from ..phone.captures import CLOCK_TOLERANCE
from ..tracks.gps.points import Message, Point
from ..tracks.preferences import Hours, preferences

_COLUMNS = (
    *("tracker_id", "employee_id", "at", "received_at", "latitude", "longitude", "accuracy"),
    *("speed", "course", "altitude", "battery", "source", "marks"),
)
# The same position sent twice is one: all of these apps repeat what was not acknowledged.
_INSERT = "INSERT INTO {table} ({columns}) VALUES ({places}) ON CONFLICT DO NOTHING"
Row = tuple[int | float | None, ...]


@dataclass(frozen=True)
class Received:
    """How many positions are new; were there already; were answered like the others, not kept."""

    kept: int
    known: int
    dropped: int


@transaction.atomic
def receive(*, by: Actor, tracker: Tracker, message: Message, company: Company) -> Received:
    """Keep the positions of a message that lie in a time in which their owner had the track on, and
    in the hours that the company keeps. The others are counted: nobody sees where they were.
    """
    hours = _hours(by, company, message.points)
    points = _wanted(by, tracker, message.points, hours)
    rows, newest = _rows(by, tracker, points, message.source, hours)
    kept = _insert(rows)
    dropped = len(message.points) - len(points) + message.unusable
    Tracker.objects.filter(pk=tracker.pk).update(
        seen_at=by.at,
        last_fix_at=newest,
        kept=F("kept") + kept,
        dropped=F("dropped") + dropped,
        is_encrypted=message.is_encrypted,
    )
    if kept:
        _touch(tracker, {day_of(point.at, by.zone) for point in points})
    return Received(kept, len(points) - kept, dropped)


def _hours(by: Actor, company: Company, points: Sequence[Point]) -> Hours:
    """The working hours of the days that these positions are of, none of which is far from now."""
    held = preferences(company)
    first = min((point.at for point in points), default=by.at)
    start = day_of(max(first, by.at - timedelta(days=held.keep_days)), by.zone)
    return Hours(held, calendar(company, min(start, by.today), by.today), by.zone)


def _wanted(by: Actor, tracker: Tracker, points: Sequence[Point], hours: Hours) -> Sequence[Point]:
    first, last = by.at - timedelta(days=hours.held.keep_days), by.at + CLOCK_TOLERANCE
    possible = [row for row in points if first <= row.at <= last and hours.keeps(row.at)]
    spells = _spells(tracker, possible)
    return [
        row
        for row in possible
        if any(start <= row.at and (not end or row.at < end) for start, end in spells)
    ]


def _spells(tracker: Tracker, points: Sequence[Point]) -> list[tuple[datetime, datetime | None]]:
    """When the owner had the track on, as far as these positions ask."""
    if not points:
        return []
    first, last = min(row.at for row in points), max(row.at for row in points)
    rows = TrackSpell.objects.filter(
        Q(ended_at=None) | Q(ended_at__gt=first),
        employee_id=tracker.employee_id,
        started_at__lte=last,
    )
    return list(rows.values_list("started_at", "ended_at"))


def _rows(
    by: Actor, tracker: Tracker, points: Sequence[Point], source: FixSource, hours: Hours
) -> tuple[list[Row], datetime | None]:
    """The rows to insert, and the newest position of the device after them."""
    received, newest = to_number(by.at), tracker.last_fix_at
    rows: list[Row] = []
    for point in points:
        # Files are of the past by nature.
        is_late = source != FixSource.GPX and newest is not None and point.at < newest
        marks = Mark.MOCK * point.is_mock | Mark.LATE * is_late
        marks |= Mark.OUTSIDE * (not hours.are_working(point.at))
        newest = point.at if newest is None else max(newest, point.at)
        rows.append(
            (
                *(tracker.pk, tracker.employee_id, to_number(point.at), received),
                *(point.latitude, point.longitude, point.accuracy, point.speed, point.course),
                *(point.altitude, point.battery, int(source), int(marks)),
            )
        )
    return rows, newest


def _insert(rows: Sequence[Row]) -> int:
    """Write what is new; how many that are."""
    if not rows:
        return 0
    statement = _INSERT.format(
        table=connection.ops.quote_name(Fix._meta.db_table),
        columns=", ".join(_COLUMNS),
        places=", ".join(["%s"] * len(_COLUMNS)),
    )
    with connection.cursor() as cursor:
        cursor.executemany(statement, rows)
        return int(cursor.rowcount)


def _touch(tracker: Tracker, days: set[date]) -> None:
    """These days have to be summed up again."""
    rows = [
        TrackDay(
            employee_id=tracker.employee_id,
            department_id=tracker.employee.department_id,
            day=day,
        )
        for day in sorted(days)
    ]
    TrackDay.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["employee", "day"],
        update_fields=["is_stale"],
    )
