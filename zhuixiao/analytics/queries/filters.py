"""What a table is narrowed to, as far as its reader knows it by name."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.translation import gettext as _

from zhuixiao.accounts.models import Department, Employee
from zhuixiao.catalog.models import Region
from zhuixiao.kit.errors import RuleError
from zhuixiao.ledger import names
from zhuixiao.ledger.catalogue import Dimension

from ..choices import Split
from ..definition import Definition

# As many ids as the address behind a number takes.
_MOST = 1_000


@dataclass(frozen=True)
class Narrowed:
    """`where` is for the ledger. `words` names each filter with what was chosen. `hidden` counts
    what was chosen and is not open to the reader, which is left out. `is_empty` where nothing is
    left of a filter."""

    where: dict[Dimension, list[int]] = field(default_factory=dict)
    words: list[tuple[str, list[str]]] = field(default_factory=list)
    hidden: int = 0
    is_empty: bool = False


def narrow(asked: Definition, *, reader: Employee) -> Narrowed:
    """The filters of a table for a reader: a department stands for all below it, a region too.

    Raises RuleError for more than a number can be opened by.
    """
    where: dict[Dimension, list[int]] = {}
    words = []
    hidden = 0
    for key, ids in asked.filters.items():
        split, dimension = Split(key), Dimension(key)
        known = names.of(dimension, ids, visible_to=reader)
        chosen = [pk for pk in ids if pk in known]
        hidden += len(ids) - len(chosen)
        words.append((str(split.label), [known[pk] for pk in chosen]))
        where[dimension] = _with_all_below(dimension, chosen, reader)
    return Narrowed(where, words, hidden, not all(where.values()))


def _with_all_below(dimension: Dimension, ids: Sequence[int], reader: Employee) -> list[int]:
    found: list[int] = list(ids)
    if dimension is Dimension.DEPARTMENT and ids:
        below = Q()
        for path in Department.objects.filter(pk__in=ids).values_list("path", flat=True):
            below |= Q(path__startswith=path)
        found = list(Department.objects.known_to(reader).filter(below).values_list("pk", flat=True))
    elif dimension is Dimension.REGION and ids:
        below = Q()
        for region in Region.objects.filter(pk__in=ids):
            below |= Q(pk__range=region.span)
        found = list(Region.objects.filter(below).values_list("pk", flat=True))
    if len(found) > _MOST:
        raise RuleError(
            _("That is more than %(n)d units to filter by. Choose fewer.") % {"n": _MOST}
        )
    return found
