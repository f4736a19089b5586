"""What somebody asked for, and whose turn it is to decide."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.models import Employee

from ..choices import ENDED, State, TurnState
from .flow import FlowVersion


class RequestQuerySet(models.QuerySet["Request"]):
    def visible_to(self, employee: Employee) -> "RequestQuerySet":
        """Own ones, those that one had to decide, and all for who manages approvals."""
        if employee.access.may("approvals", "manage"):
            return self.all()
        return self.filter(Q(asker=employee) | Q(Exists(_turns_of(employee))))

    def asked_by(self, employee: Employee) -> "RequestQuerySet":
        return self.filter(asker=employee)

    def waiting_for(self, employee: Employee) -> "RequestQuerySet":
        """Those that this employee has to decide now."""
        mine = Turn.objects.filter(request=OuterRef("pk"), approver=employee)
        return self.filter(Exists(mine.filter(state=TurnState.WAITING)), state=State.RUNNING)

    def decided_by(self, employee: Employee) -> "RequestQuerySet":
        decided = Turn.objects.filter(request=OuterRef("pk"), approver=employee)
        return self.filter(Exists(decided.exclude(decided_at=None)))


class Request(models.Model):
    """`title` is a message id with `params`; `plan` are the steps that are left to go, a copy that
    added steps are put into; `step` is where it stands in it."""

    flow_version = models.ForeignKey(FlowVersion, on_delete=models.PROTECT)
    subject = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    params = models.JSONField(default=dict)
    payload = models.JSONField(default=dict)
    facts = models.JSONField(default=dict)
    kind = models.CharField(max_length=40, blank=True)
    url = models.CharField(max_length=200, blank=True)
    asker = models.ForeignKey("accounts.Employee", on_delete=models.PROTECT, related_name="+")
    department = models.ForeignKey(
        "accounts.Department", on_delete=models.PROTECT, related_name="+"
    )
    note = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.RUNNING)
    plan = models.JSONField(default=list)
    step = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = RequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("Request for approval")
        indexes = [
            models.Index(fields=["asker", "-asked_at"], name="request_of_asker"),
            models.Index(fields=["state", "-asked_at"], name="request_state"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=sorted(ENDED), ended_at__isnull=False)
                | (~Q(state__in=sorted(ENDED)) & Q(ended_at=None)),
                name="request_ends_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        """What is asked for, in the reader's language."""
        return str(gettext(self.title) % self.params)

    @property
    def rules(self) -> dict[str, Any]:
        rules: dict[str, Any] = self.flow_version.rules
        return rules

    @property
    def is_open(self) -> bool:
        return self.state not in ENDED


class Turn(models.Model):
    """One approver in one step; `instead_of` is whom he stands in for."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="turns")
    step = models.PositiveSmallIntegerField()
    position = models.PositiveSmallIntegerField(default=0)
    approver = models.ForeignKey("accounts.Employee", on_delete=models.PROTECT, related_name="+")
    instead_of = models.ForeignKey(
        "accounts.Employee", null=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(max_length=10, choices=TurnState)
    note = models.CharField(max_length=200, blank=True)
    began_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("Turn")
        indexes = [
            models.Index(
                fields=["approver"],
                condition=Q(state=TurnState.WAITING),
                name="turn_waiting",
            ),
            models.Index(fields=["request", "step", "position"], name="turn_of_request"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "step", "approver"],
                condition=Q(state__in=[TurnState.LATER, TurnState.WAITING]),
                name="turn_open_once",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=[TurnState.LATER, TurnState.WAITING, TurnState.SKIPPED],
                    decided_at=None,
                )
                | Q(
                    state__in=[TurnState.APPROVED, TurnState.REJECTED, TurnState.SENT_BACK],
                    decided_at__isnull=False,
                ),
                name="turn_decided_whole",
            ),
        ]

    def __str__(self) -> str:
        return str(self.approver)


class Delegation(models.Model):
    """Somebody decides for another one between two days, both included."""

    employee = models.ForeignKey("accounts.Employee", on_delete=models.CASCADE, related_name="+")
    to = models.ForeignKey(
        "accounts.Employee",
        verbose_name=_("Who decides instead"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    first_day = models.DateField(_("From"))
    last_day = models.DateField(_("Until"))
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("Stand-in")
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=models.F("first_day")), name="stand_in_ends_after"
            ),
            models.CheckConstraint(
                condition=~Q(employee=models.F("to")), name="stand_in_is_another"
            ),
            models.UniqueConstraint(
                fields=["employee"], condition=Q(ended_at=None), name="one_stand_in"
            ),
        ]

    def __str__(self) -> str:
        return str(self.to)

    def holds_on(self, day: date) -> bool:
        return self.ended_at is None and self.first_day <= day <= self.last_day


def _turns_of(employee: Employee) -> models.QuerySet[Turn]:
    mine = Q(approver=employee) | Q(instead_of=employee)
    return Turn.objects.filter(mine, request=OuterRef("pk"))
