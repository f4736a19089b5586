"""Fields that the company adds to its customers."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..choices import CustomFieldKind


class CustomField(models.Model):
    """Values live in Customer.extra under `key`; money in minor units, dates as ISO text.

    A choice is kept as its own text. Retired ones stay where they are used, and a former name goes
    on meaning the choice: saved views, files and programs that know it need not learn the new one.
    """

    label = models.CharField(_("Label"), max_length=40, unique=True)
    kind = models.CharField(_("Kind"), max_length=8, choices=CustomFieldKind)
    # The choices of a single or multiple choice, in their order.
    choices = models.JSONField(default=list, blank=True)
    retired_choices = models.JSONField(default=list, blank=True)
    # Former name -> the name of today.
    former_choices = models.JSONField(default=dict, blank=True)
    is_required = models.BooleanField(_("Required"), default=False)
    help = models.CharField(_("Hint"), max_length=120, blank=True)
    position = models.PositiveIntegerField(default=0)
    # Whether people want to filter fast and to sort; a job makes the index (tasks.custom_fields).
    is_indexed = models.BooleanField(_("Fast filter and sort"), default=False)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("Custom field")

    def __str__(self) -> str:
        return self.label

    @property
    def key(self) -> str:
        return f"cf_{self.pk}"

    @property
    def every_choice(self) -> list[str]:
        """Those in use, then the retired ones: all that a value can be."""
        return [*self.choices, *self.retired_choices]

    def current(self, choice: str) -> str:
        """Today's name of a choice."""
        name: str = self.former_choices.get(choice, choice)
        return name
