"""What products cost on a day, and the margin that is left."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from zhuixiao.accounts.access import Access
from zhuixiao.accounts.choices import FieldAccess

from .models import BundlePart, Product, ProductCost

COST = "catalog.cost"
_IS_MADE = Exists(BundlePart.objects.filter(bundle=OuterRef("pk")))


def cost_of(products: Iterable[Product | int], *, on: date) -> dict[int, int]:
    """The cost per unit of each product on a day, in minor units: {product id: cost}.

    The newest cost that is not after the day; before the first one, that one. A bundle without a
    cost of its own costs what its parts cost. One statement, and two more for each depth of such
    bundles.
    """
    asked = {one if isinstance(one, int) else one.pk for one in products}
    own: dict[int, int] = {}
    parts: dict[int, list[tuple[int, Decimal]]] = {}
    level = asked
    while level:
        rows = Product.objects.filter(pk__in=level).annotate(day_cost=own_cost(on), made=_IS_MADE)
        found = list(rows.values_list("pk", "day_cost", "made"))
        own |= {pk: cost for pk, cost, _made in found}
        made = [pk for pk, cost, is_made in found if is_made and not cost]
        inside = BundlePart.objects.filter(bundle__in=made) if made else BundlePart.objects.none()
        for bundle, part, quantity in inside.values_list("bundle_id", "part_id", "quantity"):
            parts.setdefault(bundle, []).append((part, quantity))
        level = {part for pk in made for part, _quantity in parts.get(pk, ())} - own.keys()
    totals: dict[int, int] = {}
    return {pk: _total(pk, own, parts, totals) for pk in asked if pk in own}


def _total(
    pk: int,
    own: Mapping[int, int],
    parts: Mapping[int, Sequence[tuple[int, Decimal]]],
    totals: dict[int, int],
) -> int:
    """The cost of a product with its parts; no product contains itself."""
    if pk not in totals:
        inside = parts.get(pk, ())
        sums = (_total(part, own, parts, totals) * quantity for part, quantity in inside)
        whole = sum(sums, Decimal()).quantize(Decimal(1), rounding=ROUND_HALF_UP)
        totals[pk] = int(whole) if inside else own[pk]
    return totals[pk]


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
