"""What a customer has bought of which product: what the one table filters by (S42)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhuixiao.kit.money import MoneyField

from .lines import QuantityField


class Bought(models.Model):
    """Sums over all orders in force, returns taken off; derived, see actions.figures."""

    customer = models.ForeignKey(
        "customers.Customer", on_delete=models.CASCADE, related_name="bought", db_index=False
    )
    product = models.ForeignKey("catalog.Product", on_delete=models.PROTECT, related_name="+")
    quantity = QuantityField(_("Quantity"))
    amount = MoneyField(_("Amount"))
    first_on = models.DateField()
    last_on = models.DateField()

    class Meta:
        verbose_name = _("Bought product")
        constraints = [
            models.UniqueConstraint(fields=["customer", "product"], name="bought_once"),
            models.CheckConstraint(condition=Q(quantity__gte=0), name="bought_positive"),
        ]
