"""Records of field sales."""

from .attendance import (
    AttendanceCorrection,
    AttendanceDay,
    AttendanceDue,
    AttendanceGroup,
    AttendancePlace,
    Punch,
)
from .fixes import Fix
from .leave import Leave, LeaveDay, LeaveGrant, LeaveType
from .phone import Receipt
from .photos import Photo
from .places import PlaceName, PlaceService
from .trackers import TrackConsent, Tracker, TrackSpell
from .tracks import TrackDay
from .visit_types import VisitType
from .visits import Visit, VisitAnswer, VisitPlan

__all__ = [
    "AttendanceCorrection",
    "AttendanceDay",
    "AttendanceDue",
    "AttendanceGroup",
    "AttendancePlace",
    "Fix",
    "Leave",
    "LeaveDay",
    "LeaveGrant",
    "LeaveType",
    "Photo",
    "PlaceName",
    "PlaceService",
    "Punch",
    "Receipt",
    "TrackConsent",
    "TrackDay",
    "TrackSpell",
    "Tracker",
    "Visit",
    "VisitAnswer",
    "VisitPlan",
    "VisitType",
]
