"""Reports: one employee's day, everybody's month, the review of weeks."""

from collections.abc import Sequence
from datetime import date, timedelta
from urllib.parse import urlencode

from zhuixiao.activities.metrics import CUSTOMERS_CONTACTED
from zhuixiao.kit.periods import Period, PeriodKind
from zhuixiao.ledger import catalogue
from zhuixiao.ledger.instants import day_number
from zhuixiao.reports.metrics import SHOWN

from ..questions import many
from ..scene import Scene
from .job import Job, fine

_SUMS = """
SELECT metric, employee_id, SUM(quantity), SUM(amount), SUM(cost) FROM ledger_peoplerollup
WHERE metric IN ({metrics}) AND day BETWEEN %s AND %s {within} GROUP BY metric, employee_id
"""
_CUSTOMERS = """
SELECT employee_id, COUNT(DISTINCT customer_id) FROM ledger_entry
WHERE metric = %s AND day BETWEEN %s AND %s {within} GROUP BY employee_id
"""
_REPORTS = """
SELECT id, employee_id, start, summary, plan, state, is_late FROM reports_workreport
WHERE kind = %s AND start BETWEEN %s AND %s
"""
_OF_ONE = """
SELECT metric, day, SUM(quantity) FROM ledger_peoplerollup
WHERE metric IN ({metrics}) AND day IN (%s, %s, %s) AND employee_id = %s GROUP BY metric, day
"""
_DAY = """
SELECT a.id, a.subject, a.at, c.name, o.name FROM activities_activity a
JOIN customers_customer c ON c.id = a.customer_id
JOIN catalog_option o ON o.id = a.type_id
WHERE a.executor_id = %s AND a.at >= %s AND a.at < %s AND a.deleted_at IS NULL
ORDER BY a.at DESC, a.id DESC
"""

WEEKS = 5


def jobs(scene: Scene) -> list[Job]:
    makers = (_day, _month, _month_customers, _review, _company_month, _team, _home)
    return [make(scene) for make in makers]


def _day(scene: Scene) -> Job:
    day = scene.day
    ids = {catalogue.get(key).posted.id for key in SHOWN}
    sums = _OF_ONE.format(metrics=", ".join(map(str, sorted(ids))))
    compared = [day, day - timedelta(days=1), day.replace(year=day.year - 1)]

    def bare(_number: int) -> None:
        many(sums, [*map(day_number, compared), scene.employee.pk])
        many(_DAY, [scene.employee.pk, f"{day}", f"{day + timedelta(days=1)}"])

    path = f"/reports/mine/?{urlencode({'kind': 'day', 'day': day.isoformat()})}"
    return Job("day", lambda _number: fine(scene.seller.get(path)), bare)


def _month(scene: Scene) -> Job:
    """Everything that is summed; who was counted once is the next row."""
    rows = [row for row in catalogue.metrics() if not row.source]
    sums = _SUMS.format(metrics=", ".join(str(row.id) for row in rows), within=_within(scene))
    first, last = _last_month(scene)
    days = [day_number(first), day_number(last)]
    path = _numbers([row.key for row in rows], first, last, scene.units)
    return Job("month", lambda _number: fine(scene.program.get(path)), lambda _: many(sums, days))


def _month_customers(scene: Scene) -> Job:
    first, last = _last_month(scene)
    path = _numbers([CUSTOMERS_CONTACTED.key], first, last, scene.units)
    params = [CUSTOMERS_CONTACTED.posted.id, day_number(first), day_number(last)]
    customers = _CUSTOMERS.format(within=_within(scene))
    return Job(
        "month-customers",
        lambda _number: fine(scene.program.get(path)),
        lambda _number: many(customers, params),
    )


def _review(scene: Scene) -> Job:
    """The whole page as the boss opens it."""
    last = Period.of(PeriodKind.WEEK, scene.last_day).previous()
    first = last.start - timedelta(weeks=WEEKS - 1)
    asked = [("kind", "week"), ("day", last.start), ("count", WEEKS)]
    chosen = [*asked, *(("of", f"d{pk}") for pk in scene.branches)]
    path = f"/reports/review/?{urlencode(chosen)}"
    days = [day_number(first), day_number(last.end)]
    sums = _SUMS.format(metrics="101, 103, 203", within=_within(scene))
    customers = _CUSTOMERS.format(within=_within(scene))

    def bare(_number: int) -> None:
        many(_REPORTS, ["week", first.isoformat(), last.start.isoformat()])
        many(sums, days)
        many(customers, [CUSTOMERS_CONTACTED.posted.id, *days])

    return Job("review", lambda _number: fine(scene.boss.get(path)), bare)


def _company_month(scene: Scene) -> Job:
    """Everything that a report shows, of each of all the people and together."""
    first, last = _last_month(scene)
    days = [day_number(first), day_number(last)]
    ids = {catalogue.get(key).posted.id for key in SHOWN}
    sums = _SUMS.format(metrics=", ".join(map(str, sorted(ids))), within="")
    path = _numbers(SHOWN, first, last, [])

    def bare(_number: int) -> None:
        many(sums, days)
        many(_CUSTOMERS.format(within=""), [CUSTOMERS_CONTACTED.posted.id, *days])

    return Job("company-month", lambda _number: fine(scene.program.get(path)), bare)


def _within(scene: Scene) -> str:
    """Of the 200 people."""
    return f"AND department_id IN ({', '.join(map(str, scene.units))})"


def _numbers(metrics: Sequence[str], first: date, last: date, units: Sequence[int]) -> str:
    """Metrics by employee over the API."""
    named = [("metric", key) for key in metrics]
    within = [("department", pk) for pk in units]
    asked = [*named, ("by", "employee"), ("start", first), ("end", last), *within]
    return f"/api/v1/numbers?{urlencode(asked)}"


def _team(scene: Scene) -> Job:
    first, last = _last_month(scene)
    path = f"/reports/team/?{urlencode({'kind': 'month', 'day': first.isoformat()})}"
    days = [day_number(first), day_number(last)]
    sums = _SUMS.format(metrics="101, 103, 203", within="")
    return Job("team", lambda _number: fine(scene.boss.get(path)), lambda _number: many(sums, days))


def _home(scene: Scene) -> Job:
    queue = """
    SELECT id, name, next_contact_on FROM customers_customer
    WHERE owner_id = %s AND next_contact_on <= %s AND deleted_at IS NULL
    ORDER BY next_contact_on LIMIT 20
    """
    today = scene.last_day + timedelta(days=1)
    return Job(
        "home",
        lambda _number: fine(scene.seller.get("/")),
        lambda _number: many(queue, [scene.employee.pk, today.isoformat()]),
    )


def _last_month(scene: Scene) -> tuple[date, date]:
    """The last whole month of the data set."""
    last = scene.last_day.replace(day=1) - timedelta(days=1)
    return last.replace(day=1), last
