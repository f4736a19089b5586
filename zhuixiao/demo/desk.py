"""What lies on the desks today: tasks and events."""

from datetime import datetime, time, timedelta
from random import Random

from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Employee
from zhuixiao.activities.models import Event, Task
from zhuixiao.customers.models import Customer


def build(by: Actor, *, seed: int) -> None:
    """Tasks and events of this week."""
    rng = Random(seed)
    writers = [
        person
        for person in Employee.objects.active().with_access().order_by("pk")
        if person.access.may("reports", "create") and person.role.key == "sales"
    ]
    for person in writers:
        _tasks(by, person, rng)


def _tasks(by: Actor, person: Employee, rng: Random) -> None:
    customers = list(Customer.objects.filter(owner=person).order_by("-last_contact_at")[:8])
    titles = ["发报价单", "寄样品", "准备投标资料", "核对合同数量", "确认到货时间"]
    for customer in rng.sample(customers, min(3, len(customers))):
        Task.objects.create(
            title=rng.choice(titles),
            customer=customer,
            employee=person,
            department_id=person.department_id,
            due_on=by.today + timedelta(days=rng.choice((-2, 0, 0, 1, 3))),
            created_by=person,
            created_at=by.at,
        )
    starts = datetime.combine(by.today, time(rng.randint(9, 16), 30), by.zone)
    Event.objects.create(
        title="项目技术交流会" if rng.random() < 0.5 else "部门例会",
        starts_at=starts,
        ends_at=starts + timedelta(hours=1),
        owner=person,
        department_id=person.department_id,
        created_at=by.at,
    )
