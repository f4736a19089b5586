"""Leave: its types, what was granted, requests and their days."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhuixiao.accounts.models import Employee

from ..choices.attendance import MORNING, WHOLE, AskState

MODULE = "leave"


class LeaveType(models.Model):
    """年假, 病假 and the like. Days are kept in halves."""

    name = models.CharField(_("Name"), max_length=40, unique=True)
    is_paid = models.BooleanField(pgettext_lazy("leave", "Paid"), default=True)
    # What everybody has a year; nothing: as many as are approved.
    yearly_halves = models.PositiveSmallIntegerField(null=True, blank=True)
    allows_halves = models.BooleanField(_("Half days"), default=True)
    # Days off lie within it, as with 产假; otherwise only workdays count.
    counts_every_day = models.BooleanField(_("Days off count too"), default=False)
    is_active = models.BooleanField(_("Can be asked for"), default=True)
    position = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("Type of leave")
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="leave_type_has_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def yearly_days(self) -> float | None:
        return None if self.yearly_halves is None else self.yearly_halves / 2


class LeaveGrant(models.Model):
    """Days that somebody got, or lost, beside what everybody has in the year."""

    employee = models.ForeignKey("accounts.Employee", on_delete=models.PROTECT, related_name="+")
    type = models.ForeignKey(LeaveType, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    halves = models.SmallIntegerField()
    note = models.CharField(_("Note"), max_length=200)
    by = models.ForeignKey("accounts.Employee", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("Days of leave granted")
        indexes = [models.Index(fields=["year", "employee"], name="leave_grants_of_year")]
        constraints = [
            models.CheckConstraint(condition=~Q(halves=0), name="leave_grant_of_something")
        ]

    def __str__(self) -> str:
        return self.note


class LeaveQuerySet(models.QuerySet["Leave"]):
    def visible_to(self, employee: Employee) -> "LeaveQuerySet":
        """Own ones and those within the person's scope."""
        return self.filter(employee.access.q(MODULE, owner="employee_id"))


class Leave(models.Model):
    """Somebody asks to be away, from a half of a day to a half of a day."""

    client_id = models.UUIDField(unique=True)
    employee = models.ForeignKey("accounts.Employee", on_delete=models.PROTECT, related_name="+")
    department_id = models.BigIntegerField()
    type = models.ForeignKey(
        LeaveType,
        verbose_name=pgettext_lazy("leave", "Type"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    start = models.DateField(_("First day"))
    starts_at_noon = models.BooleanField(default=False)
    end = models.DateField(_("Last day"))
    ends_at_noon = models.BooleanField(default=False)
    halves = models.PositiveSmallIntegerField()
    reason = models.CharField(_("Reason"), max_length=300)
    cover = models.ForeignKey(
        "accounts.Employee",
        verbose_name=_("Who stands in"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    state = models.CharField(max_length=10, choices=AskState, default=AskState.ASKED)
    request = models.ForeignKey(
        "approvals.Request", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = LeaveQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("field", "Leave")
        indexes = [models.Index(fields=["employee", "-start"], name="leave_of_person")]
        constraints = [
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="leave_ends_after"),
            models.CheckConstraint(condition=Q(halves__gt=0), name="leave_of_something"),
            models.CheckConstraint(condition=~Q(reason=""), name="leave_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.employee} {self.start.isoformat()}"

    @property
    def days(self) -> float:
        """How many days it is."""
        return self.halves / 2


class LeaveDay(models.Model):
    """A day of a leave that is asked for or approved: which halves (bits) the person is away.

    Counted by the calendar as it was when it was asked for.
    """

    leave = models.ForeignKey(Leave, on_delete=models.CASCADE, related_name="parts")
    employee = models.ForeignKey(
        "accounts.Employee", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    day = models.DateField()
    halves = models.PositiveSmallIntegerField()

    objects: "models.Manager[Any]" = models.Manager()

    class Meta:
        verbose_name = _("Day of leave")
        indexes = [
            models.Index(fields=["employee", "day"], name="leave_day_of_person"),
            models.Index(fields=["day"], name="leave_day"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(halves__range=(MORNING, WHOLE)), name="leave_day_halves"
            )
        ]

    def __str__(self) -> str:
        return self.day.isoformat()

    @property
    def count(self) -> int:
        """Halves as a number: 1 or 2."""
        return self.halves.bit_count()
