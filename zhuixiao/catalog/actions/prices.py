"""Level prices of a product, changed with it in `products`."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from zhuixiao.kit.errors import Invalid
from zhuixiao.kit.money import LARGEST

from ..choices import PickList
from ..models import Option, PriceTier, Product
from ..prices import tiers_of

MOST = 60
_LARGEST_LEAST = 10**9

# Level, least quantity, price: as the log keeps it.
Row = list[int]


@dataclass(frozen=True)
class Tier:
    """A price in minor units for a level of customers; `least` 0 is any quantity."""

    level_id: int
    price: int
    least: int = 0


def listed(product: Product) -> list[Row]:
    """The level prices that the product has."""
    return sorted([one.level_id, one.least, one.price] for one in tiers_of(product))


def checked(tiers: Sequence[Tier]) -> list[Row]:
    """The level prices as they are kept. Raises Invalid."""
    if len(tiers) > MOST:
        raise _wrong(_("At most %(most)d level prices.") % {"most": MOST})
    levels = set(Option.objects.of(PickList.IMPORTANCE).values_list("pk", flat=True))
    if any(one.level_id not in levels for one in tiers):
        raise _wrong(_("Choose a level of customers for each price."))
    if any(not 0 <= one.price < LARGEST for one in tiers):
        raise _wrong(_("Please enter an amount of 0 or more."))
    if any(not 0 <= one.least < _LARGEST_LEAST for one in tiers):
        raise _wrong(_("A quantity is a whole number of 0 or more."))
    if len({(one.level_id, one.least) for one in tiers}) < len(tiers):
        raise _wrong(_("A level has two prices for the same quantity. Keep one."))
    return sorted([one.level_id, one.least, one.price] for one in tiers)


def write(product: Product, rows: Sequence[Row]) -> None:
    """Let the product have these prices alone; the caller has checked them and writes the log."""
    PriceTier.objects.filter(product=product).delete()
    PriceTier.objects.bulk_create(
        PriceTier(product=product, level_id=level, least=least, price=price)
        for level, least, price in rows
    )


def _wrong(message: str) -> Invalid:
    return Invalid({"prices": message})
