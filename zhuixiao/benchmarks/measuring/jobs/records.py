"""The customer page, and writing down what was done."""

import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import connection, transaction

from zhuixiao.activities import metrics
from zhuixiao.activities.metrics import CONTACTS, DONE, JOINED
from zhuixiao.catalog.choices import PickList
from zhuixiao.catalog.models import Option
from zhuixiao.ledger.instants import day_number, to_number

from ..questions import many, one
from ..scene import Scene
from ..visitor import Visitor
from .job import Job, fine

_CUSTOMER = """
SELECT c.*, r.full_name, o.name, d.name, h.name
FROM customers_customer c
LEFT JOIN catalog_region r ON r.adcode = c.region_id
LEFT JOIN accounts_employee o ON o.id = c.owner_id
LEFT JOIN accounts_department d ON d.id = c.department_id
LEFT JOIN catalog_channel h ON h.id = c.channel_id
WHERE c.id = %s AND c.deleted_at IS NULL
"""
_CONTACTS = "SELECT * FROM customers_contact WHERE customer_id = %s AND deleted_at IS NULL"
_ENTRIES = """
SELECT e.fact_kind, e.fact_id FROM ledger_entry e
WHERE e.customer_id = %s AND {plus}e.metric IN (101, 102, 201, 208)
ORDER BY e.at DESC, e.id DESC LIMIT 21
"""
_FACTS = "SELECT * FROM activities_activity WHERE id IN ({ids})"
_ACTIVITY = 11

_RECORD = """
INSERT INTO activities_activity (subject, customer_id, type_id, at, day, description,
    recorded_by_id, executor_id, department_id, related_kind, related_id, related_text,
    is_contact, is_verified, mentions, created_at, version)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, '', 0, '', %s, %s, '[]', %s, 1) RETURNING id
"""
_EXECUTORS = """
INSERT INTO activities_activityexecutor (activity_id, employee_id, department_id, position)
VALUES (%s, %s, %s, 0), (%s, %s, %s, 1)
"""
_POSTED = """
INSERT INTO ledger_entry (at, day, metric, quantity, amount, cost, employee_id, department_id,
    customer_id, channel_id, product_id, region_id, option_id, fact_kind, fact_id, line)
VALUES (%s, %s, %s, 1, 0, 0, %s, %s, %s, 0, 0, 0, %s, 11, %s, %s)
"""
_BY_DAY = """
INSERT INTO ledger_rollup (metric, day, employee_id, department_id, channel_id, product_id,
    region_id, option_id, quantity, amount, cost, entries)
VALUES (%s, %s, %s, %s, 0, 0, 0, %s, 1, 0, 0, 1)
ON CONFLICT (metric, day, employee_id, department_id, channel_id, product_id, region_id,
    option_id)
DO UPDATE SET quantity = ledger_rollup.quantity + 1, entries = ledger_rollup.entries + 1
"""
_BY_PEOPLE = """
INSERT INTO ledger_peoplerollup (metric, day, employee_id, department_id, quantity, amount, cost,
    entries)
VALUES (%s, %s, %s, %s, 1, 0, 0, 1)
ON CONFLICT (metric, day, employee_id, department_id)
DO UPDATE SET quantity = ledger_peoplerollup.quantity + 1,
    entries = ledger_peoplerollup.entries + 1
"""
_BY_CUSTOMER = """
INSERT INTO ledger_customerrollup (customer_id, metric, quantity, amount, cost, entries)
VALUES (%s, %s, 1, 0, 0, 1)
ON CONFLICT (customer_id, metric) DO UPDATE
SET quantity = ledger_customerrollup.quantity + 1, entries = ledger_customerrollup.entries + 1
"""
_FIGURES = """
UPDATE customers_customer SET contact_count = contact_count + 1, last_contact_at = %s,
    last_activity_at = %s, last_activity_subject = %s WHERE id = %s
"""
_AUDIT = """
INSERT INTO accounts_auditentry (at, employee_id, action, kind, record_id, label, changes, version,
    via)
VALUES (%s, %s, 'create', 'activity', %s, %s, '{}', 1, 'page')
"""
_SUBJECT = "电话介绍新款温控器"
_TEXT = "对方关心价格和供货周期，约好下周再联系，资料已经发过去。"


def jobs(scene: Scene) -> list[Job]:
    asked = scene.questions
    return [
        _customer("customer", scene.boss, asked.busy),
        _customer("customer-own", scene.seller, asked.own or asked.busy[:1]),
        _log(scene),
    ]


def _customer(key: str, visitor: Visitor, customers: Sequence[int]) -> Job:
    """The page, which has the first rows of the timeline in it."""

    def run(number: int) -> None:
        pk = customers[number % len(customers)]
        fine(visitor.get(f"/customers/{pk}/"))

    entries = _ENTRIES.format(plus="+" if connection.vendor == "sqlite" else "")

    def bare(number: int) -> None:
        pk = customers[number % len(customers)]
        many(_CUSTOMER, [pk])
        many(_CONTACTS, [pk])
        ids = [str(fact) for kind, fact in many(entries, [pk]) if kind == _ACTIVITY]
        many(_FACTS.format(ids=", ".join(ids) or "0"))

    return Job(key, run, bare)


def _log(scene: Scene) -> Job:
    first = scene.employee.pk
    (second, department) = one(
        "SELECT id, department_id FROM accounts_employee WHERE id <> %s ORDER BY id DESC", [first]
    )
    visit = Option.objects.get(pick_list=PickList.ACTIVITY_TYPE, key="phone_visit").pk

    def run(number: int) -> object:
        customer = scene.questions.customer(number)
        data = {
            "request_id": str(uuid.uuid4()),
            "subject": _SUBJECT,
            "customer": customer,
            "type": visit,
            "executors": [first, second],
            "description": _TEXT,
        }
        return fine(scene.boss.post("/activities/new/", data, is_fragment=True))

    @transaction.atomic
    def bare(number: int) -> None:
        now = datetime.now(UTC)
        customer = scene.questions.customer(number + 100)
        at, day, own = now.isoformat(" "), now.date(), scene.employee.department_id
        with connection.cursor() as cursor:
            values: list[Any] = [
                _SUBJECT,
                customer,
                visit,
                at,
                day.isoformat(),
                _TEXT,
                first,
                first,
                own,
            ]
            cursor.execute(_RECORD, [*values, True, False, at])
            (pk,) = cursor.fetchone()
            cursor.execute(_EXECUTORS, [pk, first, own, pk, second, department])
            lines = [(DONE, first, own), (CONTACTS, first, own), (JOINED, second, department)]
            for line, (metric, person, unit) in enumerate(lines):
                on, option = day_number(day), visit if metric is metrics.DONE else 0
                place = [to_number(now), on, metric.id, person, unit, customer, visit, pk, line]
                cursor.execute(_POSTED, place)
                cursor.execute(_BY_DAY, [metric.id, on, person, unit, option])
                cursor.execute(_BY_PEOPLE, [metric.id, on, person, unit])
                cursor.execute(_BY_CUSTOMER, [customer, metric.id])
            cursor.execute(_FIGURES, [at, at, _SUBJECT, customer])
            cursor.execute(_AUDIT, [at, first, pk, _SUBJECT])

    return Job("log", run, bare)
