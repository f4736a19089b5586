"""Dailies add up to weeklies and monthlies, people to departments, and these to the company; how
many different customers there were is counted anew each time."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import wraps
from typing import Any, NamedTuple

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.world import World
from zhuixiao.accounts.models import Employee
from zhuixiao.kit.periods import Period, PeriodKind
from zhuixiao.ledger import catalogue
from zhuixiao.ledger.actions import Posting, post
from zhuixiao.ledger.catalogue import Dimension
from zhuixiao.ledger.facts import Fact
from zhuixiao.ledger.queries import Table, query
from zhuixiao.reports.metrics import SHOWN
from zhuixiao.reports.queries import figures

CONTACTED = "activities.customers_contacted"
ADDITIVE = [key for key in SHOWN if not catalogue.get(key).is_distinct]
NAMES = ("zheng", "chen", "su", "li")
# Where weeks, months and years meet, or a month is longer than usual: within days around them the
# ISO weeks 1, 52 and 53 belong to the other year, and a week to two months.
EDGES = (
    date(2024, 1, 1),
    date(2024, 2, 29),
    date(2025, 12, 31),
    date(2026, 3, 1),
    date(2026, 12, 31),
)


class Line(NamedTuple):
    metric: str
    customer: int
    amount: int


class Step(NamedTuple):
    """A fact of somebody's day; the same number again is the fact edited, no lines delete it.
    Who is `elsewhere` helps out in the department in the east for that day."""

    fact: int
    name: str
    day: date
    lines: Sequence[Line]
    is_elsewhere: bool


class Posted(NamedTuple):
    employee: int
    department: int
    day: date
    line: Line


def around(edge: date) -> st.SearchStrategy[list[Step]]:
    """What happened within days of it, much of it contacts with the same few customers."""
    metrics = st.sampled_from([*SHOWN, *[CONTACTED] * len(SHOWN)])
    lines = st.builds(Line, metrics, st.integers(0, 2), st.integers(-500, 9_000))
    steps = st.builds(
        Step,
        st.integers(1, 16),
        st.sampled_from(NAMES),
        st.integers(-9, 9).map(lambda off: edge + timedelta(days=off)),
        st.lists(lines, max_size=4),
        st.sampled_from([False, False, False, True]),
    )
    return st.lists(steps, min_size=1, max_size=24)


histories = st.sampled_from(EDGES).flatmap(around)


def over_histories(test: Callable[..., None]) -> Any:
    """Run a test on what random histories leave and a day of theirs, rolled back at its end."""

    @pytest.mark.django_db
    @settings(
        max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    @given(posted=histories, day=st.integers(0, 23))
    @wraps(test)
    def run(world: World, posted: list[Step], day: int) -> None:
        with transaction.atomic():
            test(world, play(world, posted), posted[day % len(posted)].day)
            transaction.set_rollback(True)

    return run


def play(world: World, history: Iterable[Step]) -> list[Posted]:
    """Post, edit and delete in this order; gives what stands at the end."""
    held: dict[int, list[Posted]] = {}
    for step in history:
        person: Employee = getattr(world, step.name)
        unit = world.east.pk if step.is_elsewhere else person.department_id
        lines = [posting(person.pk, unit, step.day, line) for line in step.lines]
        post(fact=Fact("task", step.fact), postings=lines)
        held[step.fact] = [Posted(person.pk, unit, step.day, line) for line in step.lines]
    return [row for rows in held.values() for row in rows]


def posting(employee: int, department: int, day: date, line: Line) -> Posting:
    """As the app would post it whose metric the line is of."""
    return Posting(
        metric=catalogue.get(line.metric).posted.key,
        at=datetime.combine(day, time(4), UTC),
        day=day,
        amount=line.amount,
        employee_id=employee,
        department_id=department,
        customer_id=line.customer,
    )


def numbers(person: Employee, period: Period, reader: Employee) -> dict[str, int]:
    """What the person's report of the period shows."""
    return {row.metric: row.value for row in figures.of_person(person, period, reader=reader)}


