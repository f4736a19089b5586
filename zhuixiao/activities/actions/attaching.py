"""Records, plans, tasks and events of a customer go to another one, and the numbers follow."""

from collections.abc import Iterable, Sequence

from django.db.models import F, Model, QuerySet

from zhuixiao.customers.models import Customer
from zhuixiao.ledger.actions import post_many
from zhuixiao.ledger.facts import Fact

from .. import postings
from ..choices import FollowUpState
from ..models import Activity, Event, FollowUp, Task
from ..sources import activity_postings
from . import figures


def ids_of(rows: "QuerySet[Model]", customer_id: int) -> list[int]:
    """The records of a customer, deleted ones too."""
    return list(rows.filter(customer=customer_id).values_list("pk", flat=True))


def move_activities(ids: Sequence[int], customer_id: int) -> None:
    before = _customers(Activity.objects.filter(pk__in=ids))
    Activity.objects.filter(pk__in=ids).update(customer=customer_id)
    lines = activity_postings(ids)
    post_many(items=[(Fact(postings.ACTIVITY, pk), rows) for pk, rows in lines.items()])
    figures.refresh([*before, customer_id])


def move_follow_ups(ids: Sequence[int], customer_id: int) -> None:
    """The open ones of the owner become the other owner's."""
    rows = FollowUp.objects.filter(pk__in=ids)
    before = _customers(rows)
    other = Customer.objects.get(pk=customer_id)
    if other.owner_id:
        rows.filter(state=FollowUpState.OPEN, employee=F("customer__owner")).update(
            employee=other.owner_id, department_id=other.department_id
        )
    rows.update(customer=customer_id)
    post_many(items=[(postings.follow_up_fact(row), postings.of_follow_up(row)) for row in rows])
    figures.refresh([*before, customer_id])


def move_tasks(ids: Sequence[int], customer_id: int) -> None:
    Task.objects.filter(pk__in=ids).update(customer=customer_id)
    rows = Task.objects.filter(pk__in=ids)
    post_many(items=[(postings.task_fact(row), postings.of_task(row)) for row in rows])


def move_events(ids: Sequence[int], customer_id: int) -> None:
    Event.objects.filter(pk__in=ids).update(customer=customer_id)


def _customers(rows: "QuerySet[Activity] | QuerySet[FollowUp]") -> Iterable[int]:
    return set(rows.values_list("customer_id", flat=True))
