"""Margins of all products over a year, saving an order, and the board of opportunities."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlencode

from django.db import connection, transaction

from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Employee
from zhuixiao.catalog.models import Product
from zhuixiao.kit.periods import Period, PeriodKind
from zhuixiao.ledger.instants import day_number, first_of_month, first_of_year, to_number
from zhuixiao.sales import metrics
from zhuixiao.sales.actions import ordering
from zhuixiao.sales.actions.lines import NewLine
from zhuixiao.sales.actions.values import NewOrder

from ...world import people
from ...world.orders import LINES, SKU
from ..questions import many
from ..scene import Scene
from .job import Job, fine

_BY_PRODUCT = """
SELECT product_id, SUM(amount), SUM(cost) FROM ledger_productrollup
WHERE metric = %s AND months = %s AND day BETWEEN %s AND %s GROUP BY product_id
"""
_BOARD = """
SELECT o.*, c.name, e.name FROM sales_opportunity o
JOIN customers_customer c ON c.id = o.customer_id
JOIN accounts_employee e ON e.id = o.owner_id
WHERE o.closed_on IS NULL AND o.deleted_at IS NULL ORDER BY o.stage_id, o.expected_on
"""
_ORDER = """
INSERT INTO sales_order (number, title, customer_id, owner_id, department_id, channel_id, region_id,
    state, signed_on, currency, rate_e6, discount, amount, tax, base_amount, cost, returned, paid,
    invoiced, terms, note, void_reason, created_by_id, created_at, source_key, version)
VALUES (%s, '', %s, %s, %s, 0, 0, 'signed', %s, 'CNY', 1000000, 0, 1, 0, 1, 1, 0, 0, 0, '', '', '',
    %s, %s, '', 1) RETURNING id
"""
_LINE = """
INSERT INTO sales_orderline (order_id, position, product_id, name, unit, quantity, list_price,
    price, discount_bp, tax_bp, amount, tax, note, base_amount, cost, returned, shipped)
VALUES (%s, %s, %s, 'x', '', 1000, 100, 100, 0, 0, 1, 0, '', 1, 1, 0, 0)
"""
_ENTRY = """
INSERT INTO ledger_entry (at, day, metric, quantity, amount, cost, employee_id, department_id,
    customer_id, channel_id, product_id, region_id, option_id, fact_kind, fact_id, line)
VALUES (%s, %s, %s, 1000, 1, 1, %s, %s, %s, 0, %s, 0, 0, 42, %s, %s)
"""
_ADD = """
INSERT INTO {table} ({key}, quantity, amount, cost, entries) VALUES ({places}, 1000, 1, 1, 1)
ON CONFLICT ({key}) DO UPDATE SET quantity = {table}.quantity + 1000, amount = {table}.amount + 1,
    cost = {table}.cost + 1, entries = {table}.entries + 1
"""
_FIGURES = """
UPDATE customers_customer SET order_count = order_count + 1, order_amount = order_amount + 1,
    owed_amount = owed_amount + 1, order_cost = order_cost + 1, last_order_on = %s WHERE id = %s
"""
_AUDIT = """
INSERT INTO accounts_auditentry (at, employee_id, action, kind, record_id, label, changes, version,
    via)
VALUES (%s, %s, 'create', 'order', %s, 'x', '{}', 1, 'page')
"""


def jobs(scene: Scene) -> list[Job]:
    # The last year of the data set that holds more than half of it.
    last = scene.last_day
    year = Period.of(PeriodKind.YEAR, last if last.month > 6 else date(last.year - 1, 1, 1))
    first_of_this = last.replace(day=1)
    twelve = Period(
        first_of_this.replace(year=last.year - 1), date.fromordinal(first_of_this.toordinal() - 1)
    )
    return [_margins("margins", scene, year, 12), _margins("margins-months", scene, twelve, 1),
            _order(scene), _board(scene)]  # fmt: skip


def _margins(key: str, scene: Scene, period: Period, months: int) -> Job:
    asked = {
        "metric": metrics.MARGIN.key,
        "by": "product",
        "start": period.start,
        "end": period.end,
    }
    path = f"/api/v1/numbers?{urlencode(asked)}"
    params = [metrics.UNITS.id, months, day_number(period.start), day_number(period.end)]
    return Job(
        key,
        lambda _number: fine(scene.program.get(path)),
        lambda _number: many(_BY_PRODUCT, params),
    )


def _board(scene: Scene) -> Job:
    """The whole page as the boss opens it."""
    return Job(
        "board",
        lambda _number: fine(scene.boss.get("/opportunities/")),
        lambda _number: many(_BOARD),
    )


def _order(scene: Scene) -> Job:
    """By the action alone, which page and API call."""
    goods = list(Product.objects.filter(sku__startswith=SKU).values_list("pk", flat=True))
    boss = Employee.objects.with_access().get(username=people.BOSS)

    def chosen(number: int) -> list[int]:
        return [goods[(number * 137 + place * 29) % len(goods)] for place in range(LINES)]

    def run(number: int) -> object:
        lines = [NewLine(quantity=2_000, price=150_000, product_id=pk) for pk in chosen(number)]
        by = Actor.of(boss, at=datetime.now(UTC))
        customer = scene.questions.customer(number)
        new = NewOrder(customer_id=customer, lines=lines, signed_on=by.today)
        return ordering.place(by=by, new=new)

    def bare(number: int) -> None:
        _write(scene, scene.questions.customer(number + 100), chosen(number + 100), number)

    return Job("order", run, bare)


@transaction.atomic
def _write(scene: Scene, customer: int, goods: Sequence[int], number: int) -> None:
    """The rows of an order of these products."""
    now, me = datetime.now(UTC), scene.employee
    at, on, who = now.isoformat(" "), day_number(now.date()), (me.pk, me.department_id)
    sold, placed = metrics.UNITS.id, metrics.PLACED.id
    with connection.cursor() as cursor:
        values: list[Any] = [
            f"bare-{number}-{to_number(now)}",
            customer,
            *who,
            now.date().isoformat(),
        ]
        cursor.execute(_ORDER, [*values, me.pk, at])
        (pk,) = cursor.fetchone()
        cursor.executemany(_LINE, [(pk, place, good) for place, good in enumerate(goods)])
        lines = [(placed, 0), *((sold, good) for good in goods)]
        cursor.executemany(
            _ENTRY,
            [
                (to_number(now), on, metric, *who, customer, good, pk, place)
                for place, (metric, good) in enumerate(lines)
            ],
        )
        days = "metric, day, employee_id, department_id"
        every = f"{days}, channel_id, product_id, region_id, option_id"
        spans = ((1, first_of_month(on)), (12, first_of_year(on)))
        for table, key, rows in (
            ("rollup", every, [(metric, on, *who, 0, good, 0, 0) for metric, good in lines]),
            ("peoplerollup", days, [(metric, on, *who) for metric in (placed, sold)]),
            ("productrollup", "metric, months, day, product_id",
             [(sold, *span, good) for span in spans for good in goods]),
            ("customerrollup", "customer_id, metric", [(customer, one) for one in (placed, sold)]),
        ):  # fmt: skip
            places = ", ".join(["%s"] * len(rows[0]))
            cursor.executemany(_ADD.format(table=f"ledger_{table}", key=key, places=places), rows)
        cursor.execute(_FIGURES, [now.date().isoformat(), customer])
        cursor.executemany(_AUDIT, [(at, me.pk, pk)] * 2)
