"""Goods that came back."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhuixiao.kit.money import MoneyField

from ..choices import ReturnKind, ReturnState
from .lines import QuantityField


class Return(models.Model):
    """Counts from its day on once it is accepted. Sums are those of its lines; `amount` is in the
    order's currency, `base_amount` and `cost` in the company's."""

    number = models.CharField(_("Number"), max_length=60, unique=True)
    order = models.ForeignKey("sales.Order", on_delete=models.PROTECT, related_name="returns")
    kind = models.CharField(_("Kind"), max_length=8, choices=ReturnKind, default=ReturnKind.RETURN)
    state = models.CharField(max_length=8, choices=ReturnState, default=ReturnState.ACCEPTED)
    returned_on = models.DateField(_("Returned on"))
    reason = models.CharField(_("Reason"), max_length=200)
    amount = MoneyField(_("Amount"), default=0)
    base_amount = MoneyField(default=0)
    cost = MoneyField(default=0)
    request = models.ForeignKey(
        "approvals.Request", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    created_by = models.ForeignKey("accounts.Employee", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    source_key = models.CharField(max_length=120, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("Return of goods")
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gte=0, base_amount__gte=0, cost__gte=0),
                name="return_positive",
            ),
            models.UniqueConstraint(
                fields=["source_key"], condition=~Q(source_key=""), name="return_imported_once"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def counts(self) -> bool:
        return self.state == ReturnState.ACCEPTED and self.deleted_at is None


class ReturnLine(models.Model):
    back = models.ForeignKey(Return, on_delete=models.CASCADE, related_name="lines")
    line = models.ForeignKey("sales.OrderLine", on_delete=models.PROTECT, related_name="returns")
    quantity = QuantityField(_("Quantity"))
    amount = MoneyField()
    base_amount = MoneyField()
    cost = MoneyField(default=0)

    class Meta:
        verbose_name = _("Line of a return")
        constraints = [
            models.UniqueConstraint(fields=["back", "line"], name="return_line_once"),
            models.CheckConstraint(
                condition=Q(quantity__gt=0, amount__gte=0, base_amount__gte=0, cost__gte=0),
                name="return_line_positive",
            ),
        ]
