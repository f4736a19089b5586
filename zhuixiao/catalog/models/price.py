"""What a product is sold for to customers of a level."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhuixiao.kit.money import MoneyField

from .option import Option
from .product import Product


class PriceTier(models.Model):
    """The price per unit for a level of customers (an option of importance), from a quantity on.

    `least` 0 means any quantity. That the level is one stands in the action.
    """

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="tiers")
    level = models.ForeignKey(Option, on_delete=models.PROTECT, related_name="+")
    least = models.PositiveIntegerField(_("From quantity"), default=0)
    price = MoneyField(_("Price"))

    class Meta:
        verbose_name = _("Level price")
        constraints = [
            models.UniqueConstraint(fields=["product", "level", "least"], name="price_tier_once"),
            models.CheckConstraint(
                condition=models.Q(price__gte=0), name="price_tier_price_positive"
            ),
            models.CheckConstraint(
                condition=models.Q(least__gte=0), name="price_tier_least_positive"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product_id} {self.level_id} {self.least}"
