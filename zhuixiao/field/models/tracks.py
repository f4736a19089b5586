"""The day of a person: what the ledger knows of the track."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.models import Employee

from .fixes import people_of


class TrackDayQuerySet(models.QuerySet["TrackDay"]):
    def visible_to(self, reader: Employee) -> "TrackDayQuerySet":
        return self.filter(employee__in=people_of(reader))


class TrackDay(models.Model):
    """The sums of a person's positions of a day; it stays when old positions are deleted.

    `is_stale`: positions came since it was summed up.
    """

    employee = models.ForeignKey(
        "accounts.Employee", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    department_id = models.BigIntegerField()
    day = models.DateField(_("Date"))
    metres = models.PositiveIntegerField(default=0)
    fixes = models.PositiveIntegerField(default=0)
    # Marked ones, which are no part of the way.
    wrong = models.PositiveIntegerField(default=0)
    gaps = models.PositiveIntegerField(default=0)
    stops = models.PositiveIntegerField(default=0)
    customer_minutes = models.PositiveIntegerField(default=0)
    first_at = models.DateTimeField(null=True)
    last_at = models.DateTimeField(null=True)
    is_stale = models.BooleanField(default=True)

    objects = TrackDayQuerySet.as_manager()

    class Meta:
        verbose_name = _("Day of a track")
        constraints = [
            models.UniqueConstraint(fields=["employee", "day"], name="track_day_once"),
        ]
        indexes = [
            models.Index(fields=["id"], condition=models.Q(is_stale=True), name="track_days_stale"),
        ]
