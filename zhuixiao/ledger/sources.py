"""Where facts live: for each kind, all ids and what each must have posted."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from .postings import Posting


@dataclass(frozen=True)
class FactSource:
    """`postings_of` recomputes what facts must post; ids that are gone are missing in its answer."""

    kind: str
    ids: Callable[[], Iterator[int]]
    postings_of: Callable[[Sequence[int]], Mapping[int, Sequence[Posting]]]


_sources: dict[str, FactSource] = {}


def register(
    kind: str,
    *,
    ids: Callable[[], Iterator[int]],
    postings_of: Callable[[Sequence[int]], Mapping[int, Sequence[Posting]]],
) -> None:
    """Declare the source of a kind of fact; called once by its app in AppConfig.ready()."""
    _sources[kind] = FactSource(kind, ids, postings_of)


def all_sources() -> list[FactSource]:
    return list(_sources.values())
