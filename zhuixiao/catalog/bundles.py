"""What is in which bundle."""

from collections.abc import Iterable

from django.db.models import QuerySet

from .models import BundlePart, Product


def parts_of(product: Product) -> QuerySet[BundlePart]:
    """The parts of a bundle, as they were added."""
    return BundlePart.objects.filter(bundle=product).select_related("part").order_by("pk")


def within(ids: Iterable[int]) -> set[int]:
    """These products and everything that is in them, however deep."""
    found: set[int] = set()
    level = set(ids)
    while level:
        found |= level
        rows = BundlePart.objects.filter(bundle__in=level).values_list("part_id", flat=True)
        level = set(rows) - found
    return found
