"""Days on which the company works or rests otherwise than on its weekdays."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class SpecialDay(models.Model):
    """A holiday on a workday, or a day worked in exchange for one (调休)."""

    day = models.DateField(_("Date"), unique=True)
    is_workday = models.BooleanField(_("Workday"))
    name = models.CharField(_("Name"), max_length=60)

    class Meta:
        verbose_name = _("Special day")
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="special_day_has_name")]

    def __str__(self) -> str:
        return f"{self.day.isoformat()} {self.name}"
