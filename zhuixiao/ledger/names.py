"""Names of the ids in the ledger, which knows no business table."""

from collections.abc import Callable, Collection, Mapping

from .catalogue import Dimension

Namer = Callable[[Collection[int]], Mapping[int, str]]
_namers: dict[Dimension, Namer] = {}


def register(dimension: Dimension, namer: Namer) -> None:
    """Say how the ids of a dimension are called; done by the app that owns them."""
    _namers[dimension] = namer


def of(dimension: Dimension, ids: Collection[int]) -> Mapping[int, str]:
    """The names of these ids; an unknown id is missing."""
    namer = _namers.get(dimension)
    return namer([pk for pk in ids if pk]) if namer and ids else {}
