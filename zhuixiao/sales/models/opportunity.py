"""A chance to sell, the stages it goes through, and what each stage asks for."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhuixiao.kit.money import MoneyField

from .lines import PriceField, QuantityField
from .scope import ScopedQuerySet


class StageRule(models.Model):
    """What a stage of opportunities means beyond its name and outcome, which are the option's.

    `needs` names the fields that must be filled in on entry.
    """

    stage = models.OneToOneField(
        "catalog.Option", primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    probability_bp = models.PositiveIntegerField(_("Probability"), default=0)
    stale_days = models.PositiveIntegerField(_("Stale after days"), default=14)
    needs = models.JSONField(default=list, blank=True)

    class Meta:
        verbose_name = _("Rule of a stage")
        constraints = [
            models.CheckConstraint(
                condition=Q(probability_bp__lte=10_000), name="stage_probability_at_most_all"
            ),
        ]


class OpportunityQuerySet(ScopedQuerySet["Opportunity"]):
    module = "opportunities"

    def open(self) -> "OpportunityQuerySet":
        """Neither won nor lost."""
        return self.filter(closed_on=None, deleted_at=None)


class Opportunity(models.Model):
    """`amount` is in the company's currency; `closed_on` is the day it was won or lost."""

    name = models.CharField(_("Opportunity"), max_length=120)
    customer = models.ForeignKey(
        "customers.Customer",
        verbose_name=_("Customer"),
        on_delete=models.PROTECT,
        related_name="opportunities",
    )
    contact = models.ForeignKey(
        "customers.Contact",
        verbose_name=_("Contact"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    owner = models.ForeignKey(
        "accounts.Employee",
        verbose_name=_("Owner"),
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    department = models.ForeignKey(
        "accounts.Department", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    stage = models.ForeignKey(
        "catalog.Option",
        verbose_name=_("Stage"),
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    stage_since = models.DateTimeField()
    probability_bp = models.PositiveIntegerField(_("Probability"), default=0)
    amount = MoneyField(_("Amount"), default=0)
    expected_on = models.DateField(_("Expected close"), null=True, blank=True)
    competitors: "models.ManyToManyField[Any, Any]" = models.ManyToManyField(
        "catalog.Option", verbose_name=_("Competitors"), blank=True, related_name="+"
    )
    next_step = models.CharField(_("Next step"), max_length=120, blank=True)
    next_step_on = models.DateField(_("Next step on"), null=True, blank=True)
    loss_reason = models.ForeignKey(
        "catalog.Option",
        verbose_name=_("Loss reason"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    note = models.TextField(_("Note"), blank=True)
    # When it began: of an imported one, the day on which it was taken up.
    opened_on = models.DateField(_("Opened on"))
    closed_on = models.DateField(_("Closed on"), null=True, blank=True)
    created_by = models.ForeignKey("accounts.Employee", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    # The last time that anybody changed or moved it: what is stale follows from it.
    touched_at = models.DateTimeField()
    # Its own number in the system that it was imported from.
    source_key = models.CharField(max_length=120, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = OpportunityQuerySet.as_manager()

    class Meta:
        verbose_name = _("Opportunity")
        indexes = [
            models.Index(fields=["owner", "closed_on", "expected_on"], name="opportunity_of_owner"),
            models.Index(
                fields=["closed_on", "stage", "probability_bp", "amount", "deleted_at"],
                name="opportunity_sums",
            ),
            models.Index(fields=["stage", "closed_on", "id"], name="opportunity_board"),
            models.Index(fields=["closed_on", "expected_on"], name="opportunity_forecast"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="opportunity_has_name"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="opportunity_amount_positive"),
            models.CheckConstraint(
                condition=Q(probability_bp__lte=10_000), name="opportunity_probability_at_most_all"
            ),
            models.UniqueConstraint(
                fields=["source_key"],
                condition=~Q(source_key=""),
                name="opportunity_imported_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        return self.closed_on is None


class OpportunityLine(models.Model):
    """A product that the customer wants."""

    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField()
    product = models.ForeignKey("catalog.Product", on_delete=models.PROTECT, related_name="+")
    quantity = QuantityField(_("Quantity"))
    price = PriceField(_("Price"))

    class Meta:
        verbose_name = _("Product of an opportunity")
        constraints = [
            models.UniqueConstraint(
                fields=["opportunity", "position"], name="opportunity_line_place_once"
            ),
            models.CheckConstraint(
                condition=Q(quantity__gt=0, price__gte=0), name="opportunity_line_sane"
            ),
        ]


class OpportunityStage(models.Model):
    """An opportunity entered a stage: the fact behind the funnel and the stage history."""

    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="stages")
    before = models.ForeignKey(
        "catalog.Option", null=True, on_delete=models.PROTECT, related_name="+"
    )
    after = models.ForeignKey("catalog.Option", on_delete=models.PROTECT, related_name="+")
    # As it was at that moment.
    amount = MoneyField(default=0)
    employee = models.ForeignKey("accounts.Employee", on_delete=models.PROTECT, related_name="+")
    department_id = models.BigIntegerField()
    at = models.DateTimeField()
    day = models.DateField()

    class Meta:
        verbose_name = _("Stage of an opportunity")
        indexes = [models.Index(fields=["opportunity", "at"], name="opportunity_stage_history")]
