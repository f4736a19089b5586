"""Going to a customer: planned, signed in there, what was done, signed out."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zhuixiao.kit.geo import Position

from ..choices.visits import VisitState, Whereabouts
from ..visits.steps import Step, steps_of
from .captured import Captured, on_earth
from .visits_scope import VisitScope


class VisitQuerySet(VisitScope["Visit"]):
    def open(self) -> "VisitQuerySet":
        """Signed in and not out yet."""
        return self.filter(state=VisitState.OPEN)

    def newest(self) -> "VisitQuerySet":
        return self.order_by("-at", "-id")


class Visit(Captured):
    """A fact of the ledger on the day of its sign-in, whose moment stands in `Captured`.

    Distances are in metres from the customer's position of the moment. `is_detached`: the customer
    was no longer open to the visitor when it came in, so nothing was written to the customer.
    """

    customer = models.ForeignKey(
        "customers.Customer",
        verbose_name=_("Customer"),
        on_delete=models.PROTECT,
        related_name="visits",
        db_index=False,
    )
    type = models.ForeignKey(
        "field.VisitType", verbose_name=_("Type"), on_delete=models.PROTECT, related_name="+"
    )
    # As the type said at the time: later changes of it do not rewrite history.
    steps = models.JSONField(default=list, blank=True)
    fence = models.PositiveIntegerField()
    whereabouts = models.CharField(max_length=7, choices=Whereabouts)
    distance = models.PositiveIntegerField(null=True)
    reason = models.CharField(_("Reason"), max_length=200, blank=True)
    is_detached = models.BooleanField(default=False)
    is_verified = models.BooleanField(default=False)

    state = models.CharField(_("State"), max_length=8, choices=VisitState, default=VisitState.OPEN)
    out_client_id = models.UUIDField(null=True, unique=True)
    out_at = models.DateTimeField(_("Signed out"), null=True)
    out_latitude = models.FloatField(null=True)
    out_longitude = models.FloatField(null=True)
    out_accuracy = models.FloatField(null=True)
    out_whereabouts = models.CharField(max_length=7, choices=Whereabouts, blank=True)
    out_distance = models.PositiveIntegerField(null=True)
    minutes = models.PositiveIntegerField(_("Minutes"), default=0)
    note = models.TextField(_("Note"), blank=True)
    next_on = models.DateField(_("Next contact"), null=True)
    next_note = models.CharField(_("What for"), max_length=200, blank=True)
    activity = models.OneToOneField(
        "activities.Activity", null=True, on_delete=models.SET_NULL, related_name="visit"
    )

    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("Visit")
        indexes = [
            models.Index(fields=["customer", "-at", "-id"], name="visit_of_customer"),
            models.Index(fields=["employee", "-at", "-id"], name="visit_of_employee"),
            models.Index(fields=["-at", "-id"], name="visit_newest"),
            models.Index(fields=["day", "employee"], name="visit_of_day"),
            models.Index(fields=["at"], condition=Q(state="open"), name="visit_open"),
        ]
        constraints = [
            *on_earth("visit"),
            models.CheckConstraint(
                condition=Q(state=VisitState.DONE, out_at__isnull=False)
                | Q(state__in=[VisitState.OPEN, VisitState.UNSIGNED], out_at=None),
                name="visit_done_has_end",
            ),
            models.CheckConstraint(
                condition=Q(out_at=None) | Q(out_at__gte=F("at")), name="visit_ends_after_it_began"
            ),
            models.CheckConstraint(
                condition=Q(out_latitude=None, out_longitude=None)
                | Q(out_latitude__range=(-90, 90), out_longitude__range=(-180, 180)),
                name="visit_end_on_earth",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d}"

    @property
    def all_steps(self) -> list[Step]:
        return steps_of(self.steps)

    @property
    def out_place(self) -> Position | None:
        if self.out_latitude is None or self.out_longitude is None:
            return None
        return Position(self.out_latitude, self.out_longitude)


class VisitAnswer(Captured):
    """What somebody entered at a step that is no photo: the latest of a step counts."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="answers")
    step = models.CharField(max_length=20)
    value = models.JSONField()

    class Meta:
        verbose_name = _("Answer at a step")
        constraints = [*on_earth("visit_answer")]


class VisitPlanQuerySet(VisitScope["VisitPlan"]):
    def in_order(self) -> "VisitPlanQuerySet":
        """As the route of each day goes."""
        return self.order_by("day", "position", "pk")


class VisitPlan(models.Model):
    """A stop on somebody's route of a day; a fact of the ledger. `visit` is how it came about."""

    employee = models.ForeignKey(
        "accounts.Employee", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    department_id = models.BigIntegerField()
    customer = models.ForeignKey(
        "customers.Customer",
        verbose_name=_("Customer"),
        on_delete=models.PROTECT,
        related_name="visit_plans",
    )
    day = models.DateField(_("Day"))
    position = models.PositiveSmallIntegerField(default=0)
    note = models.CharField(_("What for"), max_length=200, blank=True)
    planned_by = models.ForeignKey(
        "accounts.Employee", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    created_at = models.DateTimeField()
    visit = models.OneToOneField(Visit, null=True, on_delete=models.SET_NULL, related_name="plan")

    objects = VisitPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("Planned visit")
        indexes = [models.Index(fields=["day", "employee"], name="visit_plan_of_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["employee", "day", "customer"], name="visit_planned_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d}"
