"""What lies on the desks today: reports of the last days, tasks, events, comments."""

from datetime import datetime, time, timedelta
from random import Random

from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Employee
from zhuixiao.activities.models import Comment, Event, Task
from zhuixiao.customers.models import Customer
from zhuixiao.kit.periods import Period, PeriodKind
from zhuixiao.reports import postings
from zhuixiao.reports.actions import judging, writing
from zhuixiao.reports.choices import ReportKind

from . import words

REPORT_DAYS = 10


def build(by: Actor, *, seed: int) -> None:
    """Reports with words and comments, some missing; tasks and events of this week."""
    rng = Random(seed)
    writers = [
        person
        for person in Employee.objects.active().with_access().order_by("pk")
        if person.access.may("reports", "create") and person.role.key == "sales"
    ]
    for person in writers:
        _reports(by, person, rng)
        _tasks(by, person, rng)


def _reports(by: Actor, person: Employee, rng: Random) -> None:
    for back in range(REPORT_DAYS, 0, -1):
        day = by.today - timedelta(days=back)
        if day.weekday() > 4 or rng.random() < 0.12:
            continue
        evening = datetime.combine(day, time(18, rng.randint(0, 50)), by.zone)
        own = Actor(person, evening, by.zone, by.via)
        report = writing.save(
            by=own,
            kind=ReportKind.DAY,
            period=Period.of(PeriodKind.DAY, day),
            summary=rng.sample(words.SUMMARIES, rng.randint(1, 3)),
            plan=rng.sample(words.PLANS, rng.randint(1, 2)),
        )
        writing.submit(by=own, report=report)
        if rng.random() < 0.3:
            boss = Actor(by.employee, evening + timedelta(hours=1), by.zone, by.via)
            judging.mark_read(by=boss, report=report)
            Comment.objects.create(
                kind=postings.REPORT,
                record_id=report.pk,
                employee=by.employee,
                text=rng.choice(words.COMMENTS),
                at=boss.at,
            )


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
