"""What activities, follow-up plans and tasks post to the ledger."""

from collections.abc import Sequence

from zhuixiao.ledger.actions import Posting
from zhuixiao.ledger.catalogue import Metric
from zhuixiao.ledger.facts import Fact
from zhuixiao.ledger.instants import noon

from . import metrics
from .choices import FollowUpState
from .models import Activity, ActivityExecutor, FollowUp, Task

ACTIVITY = "activity"
FOLLOW_UP = "follow_up"
TASK = "task"


def activity_fact(activity: Activity) -> Fact:
    return Fact(ACTIVITY, activity.pk)


def follow_up_fact(follow_up: FollowUp) -> Fact:
    return Fact(FOLLOW_UP, follow_up.pk)


def task_fact(task: Task) -> Fact:
    return Fact(TASK, task.pk)


def of_activity(activity: Activity, executors: Sequence[ActivityExecutor]) -> list[Posting]:
    """Once for the main executor, `joined` for each further one; nothing while it is deleted."""

    def line(metric: Metric, employee_id: int, department_id: int) -> Posting:
        return Posting(
            metric=metric.key,
            at=activity.at,
            day=activity.day,
            employee_id=employee_id,
            department_id=department_id,
            customer_id=activity.customer_id,
            option_id=activity.type_id,
        )

    if activity.deleted_at is not None:
        return []
    counted = [metrics.DONE]
    if activity.is_contact:
        counted += [metrics.CONTACTS]
        counted += [metrics.VERIFIED] if activity.is_verified else []
    lines = [line(metric, activity.executor_id, activity.department_id) for metric in counted]
    return lines + [
        line(metrics.JOINED, row.employee_id, row.department_id)
        for row in executors
        if row.employee_id != activity.executor_id
    ]


def of_follow_up(follow_up: FollowUp) -> list[Posting]:
    """Planned on its day, and kept when it was done by then; nothing once it is cancelled."""
    if follow_up.state == FollowUpState.CANCELLED:
        return []
    counted = [metrics.PLANNED, metrics.KEPT] if follow_up.is_kept else [metrics.PLANNED]
    return [
        Posting(
            metric=metric.key,
            at=noon(follow_up.on),
            day=follow_up.on,
            employee_id=follow_up.employee_id,
            department_id=follow_up.department_id,
            customer_id=follow_up.customer_id,
        )
        for metric in counted
    ]


def of_task(task: Task) -> list[Posting]:
    """A task counts for who did it, on the day it was done."""
    if task.done_at is None or task.done_on is None or task.deleted_at is not None:
        return []
    return [
        Posting(
            metric=metrics.TASKS_DONE.key,
            at=task.done_at,
            day=task.done_on,
            employee_id=task.done_by_id or task.employee_id,
            department_id=task.department_id,
            customer_id=task.customer_id or 0,
        )
    ]
