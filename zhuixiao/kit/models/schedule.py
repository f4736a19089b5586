"""Who runs the periodic jobs, and which of their slots have run."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SchedulerLease(models.Model):
    """One row: the process that leads. `beat` counts up while the leader lives."""

    owner = models.CharField(max_length=40, blank=True)
    beat = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("Scheduler lease")
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_scheduler")]


class SchedulerSlot(models.Model):
    """A due time of a periodic job that has been handed out; it never comes again."""

    key = models.CharField(max_length=60)
    slot = models.CharField(max_length=30)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("Slot of a periodic job")
        constraints = [
            models.UniqueConstraint(fields=["key", "slot"], name="slot_once"),
        ]
