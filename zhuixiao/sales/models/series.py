"""Running numbers of documents."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Series(models.Model):
    """The last number given under a prefix that already holds the kind and the day."""

    prefix = models.CharField(max_length=40, primary_key=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("Number series")
