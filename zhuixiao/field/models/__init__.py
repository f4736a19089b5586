"""Records of field sales."""

from .fixes import Fix
from .trackers import TrackConsent, Tracker, TrackSpell
from .tracks import TrackDay

__all__ = ["Fix", "TrackConsent", "TrackDay", "TrackSpell", "Tracker"]
