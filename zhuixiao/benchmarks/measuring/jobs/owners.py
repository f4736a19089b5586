"""Changing hands: claiming from a pool, giving to somebody else, and looking for duplicates."""

import uuid
from datetime import UTC, datetime
from urllib.parse import urlencode

from django.db import connection, transaction

from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Employee
from zhuixiao.customers.actions import claiming, pools
from zhuixiao.customers.models import Customer, Pool
from zhuixiao.kit.text.company import name_core

from ..questions import many
from ..scene import Scene
from ..visitor import Answer
from .job import Job, fine

# So many wait in the pool before claiming is measured; a claim takes one.
_WAITING = 1200
_NAME = "基准公海"
_GIVE = """
UPDATE customers_customer SET owner_id = %s, department_id = %s, received_at = %s, pool_id = NULL,
    pooled_at = NULL, version = version + 1 WHERE id = %s
"""
_END = "UPDATE customers_ownerspan SET until = %s WHERE customer_id = %s AND until IS NULL"
_BEGIN = """
INSERT INTO customers_ownerspan (customer_id, owner_id, since, reason, by_id, day)
VALUES (%s, %s, %s, 'assigned', %s, %s)
"""
_AUDIT = """
INSERT INTO accounts_auditentry (at, employee_id, action, kind, record_id, label, changes, version,
    via)
VALUES (%s, %s, 'assign', 'customer', %s, 'x', '{}', 1, 'page')
"""
_SAME = """
SELECT id FROM customers_customer WHERE name_core = %s AND deleted_at IS NULL
UNION SELECT customer_id FROM customers_customerphone WHERE number = %s LIMIT 20
"""


def jobs(scene: Scene) -> list[Job]:
    return [_claim(scene), _transfer(scene), _same(scene)]


def _claim(scene: Scene) -> Job:
    waiting: list[int] = []

    def run(_number: int) -> Answer:
        if not waiting:
            waiting.extend(_fill())
        data = {"ids": waiting.pop(), "request_id": str(uuid.uuid4())}
        return fine(scene.seller.post("/customers/pools/claims/", data, is_fragment=True))

    return Job("claim", run, lambda number: _bare(scene, number))


def _transfer(scene: Scene) -> Job:
    people = list(Employee.objects.filter(role=scene.employee.role).order_by("pk")[:50])

    def run(number: int) -> Answer:
        data = {
            "do": "assign",
            "ids": scene.questions.customer(number),
            "owner": people[number % len(people)].pk,
            "with_tasks": "on",
            "sent": "1",
            "request_id": str(uuid.uuid4()),
        }
        return fine(scene.boss.post("/customers/bulk/", data, is_fragment=True))

    return Job("transfer", run, lambda number: _bare(scene, number))


def _same(scene: Scene) -> Job:
    asked = scene.questions

    def of(number: int) -> tuple[str, str]:
        return asked.names[number % len(asked.names)], asked.phones[number % len(asked.phones)]

    def run(number: int) -> Answer:
        name, phone = of(number)
        query = urlencode({"name": name, "phone": phone})
        return fine(scene.seller.get(f"/customers/same/?{query}", is_fragment=True))

    def bare(number: int) -> None:
        name, phone = of(number)
        many(_SAME, [name_core(name), phone])

    return Job("duplicates", run, bare)


@transaction.atomic
def _bare(scene: Scene, number: int) -> None:
    now = datetime.now(UTC).isoformat(" ")
    customer, person = scene.questions.customer(number + 50), scene.employee
    with connection.cursor() as cursor:
        cursor.execute(_GIVE, [person.pk, person.department_id, now, customer])
        cursor.execute(_END, [now, customer])
        cursor.execute(_BEGIN, [customer, person.pk, now, person.pk, now[:10]])
        cursor.execute(_AUDIT, [now, person.pk, customer])


def _fill() -> list[int]:
    """Put customers into a pool of the whole company; the last ones are claimed first."""
    boss = Employee.objects.with_access().get(username="bench-boss")
    by = Actor.of(boss, at=datetime.now(UTC))
    pool = Pool.objects.filter(name=_NAME).first() or pools.save_pool(
        by=by, pool=None, values={"name": _NAME}
    )
    owned = Customer.objects.filter(owner__isnull=False, deleted_at=None).order_by("-pk")
    ids = list(owned.values_list("pk", flat=True)[:_WAITING])
    claiming.release(by=by, customer_ids=ids, pool=pool, note="bench")
    return ids
