"""How the ledger finds and recomputes the days of attendance and of leave."""

from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhuixiao.accounts.models import Employee
from zhuixiao.ledger import facts, sources
from zhuixiao.ledger.actions import Posting

from ..models import AttendanceDay, Leave
from ..postings import attendance as postings


def register() -> None:
    """Called once, in AppConfig.ready()."""
    facts.register(
        facts.FactKind(
            id=66,
            key=postings.DAY,
            label=_("Day of attendance"),
            load=_days,
            template="field/facts/attendance_day.html",
            url=lambda row: f"/field/attendance/days/{row.pk}/",
            icon="clock-check",
        )
    )
    facts.register(
        facts.FactKind(
            id=67,
            key=postings.LEAVE,
            label=pgettext_lazy("field", "Leave"),
            load=_leaves,
            template="field/facts/leave.html",
            url=lambda row: f"/field/leave/{row.pk}/",
            icon="calendar-off",
        )
    )
    sources.register(postings.DAY, ids=_day_ids, postings_of=_postings_of_days)
    sources.register(postings.LEAVE, ids=_leave_ids, postings_of=_postings_of_leaves)


def _days(employee: Employee, ids: Sequence[int]) -> Mapping[int, object]:
    rows = AttendanceDay.objects.visible_to(employee).select_related("employee")
    return rows.in_bulk(ids)


def _day_ids() -> Iterable[int]:
    return AttendanceDay.objects.order_by("pk").values_list("pk", flat=True).iterator()


def _postings_of_days(ids: Sequence[int]) -> Mapping[int, Sequence[Posting]]:
    return {row.pk: postings.of_day(row) for row in AttendanceDay.objects.filter(pk__in=ids)}


def _leaves(employee: Employee, ids: Sequence[int]) -> Mapping[int, object]:
    return Leave.objects.visible_to(employee).select_related("employee", "type").in_bulk(ids)


def _leave_ids() -> Iterable[int]:
    return Leave.objects.order_by("pk").values_list("pk", flat=True).iterator()


def _postings_of_leaves(ids: Sequence[int]) -> Mapping[int, Sequence[Posting]]:
    rows = Leave.objects.filter(pk__in=ids).prefetch_related("parts")
    return {row.pk: postings.of_leave(row, row.parts.all()) for row in rows}
