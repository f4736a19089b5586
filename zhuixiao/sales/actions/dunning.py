"""Asking customers for what they owe (催款): a record of it, or a task for who sold it."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from zhuixiao.accounts.audit import Actor
from zhuixiao.activities.actions import recording, tasks
from zhuixiao.activities.actions.task_values import NewTask
from zhuixiao.activities.actions.values import NewActivity
from zhuixiao.activities.models import Activity, Task
from zhuixiao.activities.queries import rights
from zhuixiao.catalog.choices import PickList
from zhuixiao.catalog.models import Option
from zhuixiao.customers.models import Customer
from zhuixiao.kit.errors import Invalid, RuleError

from ..metrics import PAYMENTS
from ..models import Dunning
from ..preferences import preferences
from ..queries import due as due_queries
from ..queries.due import Asked, Due
from . import settling

TYPE = "dunning"
RECORD, TASK = "record", "task"
_MOST = 200


@dataclass(frozen=True)
class Dunned:
    """Of how many customers something was written, and how many were left out: dunned today
    already, or not open to the person."""

    done: int = 0
    already: int = 0
    left_out: int = 0


@transaction.atomic
def dun(*, by: Actor, keys: Collection[str], how: str) -> Dunned:
    """For each customer among these due rows one action record of today, or one task of today for
    the owner of its largest row (who may not give tasks takes it); each customer once a day.

    Raises NotAllowed, Invalid, RuleError.
    """
    access = by.employee.access
    access.check(PAYMENTS, "view")
    access.check("activities", "create")
    if how not in {RECORD, TASK}:
        raise Invalid({"do": _("Choose one of the list.")})
    if not 0 < len(keys) <= _MOST:
        text = _("Choose between 1 and %(most)d rows.") % {"most": _MOST}
        raise RuleError(text, field="due")
    days = preferences().due_days
    found = due_queries.owed(Asked(), reader=by.employee, today=by.today, days=days, keys=set(keys))
    of_customer: dict[int, list[Due]] = defaultdict(list)
    for due in found:
        of_customer[due.order.customer_id].append(due)
    customers = Customer.objects.workable_by(by.employee).filter(pk__in=of_customer)
    rows = {row.pk: row for row in customers.select_for_update(of=("self",)).order_by("pk")}
    had = set(
        Dunning.objects.filter(customer__in=rows, day=by.today).values_list("customer", flat=True)
    )
    for pk in rows.keys() - had:
        _dun(by, rows[pk], of_customer[pk], how)
    return Dunned(len(rows) - len(had), len(had), len(of_customer) - len(rows))


def _dun(by: Actor, customer: Customer, rows: Sequence[Due], how: str) -> None:
    amount = sum(due.base for due in rows)
    subject = (
        _("Asked for the payment of %(amount)s")
        if how == RECORD
        else (_("Ask for the payment of %(amount)s"))
    )
    subject %= {"amount": settling.shown(amount)}
    text = "\n".join(map(_told, rows))
    activity: Activity | None = None
    task: Task | None = None
    if how == RECORD:
        new = NewActivity(
            customer_id=customer.pk, subject=subject, type_id=_type().pk, description=text
        )
        activity = recording.log(by=by, new=new)
    else:
        owner = max(rows, key=lambda due: due.base).order.owner
        is_given = owner.is_active and rights.oversees(by.employee, owner.department_id)
        task = tasks.add(
            by=by,
            new=NewTask(
                title=subject,
                due_on=by.today,
                note=text,
                customer_id=customer.pk,
                employee_id=owner.pk if is_given else None,
            ),
        )
    Dunning.objects.create(
        customer=customer,
        day=by.today,
        amount=amount,
        employee=by.employee,
        activity=activity,
        task=task,
    )


def _type() -> Option:
    """The company's own word for dunning. Raises RuleError where it was taken out of use."""
    found = Option.objects.of(PickList.ACTIVITY_TYPE).filter(key=TYPE).first()
    found = found.merged_into if found and found.merged_into else found
    if found is None or found.retired_at is not None:
        text = _("There is no activity type for dunning in use. Bring it back in the settings.")
        raise RuleError(text, code="no_type")
    return found


def _told(due: Due) -> str:
    text = _("%(order)s: %(amount)s %(currency)s, due on %(day)s, %(late)d days overdue")
    if due.late == 0:
        text = _("%(order)s: %(amount)s %(currency)s, due on %(day)s")
    return text % {
        "order": due.order.number,
        "amount": settling.shown(due.amount),
        "currency": due.order.currency,
        "day": date_format(due.due_on, "Y-m-d"),
        "late": due.late,
    }
