"""The parts of a bundle, changed with it in `products`."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from zhuixiao.accounts.models import Company
from zhuixiao.kit.errors import Invalid

from ..bundles import parts_of, within
from ..models import BundlePart, Product
from ..models.bundle import plain

MOST = 60
_LARGEST = Decimal(10**6)


@dataclass(frozen=True)
class Part:
    """So much of another product, with three decimals at most."""

    product_id: int
    quantity: Decimal


def listed(product: Product) -> list[Any]:
    """The parts that the product has."""
    return [[one.part_id, one.amount] for one in parts_of(product)]


def checked(product: Product | None, parts: Sequence[Part]) -> list[Any]:
    """The parts as they are kept. Raises Invalid, also where the product would contain itself."""
    if len(parts) > MOST:
        raise _wrong(_("At most %(most)d parts.") % {"most": MOST})
    ids = {one.product_id for one in parts}
    if len(ids) < len(parts):
        raise _wrong(_("A product stands there twice. Add the quantities up."))
    if any(not _fits(one.quantity) for one in parts):
        raise _wrong(_("A quantity is more than 0, with at most three decimals."))
    held = {one.part_id for one in parts_of(product)} if product else set()
    known = Product.objects.filter(pk__in=ids)
    if set(known.filter(retired_at=None).values_list("pk", flat=True)) | held & ids != ids:
        raise _wrong(_("Choose products that are in use."))
    if product and ids:
        # Two people could each add half of a circle.
        Company.objects.select_for_update().get()
        if product.pk in within(ids):
            raise _wrong(_("A product cannot be a part of itself, also not through others."))
    return [[one.product_id, plain(one.quantity)] for one in parts]


def write(product: Product, rows: Sequence[Any]) -> None:
    """Let the product have these parts alone; the caller has checked them and writes the log."""
    BundlePart.objects.filter(bundle=product).delete()
    BundlePart.objects.bulk_create(
        BundlePart(bundle=product, part_id=part, quantity=Decimal(str(quantity)))
        for part, quantity in rows
    )


def _fits(quantity: Decimal) -> bool:
    return quantity.is_finite() and 0 < quantity < _LARGEST and quantity == round(quantity, 3)


def _wrong(message: str) -> Invalid:
    return Invalid({"parts": message})
