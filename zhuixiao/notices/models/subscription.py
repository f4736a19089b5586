"""Who wants to be told what regularly, and what was sent."""

from datetime import time

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.models import Employee
from zhuixiao.kit.periods import Period, PeriodKind

from ..choices import Channel, DeliveryState
from .robot import Robot

PERIODS = [PeriodKind.DAY, PeriodKind.WEEK, PeriodKind.MONTH]


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    def visible_to(self, employee: Employee) -> "SubscriptionQuerySet":
        """Everybody sees the own subscriptions only."""
        return self.filter(employee=employee)

    def running(self) -> "SubscriptionQuerySet":
        """Those that are on, of people who are still there."""
        return self.filter(is_on=True, employee__is_active=True)


class Subscription(models.Model):
    """The messages of a source (`sources.Source`) about a subject of it, after each period.

    It says what the employee may see when it is sent, whoever reads it there.
    """

    employee = models.ForeignKey(
        "accounts.Employee", on_delete=models.CASCADE, related_name="subscriptions"
    )
    source = models.CharField(max_length=40)
    subject = models.CharField(max_length=24, blank=True)
    period = models.CharField(max_length=5, choices=[(kind.value, kind.value) for kind in PERIODS])
    at = models.TimeField(_("Time"), default=time(8))
    channel = models.CharField(max_length=6, choices=Channel)
    robot = models.ForeignKey(Robot, on_delete=models.PROTECT, null=True, blank=True)
    is_on = models.BooleanField(default=True)
    # What should have been sent before is not made up for.
    since = models.DateTimeField()

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("Subscription")
        constraints = [
            models.CheckConstraint(
                condition=Q(channel=Channel.ROBOT, robot__isnull=False)
                | Q(channel__in=[Channel.MAIL, Channel.NOTICE], robot=None),
                name="subscription_robot",
            ),
            models.CheckConstraint(
                condition=Q(period__in=[kind.value for kind in PERIODS]),
                name="subscription_period",
            ),
            models.UniqueConstraint(
                fields=["employee", "source", "subject", "period", "channel"],
                condition=Q(robot=None),
                name="subscribed_once",
            ),
            models.UniqueConstraint(
                fields=["employee", "source", "subject", "period", "robot"],
                condition=Q(robot__isnull=False),
                name="subscribed_once_a_robot",
            ),
        ]

    @property
    def kind(self) -> PeriodKind:
        return PeriodKind(self.period)


class Delivery(models.Model):
    """One message of a subscription: about which days, and whether it went out."""

    subscription = models.ForeignKey(
        Subscription, on_delete=models.CASCADE, related_name="deliveries"
    )
    start = models.DateField()
    end = models.DateField()
    state = models.CharField(max_length=7, choices=DeliveryState, default=DeliveryState.WAITING)
    error = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("Message sent")
        constraints = [
            # Each end of a period is told of once.
            models.UniqueConstraint(fields=["subscription", "end"], name="delivered_once"),
            models.CheckConstraint(condition=Q(start__lte=models.F("end")), name="delivery_period"),
        ]

    @property
    def covers(self) -> Period:
        return Period(self.start, self.end)
