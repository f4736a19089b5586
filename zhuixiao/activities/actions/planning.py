"""The next contact with a customer, planned without an action record, moved or dropped."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts import audit
from zhuixiao.accounts.audit import Actor, Changes
from zhuixiao.accounts.models import AuditEntry
from zhuixiao.customers.models import Customer
from zhuixiao.kit.errors import Invalid, NotAllowed
from zhuixiao.kit.text.normal import clean

from .. import postings
from ..choices import FollowUpState
from ..models import FollowUp
from ..queries import rights
from . import figures
from .recording import repost_plans
from .values import NOTE_LENGTH


@transaction.atomic
def plan(*, by: Actor, customer_id: int, on: date, note: str = "") -> FollowUp:
    """Plan the person's next contact with a customer. Raises NotAllowed, Invalid."""
    by.employee.access.check("activities", "create")
    _check_day(by, on)
    rows = Customer.objects.workable_by(by.employee).select_for_update(of=("self",))
    customer = rows.filter(pk=customer_id).first()
    if customer is None:
        raise Invalid({"customer": _("Choose a customer.")})
    row = FollowUp.objects.create(
        customer=customer,
        employee=by.employee,
        department_id=by.employee.department_id,
        on=on,
        note=_tidy(note),
        created_at=by.at,
    )
    _follow(by, row, "create")
    return row


@transaction.atomic
def move(*, by: Actor, follow_up: FollowUp, on: date, note: str | None = None) -> FollowUp:
    """Put an open plan on another day, or change its note. Raises NotAllowed, Invalid."""
    row = _open(by, follow_up)
    values = {"on": on, "note": row.note if note is None else _tidy(note)}
    changes = audit.differences(row, values)
    if "on" in changes:
        _check_day(by, on)
    if changes:
        row.on, row.note = on, str(values["note"])
        row.save(update_fields=["on", "note"])
        _follow(by, row, "edit", changes=changes)
    return row


@transaction.atomic
def cancel(*, by: Actor, follow_up: FollowUp) -> FollowUp:
    """Drop an open plan: it no longer counts as planned. Raises NotAllowed."""
    row = _open(by, follow_up)
    row.state, row.cancelled_at = FollowUpState.CANCELLED, by.at
    row.save(update_fields=["state", "cancelled_at"])
    _follow(by, row, "cancel")
    return row


@transaction.atomic
def take_back(*, by: Actor, follow_up: FollowUp) -> FollowUp:
    """Undo the person's last `move` or `cancel` of a plan, also back to a day that is over.

    Raises NotAllowed, and Invalid when something else happened to the plan since.
    """
    row = _locked(by, follow_up)
    last = AuditEntry.objects.of_record(postings.FOLLOW_UP, row.pk).first()
    step = (last.action, row.state) if last and last.employee_id == by.employee.pk else None
    if last and step == ("edit", FollowUpState.OPEN):
        before = {name: old for name, (old, _new) in last.changes.items()}
        row.on = date.fromisoformat(before.get("on", row.on.isoformat()))
        row.note = before.get("note", row.note)
    elif step == ("cancel", FollowUpState.CANCELLED):
        row.state, row.cancelled_at = FollowUpState.OPEN, None
    else:
        raise Invalid({"follow_up": _("This contact was changed again meanwhile.")})
    row.save(update_fields=["on", "note", "state", "cancelled_at"])
    _follow(by, row, "restore")
    return row


def _locked(by: Actor, follow_up: FollowUp) -> FollowUp:
    """The plan, locked; its employee or a wider scope may change it."""
    row = FollowUp.objects.select_for_update(of=("self",)).get(pk=follow_up.pk)
    is_theirs = row.employee_id == by.employee.pk
    by.employee.access.check("activities", "edit")
    if not is_theirs and not rights.oversees(by.employee, row.department_id):
        raise NotAllowed
    return row


def _open(by: Actor, follow_up: FollowUp) -> FollowUp:
    row = _locked(by, follow_up)
    if row.state != FollowUpState.OPEN:
        raise Invalid({"follow_up": _("This contact is done or cancelled already.")})
    return row


def _tidy(note: str) -> str:
    return " ".join(clean(note).split())[:NOTE_LENGTH]


def _check_day(by: Actor, on: date) -> None:
    if on < by.today:
        raise Invalid({"on": _("Choose today or a later day.")})


def _follow(
    by: Actor,
    row: FollowUp,
    action: str,
    changes: Changes | None = None,
) -> None:
    repost_plans([row])
    figures.refresh([row.customer_id])
    audit.write(
        by=by,
        action=action,
        kind=postings.FOLLOW_UP,
        record_id=row.pk,
        label=str(row),
        changes=changes,
    )
