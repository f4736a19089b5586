"""What a product consists of."""

from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from .product import Product


class BundlePart(models.Model):
    """So much of another product is in one unit of the bundle; no product contains itself."""

    bundle = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="parts")
    part = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="bundles")
    quantity = models.DecimalField(_("Quantity"), max_digits=12, decimal_places=3)

    class Meta:
        verbose_name = _("Part of a bundle")
        constraints = [
            models.UniqueConstraint(fields=["bundle", "part"], name="bundle_part_once"),
            models.CheckConstraint(
                condition=models.Q(quantity__gt=0), name="bundle_part_quantity_positive"
            ),
            models.CheckConstraint(
                condition=~models.Q(bundle=models.F("part")), name="bundle_not_in_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.bundle_id} {self.part_id}"

    @property
    def amount(self) -> str:
        """The quantity without needless zeros."""
        return plain(Decimal(self.quantity))


def plain(quantity: Decimal) -> str:
    """2 for 2.000, 0.5 for 0.500."""
    text = f"{quantity:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
