"""Asking for leave, granting it, taking it back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhuixiao.accounts import audit
from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Employee
from zhuixiao.approvals.actions import asking
from zhuixiao.kit.errors import NotAllowed, RuleError
from zhuixiao.kit.text.normal import clean
from zhuixiao.ledger.actions import post, unpost
from zhuixiao.notices.actions import notify

from ..choices.attendance import AskState
from ..leave import words as leave_words
from ..leave.counting import MOST_DAYS, Span, number
from ..models import Leave, LeaveDay, LeaveType
from ..postings import attendance as postings
from ..queries import leave as queries
from .attendance_days import refresh
from .leave_flows import LEAVE as SUBJECT

KIND = "leave"
NOTICE = "leave.cover"
REASON_LENGTH = 300
# Who was ill asks afterwards; later than that it is nobody's business any more.
OLDEST = timedelta(days=60)


@dataclass(frozen=True)
class NewLeave:
    """A request as it is typed."""

    type_id: int
    span: Span
    reason: str
    cover_id: int | None = None


@transaction.atomic
def ask(*, by: Actor, client_id: UUID, new: NewLeave) -> Leave:
    """Ask for leave; whoever has to decide is asked, else it is granted at once. The same
    `client_id` again is the same request. Raises NotAllowed, RuleError."""
    by.employee.access.check("leave", "create")
    person = (
        Employee.objects.select_for_update(no_key=True, of=("self",))
        .with_access()
        .get(pk=by.employee.pk)
    )
    held = Leave.objects.filter(client_id=client_id).first()
    if held is not None:
        if held.employee_id != person.pk:
            raise RuleError(_("This request is somebody else's."))
        return held
    kind = LeaveType.objects.filter(pk=new.type_id, is_active=True).first()
    if kind is None:
        raise RuleError(_("Choose a type of leave."), field="type")
    reason = clean(new.reason)[:REASON_LENGTH]
    if not reason:
        raise RuleError(_("Say why."), field="reason")
    parts = _counted(by, person, kind, new.span)
    row = Leave.objects.create(
        client_id=client_id,
        employee=person,
        department_id=person.department_id,
        type=kind,
        start=new.span.start,
        starts_at_noon=new.span.starts_at_noon,
        end=new.span.end,
        ends_at_noon=new.span.ends_at_noon,
        halves=sum(map(number, parts.values())),
        reason=reason,
        cover=_cover(by, new.cover_id),
        created_at=by.at,
    )
    LeaveDay.objects.bulk_create(
        LeaveDay(leave=row, employee=person, day=day, halves=halves)
        for day, halves in parts.items()
    )
    _log(by, "create", row, {"days": (None, row.days)})
    row.request = asking.ask(
        by=by,
        subject=SUBJECT,
        title=gettext_noop("%(type)s of %(name)s: %(start)s, %(days)s days"),
        params={
            "type": kind.name,
            "name": person.name,
            "start": row.start.isoformat(),
            "days": f"{row.days:g}",
        },
        payload={"leave": row.pk},
        # Begun days count as whole ones.
        facts={"days": (row.halves + 1) // 2},
        department=person.department,
        url=f"/field/leave/{row.pk}/",
    )
    row.save(update_fields=["request"])
    if row.request is None:
        _grant(by, row)
    return row


def apply(by: Actor, payload: Mapping[str, Any]) -> None:
    """The last one has agreed. Raises RuleError when it was taken back meanwhile."""
    row = _locked(payload["leave"])
    if row.state != AskState.ASKED:
        raise RuleError(_("This request is not what was asked any more. Reject it."))
    _grant(by, row)


def drop(by: Actor, payload: Mapping[str, Any], note: str) -> None:
    """It was refused, with a reason, or withdrawn: its days are free again."""
    row = _locked(payload["leave"])
    if row.state == AskState.ASKED:
        is_own = row.employee_id == by.employee.pk
        _end(by, row, AskState.WITHDRAWN if is_own else AskState.REFUSED, note)


@transaction.atomic
def withdraw(*, by: Actor, leave: Leave, note: str = "") -> Leave:
    """Take it back: the own one until it begins, for who manages leave at any time. Raises
    NotAllowed, RuleError."""
    row = _locked(leave.pk)
    is_own, access = row.employee_id == by.employee.pk, by.employee.access
    may_manage = access.may("leave", "manage") and access.holds(
        "leave", owner_id=row.employee_id, department_id=row.department_id
    )
    if not (is_own and access.may("leave", "create")) and not may_manage:
        raise NotAllowed
    if row.state == AskState.ASKED and row.request is not None and is_own:
        asking.withdraw(by=by, request=row.request)
        return _locked(leave.pk)
    if row.state != AskState.APPROVED:
        raise RuleError(_("This leave was not granted."))
    if row.start <= by.today and not may_manage:
        raise RuleError(_("It has begun: ask who manages leave to take it back."))
    _end(by, row, AskState.WITHDRAWN, note)
    return row


def _counted(by: Actor, person: Employee, kind: LeaveType, span: Span) -> dict[date, int]:
    """The days that it takes. Raises RuleError for what cannot be asked for."""
    if span.is_backwards:
        raise RuleError(_("It ends before it begins."), field="end")
    if (span.end - span.start).days >= MOST_DAYS:
        raise RuleError(_("At most 400 days at once."), field="end")
    if span.start < by.today - OLDEST:
        raise RuleError(_("It began more than 60 days ago."), field="start")
    if span.has_halves and not kind.allows_halves:
        raise RuleError(_("Only whole days of this type."), field="start")
    parts = {day: bits for day, bits in queries.counted(kind, span).items() if bits}
    if not parts:
        raise RuleError(_("None of these days is a workday."), field="end")
    taken = LeaveDay.objects.filter(employee=person, day__in=parts).order_by("day")
    for one in taken:
        if one.halves & parts[one.day]:
            text = _("You have asked for leave on %(day)s already.")
            raise RuleError(text % {"day": one.day.isoformat()}, field="start")
    for year in sorted({day.year for day in parts}):
        balance = queries.balances([person], year, kinds=[kind])[person.pk][0]
        wanted = sum(number(bits) for day, bits in parts.items() if day.year == year)
        if balance.is_limited and wanted > balance.left:
            text = _("Only %(left)s days of %(type)s are left in %(year)d, this takes %(days)s.")
            values = {
                "left": f"{balance.days_left:g}",
                "type": kind.name,
                "year": year,
                "days": f"{wanted / 2:g}",
            }
            raise RuleError(text % values, field="end")
    return parts


def _cover(by: Actor, pk: int | None) -> Employee | None:
    if pk is None:
        return None
    known = Employee.objects.active().known_to(by.employee).exclude(pk=by.employee.pk)
    found: Employee | None = known.filter(pk=pk).first()
    if found is None:
        raise RuleError(_("Choose a colleague who works here."), field="cover")
    return found


def _grant(by: Actor, row: Leave) -> None:
    _move(by, row, "approve", AskState.APPROVED)
    parts = list(row.parts.order_by("day"))
    post(fact=postings.leave_fact(row), postings=postings.of_leave(row, parts))
    refresh(employee_ids=[row.employee_id], days=[one.day for one in parts], now=by.at)
    if row.cover_id:
        notify(
            to=[row.cover_id],
            kind=NOTICE,
            text=gettext_noop("You stand in for %(name)s: %(start)s to %(end)s"),
            params={
                "name": row.employee.name,
                "start": row.start.isoformat(),
                "end": row.end.isoformat(),
            },
            at=by.at,
            by_id=row.employee_id,
        )


def _end(by: Actor, row: Leave, state: AskState, note: str) -> None:
    days = list(row.parts.values_list("day", flat=True))
    row.parts.all().delete()
    action = "withdraw" if state == AskState.WITHDRAWN else "refuse"
    _move(by, row, action, state, note)
    unpost(fact=postings.leave_fact(row))
    refresh(employee_ids=[row.employee_id], days=days, now=by.at)


def _locked(pk: int) -> Leave:
    rows = Leave.objects.select_for_update(of=("self",)).select_related("employee", "request")
    row = rows.filter(pk=pk).first()
    if row is None:
        raise RuleError(_("This request is gone. Load the page again."))
    return row


def _move(by: Actor, row: Leave, action: str, state: AskState, note: str = "") -> None:
    changes: dict[str, tuple[Any, Any]] = {"state": (row.state, state)}
    if note:
        changes["note"] = ("", note)
    row.state = state
    row.version += 1
    row.save(update_fields=["state", "version"])
    _log(by, action, row, changes)


def _log(by: Actor, action: str, row: Leave, changes: audit.Changes) -> None:
    audit.write(
        by=by,
        action=action,
        kind=KIND,
        record_id=row.pk,
        label=f"{row.employee.name} {leave_words.span_of(row)}",
        changes=changes,
        version=row.version,
    )
