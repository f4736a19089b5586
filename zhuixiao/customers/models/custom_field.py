"""Fields that the company adds to its customers."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..choices import CustomFieldKind


class CustomField(models.Model):
    """Values live in Customer.extra under `key`; money in minor units, dates as ISO text."""

    label = models.CharField(_("Label"), max_length=40, unique=True)
    kind = models.CharField(_("Kind"), max_length=8, choices=CustomFieldKind)
    # The choices of a single or multiple choice, in their order.
    choices = models.JSONField(default=list, blank=True)
    is_required = models.BooleanField(_("Required"), default=False)
    help = models.CharField(_("Hint"), max_length=120, blank=True)
    position = models.PositiveIntegerField(default=0)
    is_indexed = models.BooleanField(default=False, editable=False)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("Custom field")

    def __str__(self) -> str:
        return self.label

    @property
    def key(self) -> str:
        return f"cf_{self.pk}"
