"""Attendance: groups with their shift and places, punches, results of days, corrections."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhuixiao.accounts.models import Department, Employee
from zhuixiao.kit.geo import Position

from ..attendance.result import Outcome, state
from ..attendance.terms import Terms
from ..choices.attendance import AskState, DayState, Standing
from .captured import Captured, on_earth

MODULE = "attendance"


class AttendanceGroup(models.Model):
    """People who work by the same terms: by name, else by department, the nearest one above."""

    name = models.CharField(_("Name"), max_length=60, unique=True)
    # Of everybody whom no other group names.
    is_default = models.BooleanField(default=False)
    departments: "models.ManyToManyField[Department, Any]" = models.ManyToManyField(
        Department, verbose_name=_("Departments"), related_name="+", blank=True
    )
    people: "models.ManyToManyField[Employee, Any]" = models.ManyToManyField(
        Employee, verbose_name=pgettext_lazy("attendance", "People"), related_name="+", blank=True
    )
    terms_json = models.JSONField()
    # From that day on who does not come is absent; before, and without a day, nobody is.
    expected_from = models.DateField(_("Attendance is expected from"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("Attendance group")
        constraints = [
            models.UniqueConstraint(
                fields=["is_default"],
                condition=Q(is_default=True),
                name="one_default_attendance_group",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def terms(self) -> Terms:
        return Terms.of(self.terms_json)


class AttendancePlace(models.Model):
    """Where people of a group sign in: within a radius in metres around a position."""

    group = models.ForeignKey(AttendanceGroup, on_delete=models.CASCADE, related_name="places")
    name = models.CharField(_("Name"), max_length=60)
    latitude = models.FloatField(_("Latitude"))
    longitude = models.FloatField(_("Longitude"))
    radius = models.PositiveIntegerField(_("Radius (metres)"), default=300)

    class Meta:
        verbose_name = _("Place of attendance")
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="attendance_place_on_earth",
            ),
            models.CheckConstraint(
                condition=Q(radius__range=(50, 3000)), name="attendance_place_radius"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def position(self) -> Position:
        return Position(self.latitude, self.longitude)


class AttendanceQuerySet(models.QuerySet[Any]):
    """Of a model with `employee` and `department_id`."""

    def visible_to(self, employee: Employee) -> "AttendanceQuerySet":
        """Own ones and those within the person's scope."""
        return self.filter(employee.access.q(MODULE, owner="employee_id"))


class Punch(Captured):
    """Somebody signed in or out. `day` is the one on which the shift began: in one over midnight
    not always that of the calendar. `distance` is that to the nearest place of the group, in
    metres, `standing` what follows of it; both as they were then."""

    is_in = models.BooleanField(_("Signing in"))
    standing = models.CharField(max_length=8, choices=Standing)
    nearest = models.ForeignKey(
        AttendancePlace, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    distance = models.PositiveIntegerField(null=True)
    reason = models.CharField(_("Reason"), max_length=200, blank=True)

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("Punch")
        indexes = [models.Index(fields=["employee", "day"], name="punch_of_day")]
        constraints = [*on_earth("punch")]

    def __str__(self) -> str:
        return f"{self.day.isoformat()} {self.employee}"

    @property
    def is_outside(self) -> bool:
        return self.standing in {Standing.OUTSIDE, Standing.NOWHERE}

    @property
    def minutes_late_sent(self) -> int:
        """How many minutes after it was made it reached the server."""
        return int((self.received_at - self.at).total_seconds() // 60)


class AttendanceDay(models.Model):
    """The result of a person's day, and the terms by which it was computed."""

    employee = models.ForeignKey(
        "accounts.Employee", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    department_id = models.BigIntegerField()
    day = models.DateField(_("Date"))
    group = models.ForeignKey(
        AttendanceGroup, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    terms_json = models.JSONField()
    is_expected = models.BooleanField()
    is_workday = models.BooleanField()
    leave = models.PositiveSmallIntegerField(default=0)
    # Minutes of the company's day, above 1440 on the next one.
    came = models.PositiveSmallIntegerField(null=True)
    left = models.PositiveSmallIntegerField(null=True)
    late = models.PositiveSmallIntegerField(default=0)
    late_minutes = models.PositiveSmallIntegerField(default=0)
    early = models.PositiveSmallIntegerField(default=0)
    early_minutes = models.PositiveSmallIntegerField(default=0)
    missed = models.PositiveSmallIntegerField(default=0)
    minutes = models.PositiveSmallIntegerField(default=0)
    is_present = models.BooleanField(default=False)
    is_field = models.BooleanField(default=False)
    is_absent = models.BooleanField(default=False)
    is_over = models.BooleanField(default=True)

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("Day of attendance")
        indexes = [models.Index(fields=["day"], name="attendance_of_day")]
        constraints = [
            models.UniqueConstraint(fields=["employee", "day"], name="attendance_day_once")
        ]

    def __str__(self) -> str:
        return f"{self.day.isoformat()} {self.employee}"

    @property
    def terms(self) -> Terms:
        return Terms.of(self.terms_json)

    @property
    def state(self) -> DayState:
        """In one word."""
        return state(
            Outcome(
                is_workday=self.is_workday,
                leave=self.leave,
                late=self.late,
                early=self.early,
                missed=self.missed,
                is_present=self.is_present,
                is_field=self.is_field,
                is_absent=self.is_absent,
                is_over=self.is_over,
            )
        )


class AttendanceDue(models.Model):
    """Something of the day came or went since its result was computed; computing takes this away.
    Apart from the results, so that a herd of punches writes a short row each and waits for none."""

    employee = models.ForeignKey(
        "accounts.Employee", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    day = models.DateField(_("Date"))

    class Meta:
        verbose_name = _("Day of attendance to be computed")
        constraints = [
            models.UniqueConstraint(fields=["day", "employee"], name="attendance_due_once")
        ]

    def __str__(self) -> str:
        return f"{self.day.isoformat()} {self.employee_id}"


class AttendanceCorrection(models.Model):
    """A punch that was forgotten, or that does not count: it does once somebody has agreed."""

    employee = models.ForeignKey("accounts.Employee", on_delete=models.PROTECT, related_name="+")
    department_id = models.BigIntegerField()
    day = models.DateField(_("Date"))
    is_in = models.BooleanField(_("Signing in"))
    at = models.DateTimeField(_("Time"))
    reason = models.CharField(_("Reason"), max_length=200)
    state = models.CharField(max_length=10, choices=AskState, default=AskState.ASKED)
    request = models.ForeignKey(
        "approvals.Request", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField()

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("Correction of attendance")
        indexes = [models.Index(fields=["employee", "day"], name="correction_of_day")]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="correction_has_reason")
        ]

    def __str__(self) -> str:
        return f"{self.day.isoformat()} {self.employee}"
