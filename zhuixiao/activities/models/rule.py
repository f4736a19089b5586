"""What the boss changed about types of activities and about what to write in which field."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..choices import StandardField


class ActivityTypeRule(models.Model):
    """Replaces the built-in rule of an activity type; see queries.types."""

    type = models.OneToOneField(
        "catalog.Option", primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    counts_as_contact = models.BooleanField(_("Counts as a contact"), default=False)
    needs_transcript = models.BooleanField(_("Needs the transcript or a file"), default=False)
    template = models.TextField(_("Template of the description"), blank=True)
    icon = models.CharField(_("Icon"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("Rule of an activity type")


class EntryStandard(models.Model):
    """Replaces the built-in text beside a field of the action record; see queries.standards."""

    field = models.CharField(max_length=12, choices=StandardField, primary_key=True)
    text = models.TextField(_("Entry standard"), blank=True)

    class Meta:
        verbose_name = _("Entry standard")
