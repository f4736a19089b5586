"""What a product costs, from which day on."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhuixiao.kit.money import MoneyField

from .product import Product


class ProductCost(models.Model):
    """The standard cost per unit from a day on, until the next row; a day may lie ahead.

    Who said it is null where the cost is older than this table.
    """

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="costs")
    valid_from = models.DateField(_("Valid from"))
    cost = MoneyField(_("Standard cost"))
    changed_by = models.ForeignKey(
        "accounts.Employee", null=True, on_delete=models.PROTECT, related_name="+"
    )
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("Cost of a product")
        constraints = [
            models.UniqueConstraint(
                fields=["product", "valid_from"], name="product_cost_once_a_day"
            ),
            models.CheckConstraint(
                condition=models.Q(cost__gte=0), name="product_cost_row_positive"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product_id} {self.valid_from}"
