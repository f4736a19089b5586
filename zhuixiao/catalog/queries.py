"""Reading the catalogue for its pages."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypedDict

from django.db.models import Count, Q, QuerySet

from zhuixiao.accounts.access import Access
from zhuixiao.kit.text.normal import clean
from zhuixiao.kit.trees import in_tree_order
from zhuixiao.kit.typed import whole

from . import costs, images, merging
from .choices import PickList
from .models import Channel, Option, Product, ProductCategory, Region
from .models.region import RegionQuerySet


@dataclass(frozen=True)
class OptionRow:
    """An option and how many records use it."""

    option: Option
    uses: int


def option_rows(pick_list: PickList) -> tuple[list[OptionRow], list[OptionRow]]:
    """The options in use and the retired ones, in their order."""
    uses = merging.count(pick_list)
    options = Option.objects.of(pick_list).select_related("merged_into")
    rows = [OptionRow(option, uses.get(option.pk, 0)) for option in options]
    return (
        [row for row in rows if row.option.retired_at is None],
        [row for row in rows if row.option.retired_at is not None],
    )


def channel_tree() -> list[Channel]:
    """All channels depth first."""
    return in_tree_order(Channel.objects.all())


def category_tree() -> list[ProductCategory]:
    """All product categories depth first, each with `product_count`, its own products."""
    return in_tree_order(ProductCategory.objects.annotate(product_count=Count("product")))


def regions(query: str) -> RegionQuerySet:
    """Regions whose name, full name or code holds the query; all of them for an empty one."""
    words = clean(query).split()[:5]
    found = Region.objects.order_by("adcode")
    for word in words:
        matches = Q(full_name__icontains=word)
        if word.isascii() and word.isdigit() and len(word) <= 6:
            first = int(word.ljust(6, "0"))
            matches |= Q(adcode__range=(first, int(word.ljust(6, "9"))))
        found = found.filter(matches)
    return found


@dataclass(frozen=True)
class ProductRow:
    """A product of the list; cost (minor units) and margin (basis points) are None for whom they
    are not. `picture` is the file that stands for it."""

    product: Product
    cost: int | None
    margin: int | None
    picture: uuid.UUID | None = None


def product_rows(access: Access, products: Sequence[Product], *, on: date) -> list[ProductRow]:
    """The products with what they cost on a day."""
    known = costs.cost_of(products, on=on) if costs.may_read(access) else {}
    pictures = images.first_of(products)
    return [
        ProductRow(
            one,
            known.get(one.pk),
            costs.margin_of(one.list_price, known.get(one.pk)),
            pictures.get(one.pk),
        )
        for one in products
    ]


def products(
    access: Access, *, query: str = "", category: int | None = None, is_retired: bool = False
) -> QuerySet[Product]:
    """Products by name or SKU, in a category (its id) and all below it."""
    rows = Product.objects.select_related("category").order_by("name", "pk")
    rows = rows.exclude(retired_at=None) if is_retired else rows.filter(retired_at=None)
    above = ProductCategory.objects.filter(pk=category).first() if category else None
    if above:
        rows = rows.filter(category__path__startswith=above.path)
    for word in clean(query).split()[:5]:
        rows = rows.filter(Q(name__icontains=word) | Q(sku__icontains=word))
    return rows if costs.may_read(access) else rows.defer("standard_cost")


class Asked(TypedDict):
    """What `products` takes."""

    query: str
    category: int | None
    is_retired: bool


def asked(params: Mapping[str, str]) -> Asked:
    """The products that an address asks for: `q`, `category` (an id), `retired`."""
    return Asked(
        query=params.get("q", "")[:100],
        category=whole(params.get("category", "")),
        is_retired="retired" in params,
    )
