"""On PostgreSQL each month of positions is a table of its own; on SQLite nothing of this exists."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from importlib import import_module

import pytest
import time_machine
from django.db import connection

from tests.field.tracks.conftest import Phone, PhoneOf, fixes_of, keep, point
from tests.world import NOW, World
from zhuixiao.field.actions import fixes_months, tracks_days
from zhuixiao.field.choices.tracks import FixSource, Kept
from zhuixiao.field.models import Fix

pytestmark = pytest.mark.django_db
MARCH = date(2026, 3, 1)
needs_postgresql = pytest.mark.skipif(
    "connection.vendor != 'postgresql'", reason="SQLite has no such tables"
)


def counted(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return int(cursor.fetchone()[0])


def keep_two_a_day(days: list[datetime]) -> list[int]:
    """Positions as they lie in the database; their ids."""
    rows = Fix.objects.bulk_create(
        Fix(
            tracker_id=1, employee_id=1, at=at, received_at=at, latitude=23.0, longitude=113.0,
            source=FixSource.TRACCAR,
        )
        for day in days for at in (day, day + timedelta(hours=1))
    )  # fmt: skip
    return [row.pk for row in rows]


def where() -> Counter[str]:
    """How many positions lie in which table."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT tableoid::regclass::text FROM {fixes_months.TABLE}")
        return Counter(name for (name,) in cursor.fetchall())


def firsts(year: int, month: int, count: int) -> list[datetime]:
    """The first instants of so many months."""
    found = [date(year, month, 1)]
    while len(found) < count:
        found.append(fixes_months.after(found[-1]))
    return [datetime(one.year, one.month, 1, tzinfo=UTC) for one in found]


def test_a_month_begins_and_ends_with_its_days_in_utc() -> None:
    start, end = fixes_months.bounds(date(2026, 12, 1))
    assert start == datetime(2026, 12, 1, tzinfo=UTC).timestamp() * 1e6
    assert end == datetime(2027, 1, 1, tzinfo=UTC).timestamp() * 1e6
    months = list(fixes_months.span(date(2026, 11, 30), date(2027, 1, 1)))
    assert months == [date(2026, 11, 1), date(2026, 12, 1), date(2027, 1, 1)]


def test_without_such_tables_nothing_is_made_or_dropped() -> None:
    if connection.vendor != "postgresql":
        assert fixes_months.make_ahead(MARCH) == 0
        assert fixes_months.drop_before(NOW) == 0


@needs_postgresql
def test_months_are_made_ahead_once() -> None:
    assert fixes_months.make_ahead(MARCH) == 4
    assert fixes_months.make_ahead(MARCH) == 0
    assert {MARCH, date(2026, 6, 1)} <= set(fixes_months.made())


@needs_postgresql
def test_what_waited_in_the_rest_moves_into_its_month(world: World, phone: Phone) -> None:
    phone.send([point(-5), point(-4)])
    assert counted(fixes_months.REST) == 2
    fixes_months.make_ahead(MARCH)
    assert (counted(fixes_months.REST), counted("field_fix_2026_03")) == (0, 2)
    assert phone.send([point(-5), point(-3)]).kept == 1
    assert len(fixes_of(world.zheng)) == 3


@needs_postgresql
def test_five_months_that_waited_in_the_rest_move_each_into_its_own() -> None:
    """Of years ago: nobody has made their tables, whenever this runs."""
    begun = firsts(2019, 10, 5)
    ids = keep_two_a_day([*begun, *(one - timedelta(days=1) for one in begun)])
    assert where() == {fixes_months.REST: 20}
    for month in begun:
        fixes_months.make(month.date())
    assert where() == {
        # The last day of September has no month of its own, the last one is half a month.
        fixes_months.REST: 2,
        "field_fix_2019_10": 4,
        "field_fix_2019_11": 4,
        "field_fix_2019_12": 4,
        "field_fix_2020_01": 4,
        "field_fix_2020_02": 2,
    }
    assert sorted(Fix.objects.values_list("pk", flat=True)) == sorted(ids)
    assert min(keep_two_a_day([NOW])) > max(ids)


@needs_postgresql
def test_positions_that_are_older_than_the_months_move_into_them() -> None:
    """There and back: first the one table that was, full of five months and of years ago."""
    migration = import_module("zhuixiao.field.migrations.0004_fixes_by_month")
    keep_two_a_day([NOW])
    with connection.schema_editor() as editor:
        migration.join(None, editor)
    assert where() == {fixes_months.TABLE: 2}
    begun = firsts(2025, 11, 5)
    ids = keep_two_a_day([*begun, datetime(2023, 5, 1, tzinfo=UTC)])
    held = dict(Fix.objects.values_list("pk", "at"))
    with time_machine.travel(NOW, tick=False), connection.schema_editor() as editor:
        migration.divide(None, editor)
    assert where() == {
        fixes_months.REST: 2,
        "field_fix_2025_11": 2,
        "field_fix_2025_12": 2,
        "field_fix_2026_01": 2,
        "field_fix_2026_02": 2,
        "field_fix_2026_03": 4,
    }
    assert dict(Fix.objects.values_list("pk", "at")) == held
    assert min(keep_two_a_day([NOW + timedelta(days=1)])) > max(ids)
    assert fixes_months.make_ahead(MARCH) == 0


@needs_postgresql
def test_the_track_of_a_day_looks_into_its_month_alone(world: World) -> None:
    fixes_months.make_ahead(MARCH)
    rows = Fix.objects.filter(employee_id=world.zheng.pk)
    plan = rows.filter(at__gte=NOW, at__lt=NOW + timedelta(days=1)).explain()
    assert "field_fix_2026_03" in plan
    assert "field_fix_2026_04" not in plan
    assert "field_fix_rest" not in plan


@needs_postgresql
def test_a_month_that_is_over_is_dropped_whole(world: World, phone_of: PhoneOf) -> None:
    keep(world, kept=Kept.ALWAYS.value, keep_days=30)
    fixes_months.make_ahead(MARCH)
    phone_of(world.zheng).send([point(-5), point(-4)])
    assert tracks_days.delete_old(now=NOW + timedelta(days=40)) == 2
    assert MARCH in fixes_months.made()
    assert tracks_days.delete_old(now=NOW + timedelta(days=62)) == 0
    assert MARCH not in fixes_months.made()
