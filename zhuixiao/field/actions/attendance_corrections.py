"""A punch that was forgotten or did not count: asked for, and counted once somebody agreed."""

from collections.abc import Mapping
from datetime import date, time, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhuixiao.accounts import audit
from zhuixiao.accounts.audit import Actor
from zhuixiao.approvals.actions import asking
from zhuixiao.kit.errors import NotAllowed, RuleError
from zhuixiao.kit.text.normal import clean

from ..attendance.terms import clock, minute_of
from ..choices.attendance import AskState
from ..models import AttendanceCorrection
from ..queries.attendance_agreed import Agreed
from .attendance_days import refresh
from .leave_flows import CORRECTION as SUBJECT

KIND = "attendance_correction"
REASON_LENGTH = 200
OLDEST = timedelta(days=62)


@transaction.atomic
def ask(*, by: Actor, day: date, is_in: bool, at: time, reason: str) -> AttendanceCorrection:
    """Ask that one came, or left, at a time of a day; whoever has to decide is asked, else it
    counts at once. Raises NotAllowed, RuleError."""
    by.employee.access.check("attendance", "create")
    if day < by.today - OLDEST:
        raise RuleError(_("This day is more than two months ago."), field="day")
    if day > by.today:
        raise RuleError(_("This time is still to come."), field="day")
    agreed = Agreed(by.zone, [by.employee], day, day, now=by.at)
    moment = agreed.moment(by.employee, day, at.hour * 60 + at.minute)
    if moment > by.at:
        raise RuleError(_("This time is still to come."), field="at")
    if not clean(reason):
        raise RuleError(_("Say why."), field="reason")
    same = AttendanceCorrection.objects.filter(
        employee=by.employee, day=day, is_in=is_in, state=AskState.ASKED
    )
    if same.exists():
        text = _("You have asked for this already. Withdraw that first.")
        raise RuleError(text, field="day")
    row = AttendanceCorrection.objects.create(
        employee=by.employee,
        department_id=by.employee.department_id,
        day=day,
        is_in=is_in,
        at=moment,
        reason=clean(reason)[:REASON_LENGTH],
        created_at=by.at,
    )
    _log(by, "create", row, {"at": (None, moment), "is_in": (None, is_in)})
    title = (
        gettext_noop("%(name)s signed in on %(day)s at %(time)s")
        if is_in
        else gettext_noop("%(name)s signed out on %(day)s at %(time)s")
    )
    row.request = asking.ask(
        by=by,
        subject=SUBJECT,
        title=title,
        params={
            "name": by.employee.name,
            "day": day.isoformat(),
            "time": clock(minute_of(day, moment, by.zone)),
        },
        payload={"correction": row.pk},
        facts={"days": (by.today - day).days},
        department=by.employee.department,
        url="/field/attendance/corrections/",
    )
    row.save(update_fields=["request"])
    if row.request is None:
        _grant(by, row)
    return row


def apply(by: Actor, payload: Mapping[str, Any]) -> None:
    """The last one has agreed: the day is computed anew. Raises RuleError when it was taken
    back."""
    row = _locked(payload["correction"])
    if row.state != AskState.ASKED:
        raise RuleError(_("This request is not what was asked any more. Reject it."))
    _grant(by, row)


def drop(by: Actor, payload: Mapping[str, Any], note: str) -> None:
    """It was refused, with a reason, or withdrawn: the day stays as it is."""
    row = _locked(payload["correction"])
    if row.state == AskState.ASKED:
        if row.employee_id == by.employee.pk:
            _move(by, "withdraw", row, AskState.WITHDRAWN, note)
        else:
            _move(by, "refuse", row, AskState.REFUSED, note)


def withdraw(*, by: Actor, correction: AttendanceCorrection) -> None:
    """Take the own question back while nobody has finally decided. Raises NotAllowed, RuleError."""
    if correction.employee_id != by.employee.pk:
        raise NotAllowed
    if correction.request is None or correction.state != AskState.ASKED:
        raise RuleError(_("Nobody decides about this."))
    asking.withdraw(by=by, request=correction.request)


def _grant(by: Actor, row: AttendanceCorrection) -> None:
    _move(by, "approve", row, AskState.APPROVED)
    refresh(employee_ids=[row.employee_id], days=[row.day], now=by.at)


def _locked(pk: int) -> AttendanceCorrection:
    rows = AttendanceCorrection.objects.select_for_update(of=("self",)).select_related("employee")
    row: AttendanceCorrection | None = rows.filter(pk=pk).first()
    if row is None:
        raise RuleError(_("This request is gone. Load the page again."))
    return row


def _move(
    by: Actor, action: str, row: AttendanceCorrection, state: AskState, note: str = ""
) -> None:
    changes: dict[str, tuple[Any, Any]] = {"state": (row.state, state)}
    if note:
        changes["note"] = ("", note)
    row.state = state
    row.save(update_fields=["state"])
    _log(by, action, row, changes)


def _log(by: Actor, action: str, row: AttendanceCorrection, changes: audit.Changes) -> None:
    audit.write(
        by=by,
        action=action,
        kind=KIND,
        record_id=row.pk,
        label=f"{row.employee.name} {row.day.isoformat()}",
        changes=changes,
    )
