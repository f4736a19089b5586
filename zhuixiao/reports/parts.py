"""What a report is written in: its parts, each a list of sentences in a field of its own."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Part(models.TextChoices):
    """The value is the name of the field; in the order in which they are written and read."""

    SUMMARY = "summary", _("Summary")
    PLAN = "plan", _("Plan")
    PROBLEMS = "problems", _("Problems met")
    HELP_WANTED = "help_wanted", _("Help wanted")


class Need(models.TextChoices):
    """Whether a part has to be written; a hidden one is not asked for."""

    REQUIRED = "required", _("Required")
    OPTIONAL = "optional", _("Optional")
    HIDDEN = "hidden", _("Not asked for")


# What stands over the sentences that are offered for a part.
OFFERS = {
    Part.SUMMARY: _("Choose sentences"),
    Part.PLAN: _("Choose from plans"),
    Part.PROBLEMS: _("Choose from problems"),
    Part.HELP_WANTED: _("Choose from wishes"),
}
