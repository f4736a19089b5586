"""What becomes of plans and tasks when their customer changes hands."""

from collections.abc import Sequence

from zhuixiao.accounts.audit import Actor
from zhuixiao.customers.choices import OwnerReason
from zhuixiao.customers.models import OwnerSpan

from ..choices import FollowUpState
from ..models import FollowUp, Task
from . import figures
from .recording import repost_plans

_BATCH = 500


def follow(by: Actor, spans: Sequence[OwnerSpan], with_tasks: bool) -> None:  # noqa: FBT001
    """The last owner's next contacts go to the new owner, or end with a customer that goes into a
    pool; open tasks go along where that was asked. What was done stays with who did it."""
    for start in range(0, len(spans), _BATCH):
        some = spans[start : start + _BATCH]
        by_customer = {span.customer_id: span for span in some}
        plans = FollowUp.objects.filter(customer__in=by_customer, state=FollowUpState.OPEN)
        own = [row for row in plans if row.employee_id == by_customer[row.customer_id].before_id]
        for row in own:
            span = by_customer[row.customer_id]
            if span.owner_id is None:
                row.state, row.cancelled_at = FollowUpState.CANCELLED, by.at
            else:
                row.employee_id, row.department_id = span.owner_id, span.department_id
        FollowUp.objects.bulk_update(own, ["state", "cancelled_at", "employee", "department_id"])
        back = _brought_back(by_customer)
        repost_plans([*own, *back])
        if with_tasks:
            _hand_on(by_customer)
        changed = [row.customer_id for row in own if row.state == FollowUpState.CANCELLED]
        changed += [row.customer_id for row in back]
        if changed:
            figures.refresh(changed)


def _brought_back(by_customer: dict[int, OwnerSpan]) -> list[FollowUp]:
    """The plans that ended when the customer left, where that is undone."""
    undone = [pk for pk, span in by_customer.items() if span.reason == OwnerReason.UNDONE]
    if not undone:
        return []
    ended = OwnerSpan.objects.filter(customer__in=undone, is_undone=True).order_by("since")
    left_at = dict(ended.values_list("customer_id", "since"))
    plans = FollowUp.objects.filter(
        customer__in=left_at,
        state=FollowUpState.CANCELLED,
        cancelled_at__in=set(left_at.values()),
        made_by__deleted_at=None,
    )
    back = [
        row
        for row in plans
        if row.cancelled_at == left_at[row.customer_id]
        and row.employee_id == by_customer[row.customer_id].owner_id
    ]
    for row in back:
        row.state, row.cancelled_at = FollowUpState.OPEN, None
    FollowUp.objects.bulk_update(back, ["state", "cancelled_at"])
    return back


def _hand_on(by_customer: dict[int, OwnerSpan]) -> None:
    tasks = Task.objects.open().filter(customer__in=by_customer)
    moving = []
    for task in tasks:
        span = by_customer[task.customer_id or 0]
        if span.owner_id and task.employee_id == span.before_id:
            task.employee_id, task.department_id = span.owner_id, span.department_id
            task.version += 1
            moving.append(task)
    Task.objects.bulk_update(moving, ["employee", "department_id", "version"])
