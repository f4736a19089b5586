"""Records of field sales."""

from .attendance import (
    AttendanceCorrection,
    AttendanceDay,
    AttendanceGroup,
    AttendancePlace,
    Punch,
)
from .leave import Leave, LeaveDay, LeaveGrant, LeaveType
from .phone import Receipt
from .photos import Photo
from .visit_types import VisitType
from .visits import Visit, VisitAnswer, VisitPlan

__all__ = [
    "AttendanceCorrection",
    "AttendanceDay",
    "AttendanceGroup",
    "AttendancePlace",
    "Leave",
    "LeaveDay",
    "LeaveGrant",
    "LeaveType",
    "Photo",
    "Punch",
    "Receipt",
    "Visit",
    "VisitAnswer",
    "VisitPlan",
    "VisitType",
]
