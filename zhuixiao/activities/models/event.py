"""Something that takes place from one moment to another."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.models import Employee

from ..choices import Reminder


class EventQuerySet(models.QuerySet["Event"]):
    def visible_to(self, employee: Employee) -> "EventQuerySet":
        """Own events, those one takes part in, and those within the person's scope."""
        return self.seen_by(employee).filter(deleted_at=None)

    def seen_by(self, employee: Employee) -> "EventQuerySet":
        """The same with deleted ones, which can be brought back."""
        within = employee.access.q("activities", owner="owner_id")
        if within == Q() or not employee.access.may("activities", "view"):
            return self.filter(within)
        taking_part = Event.participants.through.objects.filter(employee=employee)
        return self.filter(within | Q(owner=employee) | Q(pk__in=taking_part.values("event")))

    def of(self, employee: Employee) -> "EventQuerySet":
        """In whose calendar it stands: the owner's and the participants'."""
        taking_part = Event.participants.through.objects.filter(employee=employee)
        return self.filter(Q(owner=employee) | Q(pk__in=taking_part.values("event")))


class Event(models.Model):
    """All-day events run from the first instant of a day to the first instant after the last."""

    title = models.CharField(_("Event"), max_length=120)
    note = models.TextField(_("Note"), blank=True)
    starts_at = models.DateTimeField(_("Begins"))
    ends_at = models.DateTimeField(_("Ends"))
    is_all_day = models.BooleanField(_("All day"), default=False)
    place = models.CharField(_("Place"), max_length=120, blank=True)
    customer = models.ForeignKey(
        "customers.Customer",
        verbose_name=_("Customer"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="events",
    )
    owner = models.ForeignKey(
        "accounts.Employee", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    department_id = models.BigIntegerField()
    participants: "models.ManyToManyField[Employee, Any]" = models.ManyToManyField(
        "accounts.Employee", verbose_name=_("Participants"), blank=True, related_name="+"
    )
    remind_minutes_before = models.PositiveIntegerField(
        _("Reminder"), null=True, blank=True, choices=Reminder
    )
    remind_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("Event")
        indexes = [
            models.Index(fields=["owner", "starts_at"], name="event_of_owner"),
            models.Index(
                fields=["remind_at"],
                condition=Q(remind_at__isnull=False, reminded_at=None),
                name="event_to_remind",
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="event_has_title"),
            models.CheckConstraint(
                condition=Q(ends_at__gte=F("starts_at")), name="event_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return self.title
