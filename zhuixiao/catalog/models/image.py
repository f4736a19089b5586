"""Pictures of a product."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhuixiao.files.models import StoredFile

from .product import Product

MOST = 6


class ProductImage(models.Model):
    """A stored picture of a product; the one with the lowest position stands for it in lists."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="images")
    file = models.OneToOneField(StoredFile, on_delete=models.CASCADE, related_name="+")
    position = models.IntegerField()

    class Meta:
        verbose_name = _("Picture of a product")
        constraints = [
            models.UniqueConstraint(fields=["product", "position"], name="product_image_place_once")
        ]

    def __str__(self) -> str:
        return f"{self.product_id} {self.position}"
