"""On PostgreSQL each month of positions is a table of its own; on SQLite nothing of this exists."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection

from tests.field.tracks.conftest import Phone, PhoneOf, fixes_of, keep, point
from tests.world import NOW, World
from zhuixiao.field import fixes_months
from zhuixiao.field.actions import tracks_days
from zhuixiao.field.models import Fix
from zhuixiao.field.tracks_choices import Kept

pytestmark = pytest.mark.django_db
MARCH = date(2026, 3, 1)
needs_postgresql = pytest.mark.skipif(
    "connection.vendor != 'postgresql'", reason="SQLite has no such tables"
)


def counted(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return int(cursor.fetchone()[0])


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
