"""Reading in the demo company: everybody a little, one far too much this morning."""

from datetime import timedelta
from random import Random

from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Company, Employee
from zhuixiao.customers.actions import guarding
from zhuixiao.customers.models import Customer, Reading

DAYS, GREEDY = 20, 140


def build(by: Actor, *, seed: int) -> None:
    """Notes of three weeks, a limit, a watermark on paper, and an alert of today."""
    rng = Random(seed)
    sellers = list(Employee.objects.active().filter(role__key="sales").order_by("pk"))
    customers = list(Customer.objects.filter(deleted_at=None).values_list("pk", flat=True)[:600])
    rows = []
    for back in range(DAYS):
        at = by.at - timedelta(days=back)
        for number, person in enumerate(sellers):
            often = GREEDY if back == 0 and number == len(sellers) - 1 else rng.randint(4, 22)
            rows += [
                Reading(
                    employee=person,
                    customer_id=pk,
                    day=by.today - timedelta(days=back),
                    first_at=at,
                    last_at=at,
                    ip=f"10.0.0.{number + 10}",
                )
                for pk in rng.sample(customers, min(often, len(customers)))
            ]
    Reading.objects.bulk_create(rows, batch_size=500)
    guarding.set_rules(by=by, limits={}, watermark="print")
    guarding.watch(at=by.at, company=Company.objects.get())
