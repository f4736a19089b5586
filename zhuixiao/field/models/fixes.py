"""One position of a device: a lean row, since there are millions of them."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.models import Employee
from zhuixiao.kit.geo import Position
from zhuixiao.ledger.instants import InstantField

from ..choices.tracks import WRONG, FixSource

if TYPE_CHECKING:
    from collections.abc import Iterable

MODULE = "tracks"


class FixQuerySet(models.QuerySet["Fix"]):
    def visible_to(self, reader: Employee) -> "FixQuerySet":
        """Of the people whom the reader's scope holds as they stand now."""
        return self.filter(employee_id__in=people_of(reader).values("pk"))

    def of(self, employee_ids: "Iterable[int]") -> "FixQuerySet":
        return self.filter(employee_id__in=list(employee_ids))


class Fix(models.Model):
    """Where a device was at `at`, by its own satellites' clock. Degrees are WGS-84.

    Ids without foreign keys and instants as numbers: a year of a large company is 100 million rows,
    which PostgreSQL can partition by `at`.
    """

    tracker_id = models.BigIntegerField()
    employee_id = models.BigIntegerField()
    at = InstantField()
    received_at = InstantField()
    latitude = models.FloatField()
    longitude = models.FloatField()
    # Metres, metres a second, degrees from north, metres, percent.
    accuracy = models.FloatField(null=True)
    speed = models.FloatField(null=True)
    course = models.FloatField(null=True)
    altitude = models.FloatField(null=True)
    battery = models.SmallIntegerField(null=True)
    source = models.SmallIntegerField(choices=FixSource)
    marks = models.SmallIntegerField(default=0)

    objects = FixQuerySet.as_manager()

    class Meta:
        verbose_name = _("Position")
        constraints = [
            models.UniqueConstraint(fields=["tracker_id", "at"], name="fix_once"),
            models.CheckConstraint(
                condition=Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="fix_on_earth",
            ),
        ]
        indexes = [models.Index(fields=["employee_id", "at"], name="fix_track")]

    @property
    def place(self) -> Position:
        return Position(self.latitude, self.longitude)

    @property
    def is_wrong(self) -> bool:
        return bool(self.marks & WRONG)


def people_of(reader: Employee) -> "models.QuerySet[Employee]":
    """The people whose tracks the reader may see, the reader among them."""
    within = reader.access.q(MODULE, owner="pk", department="department_id")
    rows: models.QuerySet[Employee] = Employee.objects.filter(within)
    return rows
