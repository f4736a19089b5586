"""What products are sold for to customers of a level."""

from collections.abc import Iterable
from decimal import ROUND_FLOOR, Decimal

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from .models import Option, PriceTier, Product


def price_of(
    products: Iterable[Product | int], *, level: Option | int | None, quantity: Decimal | int = 1
) -> dict[int, int]:
    """The price per unit of each product, in minor units: {product id: price}.

    That of the level with the largest least quantity that is reached; without one the list price.
    """
    ids = {one if isinstance(one, int) else one.pk for one in products}
    reached = int(Decimal(quantity).to_integral_value(rounding=ROUND_FLOOR))
    tiers = PriceTier.objects.filter(product=OuterRef("pk"), level=level, least__lte=reached)
    best = Subquery(tiers.order_by("-least").values("price")[:1])
    rows = Product.objects.filter(pk__in=ids).annotate(price=Coalesce(best, F("list_price")))
    return dict(rows.values_list("pk", "price"))


def tiers_of(product: Product) -> QuerySet[PriceTier]:
    """The level prices of a product in the order of the levels."""
    rows = PriceTier.objects.filter(product=product).select_related("level")
    return rows.order_by("level__position", "level_id", "least")
