"""What becomes of plans and tasks when their customer changes hands."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db.models import F

from zhuixiao.accounts import audit
from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import AuditEntry, Employee
from zhuixiao.customers.choices import OwnerReason
from zhuixiao.customers.models import Customer, OwnerSpan

from .. import postings
from ..choices import FollowUpState
from ..models import FollowUp, Task
from . import figures
from .recording import repost_plans

_BATCH = 500


def follow(by: Actor, spans: Sequence[OwnerSpan], with_tasks: bool) -> None:  # noqa: FBT001
    """The last owner's next contacts go to the new owner; everybody's end with a customer that goes
    into a pool. Open tasks go along where that was asked. What was done stays with who did it, and
    what is undone comes back."""
    for start in range(0, len(spans), _BATCH):
        some = spans[start : start + _BATCH]
        by_customer = {span.customer_id: span for span in some}
        changed = []
        for row in FollowUp.objects.filter(customer__in=by_customer, state=FollowUpState.OPEN):
            span = by_customer[row.customer_id]
            if span.owner_id is None:
                row.state, row.cancelled_at = FollowUpState.CANCELLED, by.at
                changed.append(row)
            elif row.employee_id == span.before_id:
                row.employee_id, row.department_id = span.owner_id, span.department_id
                changed.append(row)
        FollowUp.objects.bulk_update(
            changed, ["state", "cancelled_at", "employee", "department_id"]
        )
        left_at = _left_at(by_customer)
        back = _brought_back(left_at)
        repost_plans([*changed, *back])
        if with_tasks:
            _hand_on(by, by_customer, _open_tasks(by_customer))
        if left_at:
            _hand_on(by, by_customer, _went_along(_open_tasks(by_customer), left_at))
        ended = [row for row in changed if row.state == FollowUpState.CANCELLED]
        if ended or back:
            figures.refresh([row.customer_id for row in [*ended, *back]])


def let_out(by: Actor, customer_id: int, employee_id: int) -> None:
    """The open plans of who was let out end, unless he may still work on the customer."""
    plans = FollowUp.objects.open().filter(customer=customer_id, employee=employee_id)
    _cancel(_barred(plans), at=by.at)


def end_expired(at: datetime) -> int:
    """The same for those whose time as collaborators ran out by now; returns how many ended."""
    expired = FollowUp.objects.open().filter(
        customer__collaborators__employee=F("employee"), customer__collaborators__ends_at__lte=at
    )
    return _cancel(_barred(expired), at=at)


def _barred(plans: Iterable[FollowUp]) -> list[FollowUp]:
    """Those of the plans whose employee may not work on the customer."""
    by_person = defaultdict(list)
    for row in plans:
        by_person[row.employee_id].append(row)
    found = []
    for person in Employee.objects.with_access().filter(pk__in=by_person):
        rows = by_person[person.pk]
        mine = Customer.objects.workable_by(person).filter(pk__in=[row.customer_id for row in rows])
        open_to = set(mine.values_list("pk", flat=True))
        found += [row for row in rows if row.customer_id not in open_to]
    return found


def _cancel(plans: Sequence[FollowUp], *, at: datetime) -> int:
    for row in plans:
        row.state, row.cancelled_at = FollowUpState.CANCELLED, at
    FollowUp.objects.bulk_update(plans, ["state", "cancelled_at"], batch_size=_BATCH)
    repost_plans(plans)
    if plans:
        figures.refresh(sorted({row.customer_id for row in plans}))
    return len(plans)


def _left_at(by_customer: Mapping[int, OwnerSpan]) -> dict[int, datetime]:
    """When the customers changed hands whose last change is undone by this."""
    undone = [pk for pk, span in by_customer.items() if span.reason == OwnerReason.UNDONE]
    if not undone:
        return {}
    ended = OwnerSpan.objects.filter(customer__in=undone, is_undone=True).order_by("since")
    return dict(ended.values_list("customer_id", "since"))


def _brought_back(left_at: Mapping[int, datetime]) -> list[FollowUp]:
    """The plans that ended when the customer left, of who may still work on it."""
    if not left_at:
        return []
    plans = FollowUp.objects.filter(
        customer__in=left_at,
        state=FollowUpState.CANCELLED,
        cancelled_at__in=set(left_at.values()),
        made_by__deleted_at=None,
    )
    ended = [row for row in plans if row.cancelled_at == left_at[row.customer_id]]
    barred = {row.pk for row in _barred(ended)}
    back = [row for row in ended if row.pk not in barred]
    for row in back:
        row.state, row.cancelled_at = FollowUpState.OPEN, None
    FollowUp.objects.bulk_update(back, ["state", "cancelled_at"])
    return back


def _open_tasks(by_customer: Mapping[int, OwnerSpan]) -> list[Task]:
    """Those that the last owner has with the customers, where there is a new owner."""
    tasks = Task.objects.open().filter(customer__in=by_customer)
    spans = {task.pk: by_customer[task.customer_id or 0] for task in tasks}
    return [
        task
        for task in tasks
        if spans[task.pk].owner_id and task.employee_id == spans[task.pk].before_id
    ]


def _went_along(tasks: Sequence[Task], left_at: Mapping[int, datetime]) -> list[Task]:
    """Those that went along when the customers left, and that nobody changed since."""
    entries = AuditEntry.objects.filter(
        kind=postings.TASK,
        action="hand_over",
        record_id__in=[task.pk for task in tasks],
        at__in=set(left_at.values()),
    )
    handed = {(one.record_id, one.at, one.version) for one in entries}
    return [
        task
        for task in tasks
        if (task.pk, left_at.get(task.customer_id or 0), task.version) in handed
    ]


def _hand_on(by: Actor, by_customer: Mapping[int, OwnerSpan], tasks: Sequence[Task]) -> None:
    """To the new owners; the log says so, for an undo."""
    entries = []
    for task in tasks:
        span, before = by_customer[task.customer_id or 0], task.employee_id
        task.employee_id, task.department_id = span.owner_id or 0, span.department_id
        task.version += 1
        entries.append(
            audit.entry(
                by=by,
                action="hand_over",
                kind=postings.TASK,
                record_id=task.pk,
                label=task.title,
                changes={"employee_id": (before, task.employee_id)},
                version=task.version,
            )
        )
    Task.objects.bulk_update(tasks, ["employee", "department_id", "version"])
    audit.write_many(entries)
