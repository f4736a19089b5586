"""Products and their categories."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhuixiao.kit.money import MoneyField
from zhuixiao.kit.trees import TreeNode


class ProductCategory(TreeNode):
    name = models.CharField(_("Name"), max_length=60)

    class Meta:
        verbose_name = _("Product category")
        constraints = [
            models.UniqueConstraint(fields=["parent", "name"], name="category_name_once"),
            models.UniqueConstraint(
                fields=["name"],
                condition=models.Q(parent=None),
                name="top_category_name_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Product(models.Model):
    """What is sold. Prices and cost are per unit, in minor units; cost is a sensitive field."""

    name = models.CharField(_("Name"), max_length=120)
    sku = models.CharField(_("SKU"), max_length=60, unique=True)
    category = models.ForeignKey(
        ProductCategory,
        verbose_name=_("Category"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    unit = models.CharField(_("Unit"), max_length=20, blank=True)
    list_price = MoneyField(_("List price"), default=0)
    standard_cost = MoneyField(_("Standard cost"), default=0)
    retired_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("Product")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(list_price__gte=0), name="product_list_price_positive"
            ),
            models.CheckConstraint(
                condition=models.Q(standard_cost__gte=0), name="product_cost_positive"
            ),
        ]

    def __str__(self) -> str:
        return self.name
