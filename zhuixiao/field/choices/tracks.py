"""Fixed vocabularies of positions and tracks."""

from enum import IntFlag

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# The kind of the audit log under which looks at somebody's track stand.
LOOK_KIND = "track"


class TrackerKind(models.TextChoices):
    """Which program sends the positions; the last two need no address of their own."""

    OWNTRACKS = "owntracks", "OwnTracks"
    TRACCAR = "traccar", "Traccar Client"
    OVERLAND = "overland", "Overland"
    GPSLOGGER = "gpslogger", "GPSLogger"
    WEB = "web", _("This web page")
    GPX = "gpx", _("GPX files")


APPS = (
    TrackerKind.TRACCAR,
    TrackerKind.OWNTRACKS,
    TrackerKind.OVERLAND,
    TrackerKind.GPSLOGGER,
)


class FixSource(models.IntegerChoices):
    """How a position was told."""

    OWNTRACKS = 1, "OwnTracks"
    TRACCAR = 2, "Traccar Client"
    OSMAND = 3, "OsmAnd"
    OVERLAND = 4, "Overland"
    WEB = 5, _("This web page")
    GPX = 6, _("GPX files")


class Kept(models.TextChoices):
    """Which positions the company keeps of those that people send."""

    HOURS = "hours", _("Those of working hours")
    WORKDAYS = "workdays", _("Those of working days, at any hour")
    ALWAYS = "always", _("All, also of days off")


class RowKind(models.TextChoices):
    """What a row of the track list is."""

    PHOTO = "photo", pgettext_lazy("track", "Photo")
    FIX = "fix", _("Position")


class Mark(IntFlag):
    """What is odd about a position. It is kept; with one of `WRONG` it is no part of the way."""

    JUMP = 1
    MOCK = 2
    SPEED = 4
    LATE = 8
    OUTSIDE = 16


WRONG = Mark.JUMP | Mark.MOCK | Mark.SPEED
MARK_LABELS: dict[Mark, object] = {
    Mark.JUMP: _("Jump"),
    Mark.MOCK: _("Made by a program"),
    Mark.SPEED: _("Impossible speed"),
    Mark.LATE: pgettext_lazy("position", "Arrived out of order"),
    Mark.OUTSIDE: _("Outside working hours"),
}
