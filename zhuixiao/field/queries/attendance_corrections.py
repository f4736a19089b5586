"""Corrections of attendance: lists, and what an approver reads."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from zhuixiao.accounts.models import Company, Employee

from ..attendance.terms import clock, minute_of
from ..models import AttendanceCorrection, AttendanceDay


def listed(reader: Employee) -> "QuerySet[AttendanceCorrection]":
    """Those that the reader may see, the last asked first."""
    rows = AttendanceCorrection.objects.visible_to(reader)
    return rows.select_related("employee", "request").order_by("-created_at", "-pk")


def lines(payload: Mapping[str, Any], _reader: Employee) -> Sequence[tuple[str, object]]:
    """What is asked, and what the day came to without it."""
    rows = AttendanceCorrection.objects.select_related("employee")
    row = rows.filter(pk=payload["correction"]).first()
    if row is None:
        return ()
    zone = Company.objects.get().zone
    held = AttendanceDay.objects.filter(employee=row.employee_id, day=row.day).first()
    word = pgettext("attendance", "Sign in") if row.is_in else pgettext("attendance", "Sign out")
    found: list[tuple[str, object]] = [
        (_("Date"), row.day.isoformat()),
        (word, clock(minute_of(row.day, row.at, zone))),
        (_("Reason"), row.reason),
    ]
    if held:
        times = "–".join(clock(one) for one in (held.came, held.left) if one is not None)
        found.append((_("Until now"), f"{held.state.label} {times}".strip()))
    return found
