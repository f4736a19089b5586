"""What days of attendance and of leave post to the ledger."""

from collections.abc import Iterable

from zhuixiao.ledger.actions import Posting
from zhuixiao.ledger.facts import Fact
from zhuixiao.ledger.instants import noon

from ..choices.attendance import AskState
from ..metrics import attendance as metrics
from ..models import AttendanceDay, Leave, LeaveDay

DAY = "attendance_day"
LEAVE = "leave"
# Half a day in thousandths.
_HALF = 500


def fact(row: AttendanceDay) -> Fact:
    return Fact(DAY, row.pk)


def leave_fact(row: Leave) -> Fact:
    return Fact(LEAVE, row.pk)


def of_day(row: AttendanceDay) -> list[Posting]:
    """What the day counts for, once each."""
    numbers = (
        (metrics.DAYS, int(row.is_present)),
        (metrics.LATE, row.late),
        (metrics.EARLY, row.early),
        (metrics.MISSED, row.missed),
        (metrics.ABSENT, int(row.is_absent)),
        (metrics.FIELD, int(row.is_field)),
        (metrics.MINUTES, row.minutes),
    )
    return [
        Posting(
            metric=metric.key,
            at=noon(row.day),
            day=row.day,
            quantity=number,
            employee_id=row.employee_id,
            department_id=row.department_id,
        )
        for metric, number in numbers
        if number
    ]


def of_leave(row: Leave, parts: Iterable[LeaveDay]) -> list[Posting]:
    """Its days, on each of them, once it is approved."""
    if row.state != AskState.APPROVED:
        return []
    return [
        Posting(
            metric=metrics.LEAVE.key,
            at=noon(part.day),
            day=part.day,
            quantity=part.count * _HALF,
            employee_id=row.employee_id,
            department_id=row.department_id,
        )
        for part in parts
    ]
