"""Records of field sales."""

from .attendance import (
    AttendanceCorrection,
    AttendanceDay,
    AttendanceGroup,
    AttendancePlace,
    Punch,
)
from .leave import Leave, LeaveDay, LeaveGrant, LeaveType

__all__ = [
    "AttendanceCorrection",
    "AttendanceDay",
    "AttendanceGroup",
    "AttendancePlace",
    "Leave",
    "LeaveDay",
    "LeaveGrant",
    "LeaveType",
    "Punch",
]
