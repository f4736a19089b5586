"""The planned visits of who leaves: they go with the customers, or to who takes them, or end."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import transaction

from zhuixiao.accounts import audit
from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.choices import Via
from zhuixiao.accounts.models import AuditEntry, Company, Employee
from zhuixiao.customers.choices import OwnerReason
from zhuixiao.customers.models import Customer, OwnerSpan
from zhuixiao.kit.periods import day_of
from zhuixiao.ledger.actions import post_many

from ..models import VisitPlan
from ..models.visits import VisitPlanQuerySet
from ..postings import visits as postings

_BATCH = 500


def coming(person: Employee, day: date) -> VisitPlanQuerySet:
    """The stops of a person from a day on at which nobody was yet."""
    return VisitPlan.objects.filter(employee=person, day__gte=day, visit=None)


def count(person: Employee, now: datetime) -> int:
    """Visits that the person has planned from today on."""
    return coming(person, day_of(now, Company.objects.get().zone)).count()


def follow(by: Actor, spans: Sequence[OwnerSpan], _with_tasks: bool) -> None:  # noqa: FBT001
    """With the customers of a leaver go his planned visits to them. Customers that change hands
    otherwise leave the route of their last owner alone: he is still there to change it."""
    given = {
        span.customer_id: span
        for span in spans
        if span.reason == OwnerReason.HANDED_OVER and span.owner_id and span.before_id
    }
    owners = Employee.objects.in_bulk({span.owner_id for span in given.values()})
    ids = sorted(given)
    for start in range(0, len(ids), _BATCH):
        some = ids[start : start + _BATCH]
        rows = VisitPlan.objects.filter(customer__in=some, day__gte=by.today, visit=None)
        rows = rows.select_related("customer").in_order()
        with_them = [row for row in rows if row.employee_id == given[row.customer_id].before_id]
        _give(by, [(row, owners[given[row.customer_id].owner_id or 0]) for row in with_them])


def let_out(_by: Actor, _customer_id: int, _employee_id: int) -> None:
    """Who worked along on a customer keeps his route: he may take the stop off himself."""


def hand_over(by: Actor, leaver: Employee, receivers: Sequence[Employee], _rule: str) -> int:
    """What did not go along with its customer, one after the other to each who may open the
    customer; where nobody may, it ends."""
    rows = list(coming(leaver, by.today).select_related("customer").in_order())
    known = Employee.objects.with_access().in_bulk([one.pk for one in receivers])
    people = [known[one.pk] for one in receivers]
    wanted = {row.customer_id for row in rows}
    seen = {
        one.pk: set(
            Customer.objects.visible_to(one).filter(pk__in=wanted).values_list("pk", flat=True)
        )
        for one in people
    }
    given, ended = [], []
    for place, row in enumerate(rows):
        turn = people[place % len(people) :] + people[: place % len(people)]
        taker = next((one for one in turn if row.customer_id in seen[one.pk]), None)
        if taker:
            given.append((row, taker))
        else:
            ended.append(row)
    _give(by, given)
    _end(by, ended)
    return len(rows)


@transaction.atomic
def end_of_leavers(now: datetime) -> int:
    """End the visits of today that somebody planned who has left, and that nobody took over; how
    many. Until their day they wait for whoever gets them."""
    zone = Company.objects.get().zone
    rows = VisitPlan.objects.filter(day=day_of(now, zone), visit=None, employee__is_active=False)
    found = list(rows.select_related("customer", "employee").in_order())
    for row in found:
        _end(Actor(row.employee, now, zone, via=Via.JOB), [row])
    return len(found)


def _give(by: Actor, given: Sequence[tuple[VisitPlan, Employee]]) -> None:
    """To the end of the receiver's route of the day; where he goes there anyway, that is one."""
    if not given:
        return
    days = {row.day for row, _person in given}
    routes = VisitPlan.objects.filter(employee__in={one.pk for _row, one in given}, day__in=days)
    there: set[tuple[int, date, int]] = set()
    last: dict[tuple[int, date], int] = {}
    for one in routes:
        there.add((one.employee_id, one.day, one.customer_id))
        key = (one.employee_id, one.day)
        last[key] = max(last.get(key, -1), one.position)
    moved, twice, entries = [], [], []
    for row, person in given:
        if (person.pk, row.day, row.customer_id) in there:
            twice.append(row)
            continue
        there.add((person.pk, row.day, row.customer_id))
        before = row.employee_id
        place = last[person.pk, row.day] = last.get((person.pk, row.day), -1) + 1
        row.employee, row.department_id, row.position = person, person.department_id, place
        moved.append(row)
        entries.append(_entry(by, row, "hand_over", {"employee_id": (before, person.pk)}))
    VisitPlan.objects.bulk_update(
        moved, ["employee", "department_id", "position"], batch_size=_BATCH
    )
    post_many(items=[(postings.plan_fact(row), postings.of_plan(row)) for row in moved])
    audit.write_many(entries)
    _end(by, twice)


def _end(by: Actor, rows: Iterable[VisitPlan]) -> None:
    found = list(rows)
    audit.write_many([_entry(by, row, "delete") for row in found])
    post_many(items=[(postings.plan_fact(row), ()) for row in found])
    VisitPlan.objects.filter(pk__in=[row.pk for row in found]).delete()


def _entry(
    by: Actor, row: VisitPlan, action: str, changes: audit.Changes | None = None
) -> AuditEntry:
    return audit.entry(
        by=by,
        action=action,
        kind=postings.PLAN,
        record_id=row.pk,
        label=row.customer.name,
        changes=changes,
    )
