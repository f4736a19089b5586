"""Agents report the customers they work on (报备); of two the boss decides."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from zhuixiao.accounts import audit
from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Company
from zhuixiao.approvals.actions import asking
from zhuixiao.approvals.models import Request
from zhuixiao.kit.errors import NotAllowed, RuleError

from ..choices import OwnerReason
from ..duplicate_rules import DEFAULTS, Facts
from ..models import Customer, Registration
from ..queries import duplicates, registrations
from . import creating, editing, ownership
from .creating import NewCustomer
from .ownership import Move

SUBJECT = "customers.registration"
MOST_DAYS = 730
# What two customers have in common, from the strongest sign that they are one.
_SIGNS = ("credit_code", "phone", "name")


@dataclass(frozen=True)
class Report:
    """What an agent tells: fields of the new customer by key, contacts, and the project."""

    values: Mapping[str, Any]
    note: str = ""
    contacts: tuple[Mapping[str, Any], ...] = ()


@transaction.atomic
def report(*, by: Actor, report: Report) -> Registration:
    """Report a customer: nobody's becomes the reporter's, protected for the set number of days; of
    one that the company knows already the boss decides. Raises NotAllowed, Invalid, RuleError.
    """
    by.employee.access.check("customers", "report")
    # Two who report the same one at the same moment take turns, so that the second finds the first.
    Company.objects.select_for_update().get()
    found = _known(by, report.values)
    if not found:
        new = NewCustomer(report.values, owner=by.employee, contacts=report.contacts)
        customer = creating.create_many(by=by, rows=[new], reason=OwnerReason.CREATED)[0]
        return _protect(by, _row(by, customer, report))
    known = found[0]
    held = registrations.in_force(known, by.today)
    if known.owner_id == by.employee.pk and held and held.employee_id == by.employee.pk:
        raise RuleError(_("You have reported this customer already."), field="name")
    if not held and all(row.owner_id == by.employee.pk for row in found):
        return _protect(by, _row(by, known, report))
    mine = Registration.objects.filter(customer=known, employee=by.employee, ended_at=None)
    if any(row.request and row.request.is_open for row in mine.select_related("request")):
        raise RuleError(_("You have reported this customer already."), field="name")
    row = _row(by, known, report)
    row.save()
    row.request = _ask(by, row, others=found[1:])
    row.save(update_fields=["request"])
    _log(by, row, "report")
    return row


def grant(by: Actor, payload: Mapping[str, Any]) -> None:
    """The boss agreed: the customer goes to who reported it. Raises RuleError where it is gone, or
    where a cap is full."""
    row = Registration.objects.select_for_update().filter(pk=payload["registration"]).first()
    customers = row and ownership.locked(
        Customer.objects.filter(pk=row.customer_id, deleted_at=None)
    )
    if not row or not customers:
        raise RuleError(_("This customer was deleted meanwhile. Reject it."))
    ownership.move(by=by, moves=[Move(customers[0], by.employee)], reason=OwnerReason.TRANSFERRED)
    row.customer = customers[0]
    _protect(by, row)


@transaction.atomic
def set_days(*, by: Actor, days: int) -> None:
    """For how many days a report protects from now on. Raises NotAllowed, RuleError."""
    by.employee.access.check("customers", "manage")
    if not 0 < days <= MOST_DAYS:
        raise RuleError(_("Days are a number from 1 to %(n)d.") % {"n": MOST_DAYS}, field="days")
    company = Company.objects.select_for_update().get()
    before = registrations.days(company)
    company.settings[registrations.SETTING] = days
    company.save(update_fields=["settings"])
    audit.write(by=by, action="edit", kind="registration_rule", changes={"days": (before, days)})


def _known(by: Actor, values: Mapping[str, Any]) -> list[Customer]:
    """The customers like it that the company has already, by the strength of the sign; of those
    alike, others' before the reporter's own."""
    name, phone, code = (str(values.get(key, "")) for key in ("name", "phone", "credit_code"))
    # Not by the company's own rules: whatever looks alike goes to the boss.
    found = duplicates.matches(Facts(name, phone, code), DEFAULTS)
    rows = ownership.locked(Customer.objects.filter(pk__in=found, deleted_at=None))
    return sorted(
        rows,
        key=lambda row: (_SIGNS.index(found[row.pk].reason), row.owner_id == by.employee.pk),
    )


def _row(by: Actor, customer: Customer, report: Report) -> Registration:
    return Registration(
        customer=customer,
        employee=by.employee,
        department=by.employee.department,
        name=str(report.values.get("name") or customer.name)[:120],
        note=report.note.strip()[:200],
        reported_at=by.at,
    )


def _protect(by: Actor, row: Registration) -> Registration:
    days = registrations.days(Company.objects.get())
    row.until = by.today + timedelta(days=days)
    is_new = row.pk is None
    others = Registration.objects.filter(customer=row.customer, until__isnull=False)
    others.filter(ended_at=None).update(ended_at=by.at)
    row.save()
    editing.write_each(by=by, changes=[(row.customer, {"protected_until": row.until})])
    _log(by, row, "report" if is_new else "protect")
    return row


def _ask(by: Actor, row: Registration, *, others: Sequence[Customer]) -> Request:
    held = registrations.in_force(row.customer, by.today)
    request = asking.ask(
        by=by,
        subject=SUBJECT,
        title=gettext_noop("%(asker)s reports %(name)s, which the company knows already"),
        params={"asker": by.employee.name, "name": row.name[:60]},
        payload={"registration": row.pk, "others": [one.pk for one in others]},
        facts={"days_left": (held.until - by.today).days if held and held.until else 0},
        kind="protected" if held else "known",
    )
    if request is None:
        # Without a flow nobody could decide, and nothing may pass by itself.
        raise NotAllowed(_("The company has this customer already, and nobody is set to decide."))
    return request


def _log(by: Actor, row: Registration, action: str) -> None:
    audit.write(
        by=by,
        action=action,
        kind="registration",
        record_id=row.pk,
        label=row.name,
        changes={"until": (None, row.until)} if row.until else None,
    )
