"""What products cost on a day, and the margin that is left."""

from collections.abc import Iterable
from datetime import date

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from zhuixiao.accounts.access import Access
from zhuixiao.accounts.choices import FieldAccess

from .models import Product, ProductCost

COST = "catalog.cost"


def cost_of(products: Iterable[Product | int], *, on: date) -> dict[int, int]:
    """The standard cost per unit of each product on a day, in minor units: {product id: cost}.

    The newest cost that is not after the day; before the first one, that one.
    """
    ids = {one if isinstance(one, int) else one.pk for one in products}
    rows = Product.objects.filter(pk__in=ids).annotate(day_cost=own_cost(on))
    return dict(rows.values_list("pk", "day_cost"))


def own_cost(on: date) -> Coalesce:
    """An annotation of products: what was said of the product itself, without its parts."""
    rows = ProductCost.objects.filter(product=OuterRef("pk"))
    newest = rows.filter(valid_from__lte=on).order_by("-valid_from").values("cost")[:1]
    earliest = rows.order_by("valid_from").values("cost")[:1]
    return Coalesce(Subquery(newest), Subquery(earliest), F("standard_cost"))


def history(product: Product) -> QuerySet[ProductCost]:
    """The costs of a product, the latest day first."""
    rows = ProductCost.objects.filter(product=product)
    return rows.select_related("changed_by").order_by("-valid_from")


def margin_of(price: int, cost: int | None) -> int | None:
    """The share of the price that is left, in basis points; None without a price or a cost."""
    return None if cost is None or not price else round((price - cost) * 10_000 / price)


def may_read(access: Access) -> bool:
    """Whether the person sees costs; masked costs are shown as dots, never as numbers."""
    return access.field(COST) in {FieldAccess.READ, FieldAccess.WRITE}
