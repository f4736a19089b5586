"""Letting colleagues into a customer, and out again."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from zhuixiao.accounts import audit
from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.choices import Right
from zhuixiao.accounts.models import AuditEntry, Employee
from zhuixiao.kit import bulk
from zhuixiao.kit.errors import NotAllowed, RuleError
from zhuixiao.notices.actions import notify

from .. import followers
from ..models import Collaborator, Customer, OwnerSpan

NOTICE = "customers.shared"


@dataclass(frozen=True)
class Terms:
    """What a collaborator may do (`Right.READ` or `Right.WORK`), and the last day of it."""

    right: Right
    last_day: date | None = None


@transaction.atomic
def let_in(*, by: Actor, customer: Customer, employee: Employee, terms: Terms) -> Collaborator:
    """Let an employee into a customer, or change what he may do there.

    Whoever decides about the customer may do it. Raises NotAllowed, RuleError.
    """
    held = _held(by, customer.pk)
    if not employee.is_active:
        raise RuleError(_("This employee has left. Choose somebody else."), field="employee")
    if employee.pk == held.owner_id:
        raise RuleError(_("This is the owner already."), field="employee")
    if terms.last_day and terms.last_day < by.today:
        raise RuleError(_("Choose today or a later day."), field="last_day")
    row = _write(by, held, employee, terms)
    if terms.right == Right.READ:
        followers.let_out(by, customer_id=held.pk, employee_id=employee.pk)
    notify(
        to=[employee.pk],
        kind=NOTICE,
        text=gettext_noop("%(by)s let you work on %(name)s.")
        if terms.right == Right.WORK
        else gettext_noop("%(by)s lets you read %(name)s."),
        params={"by": by.employee.name, "name": held.name},
        url=f"/customers/{held.pk}/",
        customer_id=held.pk,
        at=by.at,
        by_id=by.employee.pk,
    )
    return row


@transaction.atomic
def let_out(*, by: Actor, collaborator: Collaborator) -> None:
    """End what a collaborator may do; he himself may do so too. Raises NotAllowed."""
    customer = Customer.objects.get(pk=collaborator.customer_id)
    if collaborator.employee_id != by.employee.pk:
        customer = _held(by, collaborator.customer_id)
    _end(by, {customer.pk: customer}, [collaborator])
    followers.let_out(by, customer_id=customer.pk, employee_id=collaborator.employee_id)


def keep_former(
    *, by: Actor, customers: Sequence[Customer], former: Mapping[int, int], terms: Terms
) -> None:
    """Let those who had moved customers until now stay as collaborators: owner's id by customer.

    Inside the transaction of the move, whose caller has checked who may do it.
    """
    people = Employee.objects.active().in_bulk(set(former.values()))
    kept = [row for row in customers if former.get(row.pk) in people]
    held = Collaborator.objects.filter(customer__in=[row.pk for row in kept])
    known = set(held.values_list("customer_id", "employee_id"))
    new = [row for row in kept if (row.pk, former[row.pk]) not in known]
    ends_at = _midnight_after(terms.last_day, by)
    bulk.insert(
        [
            Collaborator(
                customer=row,
                employee=people[former[row.pk]],
                right=terms.right,
                ends_at=ends_at,
                at=by.at,
                by=by.employee,
            )
            for row in new
        ]
    )
    audit.write_many(_entry(by, row, "let_in", _said(former[row.pk], terms)) for row in new)


def end_with_move(*, by: Actor, customers: Sequence[Customer], opened: Collection[int]) -> None:
    """Who becomes the owner needs no leave any more; nobody keeps one of the last owner's where
    customers came out of a pool to somebody else: `opened`, by id."""
    by_id = {row.pk: row for row in customers}
    rows = Collaborator.objects.filter(customer__in=by_id)
    _end(by, by_id, rows.filter(Q(employee=F("customer__owner")) | Q(customer__in=opened)))


def bring_back(*, by: Actor, ended: Sequence[OwnerSpan]) -> None:
    """Let those in again whom the moves of these undone spans let out."""
    spans = {(span.customer_id, span.since): span.customer for span in ended}
    if not spans:
        return
    entries = AuditEntry.objects.filter(
        kind="customer",
        action="let_out",
        record_id__in=[span.customer_id for span in ended],
        at__in={span.since for span in ended},
    )
    for entry in entries.order_by("pk"):
        customer = spans.get((entry.record_id, entry.at))
        if customer is None or "right" not in entry.changes:
            continue
        day = entry.changes.get("last_day", [None])[0]
        terms = Terms(Right(entry.changes["right"][0]), date.fromisoformat(day) if day else None)
        person = Employee.objects.active().filter(pk=entry.changes["collaborator"][0]).first()
        held = Collaborator.objects.filter(customer=customer, employee=person)
        if person and person.pk != customer.owner_id and not held.exists():
            _write(by, customer, person, terms)


def _end(by: Actor, customers: Mapping[int, Customer], rows: Iterable[Collaborator]) -> None:
    """Delete them; the log keeps the terms, for an undo."""
    gone = list(rows)
    Collaborator.objects.filter(pk__in=[row.pk for row in gone]).delete()
    audit.write_many(
        _entry(
            by,
            customers[row.customer_id],
            "let_out",
            {
                name: (after, before)
                for name, (before, after) in _said(
                    row.employee_id, Terms(Right(row.right), row.last_day(by.zone))
                ).items()
            },
        )
        for row in gone
    )


def _held(by: Actor, customer_id: int) -> Customer:
    """The locked customer, about which the person may decide."""
    by.employee.access.check("customers", "edit")
    rows = Customer.objects.held_by(by.employee).select_for_update(of=("self",))
    held = rows.filter(pk=customer_id).first()
    if held is None:
        raise NotAllowed
    return held


def _write(by: Actor, customer: Customer, employee: Employee, terms: Terms) -> Collaborator:
    values = {"right": terms.right, "ends_at": _midnight_after(terms.last_day, by)}
    row, is_new = Collaborator.objects.get_or_create(
        customer=customer,
        employee=employee,
        defaults={**values, "at": by.at, "by": by.employee},
    )
    changes = {} if is_new else audit.differences(row, values)
    if changes:
        Collaborator.objects.filter(pk=row.pk).update(**values)
        row.refresh_from_db()
    if is_new or changes:
        audit.write_many([_entry(by, customer, "let_in", _said(employee.pk, terms))])
    return row


def _said(employee_id: int, terms: Terms) -> audit.Changes:
    """What the audit log keeps."""
    said: dict[str, tuple[object, object]] = {
        "collaborator": (None, employee_id),
        "right": (None, terms.right.value),
    }
    if terms.last_day:
        said["last_day"] = (None, terms.last_day)
    return said


def _midnight_after(day: date | None, by: Actor) -> datetime | None:
    return datetime.combine(day + timedelta(days=1), time.min, by.zone) if day else None


def _entry(by: Actor, customer: Customer, action: str, changes: audit.Changes) -> AuditEntry:
    return audit.entry(
        by=by,
        action=action,
        kind="customer",
        record_id=customer.pk,
        label=customer.name,
        changes=changes,
        version=customer.version,
    )
