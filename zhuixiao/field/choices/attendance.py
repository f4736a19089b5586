"""Fixed vocabularies of attendance."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Standing(models.TextChoices):
    """Where a punch was made, as far as it can be known."""

    FREE = "free", _("No place asked for")
    INSIDE = "inside", _("At the place")
    OUTSIDE = "outside", _("Outside")
    NOWHERE = "nowhere", _("Without a position")


class DayState(models.TextChoices):
    """What a day came to, in one word."""

    OPEN = "open", _("Still running")
    NORMAL = "normal", pgettext_lazy("attendance", "Normal")
    FIELD = "field", _("Field work")
    LATE = "late", pgettext_lazy("attendance", "Late")
    EARLY = "early", pgettext_lazy("attendance", "Left early")
    MISSED = "missed", _("Punch missing")
    ABSENT = "absent", pgettext_lazy("attendance", "Absent")
    LEAVE = "leave", pgettext_lazy("attendance", "On leave")
    REST = "rest", _("Day off")


class AskState(models.TextChoices):
    """Where a request of one's own stands: a leave, or a correction."""

    ASKED = "asked", _("Being decided")
    APPROVED = "approved", pgettext_lazy("leave", "Approved")
    REFUSED = "refused", pgettext_lazy("leave", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("leave", "Withdrawn")


# Halves of a day as bits.
MORNING, AFTERNOON = 1, 2
WHOLE = MORNING | AFTERNOON
