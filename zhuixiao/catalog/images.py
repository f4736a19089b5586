"""The pictures of products, and who may see them."""

import uuid
from collections.abc import Iterable

from django.db.models import QuerySet

from zhuixiao.accounts.models import Employee

from .models import Product, ProductImage

KIND = "product"


def images_of(product: Product) -> QuerySet[ProductImage]:
    """The pictures of a product in their order."""
    rows = ProductImage.objects.filter(product=product)
    return rows.select_related("file").order_by("position")


def first_of(products: Iterable[Product]) -> dict[int, uuid.UUID]:
    """The file of the first picture of each product that has one: {product id: file id}."""
    rows = ProductImage.objects.filter(product__in=[one.pk for one in products])
    # Later rows win: the first picture comes last.
    return dict(rows.order_by("-position").values_list("product_id", "file_id"))


def may_see(employee: Employee, product_id: int) -> bool:
    """Pictures are seen by who sees the catalogue."""
    may_view = employee.access.may("catalog", "view")
    return may_view and Product.objects.filter(pk=product_id).exists()
