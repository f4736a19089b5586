"""Fixed vocabularies of activities."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FollowUpState(models.TextChoices):
    OPEN = "open", _("Planned")
    DONE = "done", _("Done")
    CANCELLED = "cancelled", _("Cancelled")


class Repeat(models.TextChoices):
    """How a task comes back after it was done."""

    NONE = "none", _("Does not repeat")
    DAILY = "daily", _("Every day")
    WEEKDAYS = "weekdays", _("Every workday")
    WEEKLY = "weekly", _("Every week")
    MONTHLY = "monthly", _("Every month")


class StandardField(models.TextChoices):
    """The fields of the action record that carry an entry standard."""

    SUBJECT = "subject", _("Subject")
    TYPE = "type", _("Type")
    DATE = "date", _("Date")
    EXECUTORS = "executors", _("Executors")
    DESCRIPTION = "description", _("Description")


class Reminder(models.IntegerChoices):
    """Minutes between a reminder and its moment."""

    AT_ONCE = 0, _("At the time")
    MINUTES_10 = 10, _("10 minutes before")
    MINUTES_30 = 30, _("30 minutes before")
    HOUR = 60, _("1 hour before")
    HOURS_2 = 120, _("2 hours before")
    DAY = 1440, _("1 day before")