def added(parts: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    sums = dict.fromkeys(ADDITIVE, 0)
    for part in parts:
        for key in ADDITIVE:
            sums[key] += part[key] or 0
    return sums


def additive(values: Mapping[str, Any]) -> dict[str, int]:
    return {key: values[key] for key in ADDITIVE}


def contacted(posted: Iterable[Posted], period: Period) -> dict[tuple[int, int], set[int]]:
    """The different customers by (employee, department)."""
    found: dict[tuple[int, int], set[int]] = defaultdict(set)
    counted = {CONTACTED, catalogue.get(CONTACTED).source}
    for row in posted:
        is_of_period = period.start <= row.day <= period.end
        if row.line.metric in counted and row.line.customer and is_of_period:
            found[row.employee, row.department].add(row.line.customer)
    return found


def truly(posted: Iterable[Posted], person: Employee, period: Period) -> dict[str, int]:
    """The additive numbers as the facts have them."""
    sums = dict.fromkeys(ADDITIVE, 0)
    for row in posted:
        if row.employee != person.pk or not period.start <= row.day <= period.end:
            continue
        for metric in map(catalogue.get, ADDITIVE):
            if metric.posted == catalogue.get(row.line.metric).posted:
                sums[metric.key] += metric.of(1, row.line.amount, 0)
    return sums


def people(world: World) -> list[Employee]:
    return [getattr(world, name) for name in NAMES]


@over_histories
def test_the_days_of_a_week_add_up_to_it(world: World, posted: list[Posted], day: date) -> None:
    week = Period.of(PeriodKind.WEEK, day)
    busy = {row.employee for row in posted if week.start <= row.day <= week.end}
    for person in (row for row in people(world) if row.pk in busy):
        parts = [numbers(person, one, world.boss) for one in week.split(PeriodKind.DAY)]
        assert len(parts) == 7
        assert additive(numbers(person, week, world.boss)) == added(parts)


@over_histories
def test_the_days_of_a_month_add_up_to_it_however_its_weeks_lie(
    world: World, posted: list[Posted], day: date
) -> None:
    month = Period.of(PeriodKind.MONTH, day)
    busy = next((row.employee for row in posted if row.day == day), world.zheng.pk)
    person = next(row for row in people(world) if row.pk == busy)
    parts = [numbers(person, one, person) for one in month.split(PeriodKind.DAY)]
    assert additive(numbers(person, month, person)) == added(parts)


@over_histories
def test_a_report_counts_what_happened_and_each_customer_once(
    world: World, posted: list[Posted], day: date
) -> None:
    for kind in (PeriodKind.DAY, PeriodKind.WEEK, PeriodKind.MONTH):
        period = Period.of(kind, day)
        found = contacted(posted, period)
        for person in people(world):
            shown = numbers(person, period, world.boss)
            own = set().union(*(found[key] for key in found if key[0] == person.pk))
            assert shown[CONTACTED] == len(own), (kind, person.name)
            assert additive(shown) == truly(posted, person, period), (kind, person.name)


@over_histories
def test_people_add_up_to_departments_and_departments_to_the_company(
    world: World, posted: list[Posted], day: date
) -> None:
    def read(*by: Dimension, unit: int | None = None) -> Table:
        where = {Dimension.DEPARTMENT: [unit]} if unit else None
        return query(SHOWN, period=period, by=by, where=where, visible_to=world.boss)

    for kind in (PeriodKind.DAY, PeriodKind.WEEK, PeriodKind.MONTH):
        period = Period.of(kind, day)
        company, units = read(), read(Dimension.DEPARTMENT)
        assert additive(company.total.values) == added(row.values for row in units)
        found = contacted(posted, period)
        assert company.value(CONTACTED) == len(set().union(*found.values()))
        for row in units:
            unit = int(str(row.key[0]))
            persons = read(Dimension.EMPLOYEE, unit=unit)
            assert additive(row.values) == added(one.values for one in persons)
            within = set().union(*(found[key] for key in found if key[1] == unit))
            assert row.values[CONTACTED] == len(within)
