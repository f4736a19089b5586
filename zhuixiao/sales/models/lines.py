"""What quotes and orders consist of, and the fields of their numbers."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhuixiao.kit.money import MoneyField


class QuantityField(models.BigIntegerField[Any, Any]):
    """A quantity of goods in whole thousandths: 1.5 m is 1500."""

    description = _("Quantity")


class PriceField(models.BigIntegerField[Any, Any]):
    """A price per unit in hundredths of a minor unit (0.0001 yuan): screws cost less than a 分."""

    description = _("Price per unit")


class Line(models.Model):
    """One line. Money is in the currency of its document, tax included; `amount` is what the line
    comes to, its share of a discount on the whole taken off, and `tax` how much of it is tax."""

    position = models.PositiveSmallIntegerField()
    product = models.ForeignKey(
        "catalog.Product",
        verbose_name=_("Product"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    # As it stood on the document that day.
    name = models.CharField(_("Product"), max_length=120)
    unit = models.CharField(_("Unit"), max_length=20, blank=True)
    quantity = QuantityField(_("Quantity"))
    list_price = PriceField(_("List price"), default=0)
    price = PriceField(_("Price"))
    discount_bp = models.PositiveIntegerField(_("Discount"), default=0)
    tax_bp = models.PositiveIntegerField(_("Tax rate"), default=0)
    amount = MoneyField(_("Amount"))
    tax = MoneyField(_("Tax"), default=0)
    note = models.CharField(_("Note"), max_length=200, blank=True)

    class Meta:
        abstract = True


def line_checks(name: str) -> list[models.BaseConstraint]:
    """What the database holds of every line of a document."""
    return [
        models.CheckConstraint(condition=~Q(name=""), name=f"{name}_has_name"),
        models.CheckConstraint(
            condition=Q(quantity__gt=0, price__gte=0, list_price__gte=0, amount__gte=0, tax__gte=0),
            name=f"{name}_positive",
        ),
        models.CheckConstraint(
            condition=Q(discount_bp__lte=10_000, tax_bp__lte=10_000), name=f"{name}_rates"
        ),
    ]
