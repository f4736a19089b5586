"""How the ledger finds and recomputes the facts of activities."""

from collections.abc import Iterator, Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.models import Employee
from zhuixiao.ledger import facts, sources
from zhuixiao.ledger.actions import Posting

from . import postings
from .models import Activity, ActivityExecutor, FollowUp, Task

# What lines of a timeline or a report show: of the customer alone that saves forty columns a line.
_SHOWN_TASK = (
    *(field.name for field in Task._meta.concrete_fields),
    "customer__name",
    "employee__name",
    "done_by__name",
)
_SHOWN_FOLLOW_UP = (
    *(field.name for field in FollowUp._meta.concrete_fields),
    "customer__name",
    "employee__name",
)
_SHOWN = (
    *(field.name for field in Activity._meta.concrete_fields),
    "customer__name",
    "customer__contact_count",
    "contact__name",
    "type__name",
    "type__colour",
    "type__key",
    "executor__name",
)


def register() -> None:
    """Called once, in AppConfig.ready()."""
    facts.register(
        facts.FactKind(
            id=11,
            key=postings.ACTIVITY,
            label=_("Action record"),
            load=_activities,
            template="activities/facts/activity.html",
            url=lambda row: f"/activities/{row.pk}/",
            icon="message-2",
        )
    )
    facts.register(
        facts.FactKind(
            id=12,
            key=postings.FOLLOW_UP,
            label=_("Follow-up"),
            load=_follow_ups,
            template="activities/facts/follow_up.html",
            icon="calendar-event",
            url=lambda row: f"/customers/{row.customer_id}/",
        )
    )
    facts.register(
        facts.FactKind(
            id=13,
            key=postings.TASK,
            label=_("Task"),
            load=_tasks,
            template="activities/facts/task.html",
            icon="checkbox",
            url=lambda row: f"/tasks/{row.pk}/",
        )
    )
    sources.register(postings.ACTIVITY, ids=_activity_ids, postings_of=activity_postings)
    sources.register(postings.FOLLOW_UP, ids=_follow_up_ids, postings_of=_follow_up_postings)
    sources.register(postings.TASK, ids=_task_ids, postings_of=_task_postings)


def _activities(employee: Employee, ids: Sequence[int]) -> Mapping[int, object]:
    rows = Activity.objects.visible_to(employee).with_people()
    return rows.only(*_SHOWN).in_bulk(ids)


def _follow_ups(employee: Employee, ids: Sequence[int]) -> Mapping[int, object]:
    rows = FollowUp.objects.visible_to(employee).select_related("customer", "employee")
    return rows.only(*_SHOWN_FOLLOW_UP).in_bulk(ids)


def _tasks(employee: Employee, ids: Sequence[int]) -> Mapping[int, object]:
    rows = Task.objects.visible_to(employee).select_related("customer", "employee", "done_by")
    return rows.only(*_SHOWN_TASK).in_bulk(ids)


def _activity_ids() -> Iterator[int]:
    return Activity.objects.order_by("pk").values_list("pk", flat=True).iterator()


def activity_postings(ids: Sequence[int]) -> Mapping[int, Sequence[Posting]]:
    rows = list(Activity.objects.filter(pk__in=ids))
    executors: dict[int, list[ActivityExecutor]] = {}
    for row in ActivityExecutor.objects.filter(activity__in=ids):
        executors.setdefault(row.activity_id, []).append(row)
    return {row.pk: postings.of_activity(row, executors.get(row.pk, [])) for row in rows}


def _follow_up_ids() -> Iterator[int]:
    return FollowUp.objects.order_by("pk").values_list("pk", flat=True).iterator()


def _follow_up_postings(ids: Sequence[int]) -> Mapping[int, Sequence[Posting]]:
    return {row.pk: postings.of_follow_up(row) for row in FollowUp.objects.filter(pk__in=ids)}


def _task_ids() -> Iterator[int]:
    return Task.objects.order_by("pk").values_list("pk", flat=True).iterator()


def _task_postings(ids: Sequence[int]) -> Mapping[int, Sequence[Posting]]:
    return {row.pk: postings.of_task(row) for row in Task.objects.filter(pk__in=ids)}
