"""Where facts live: for each kind, all ids and what each must have posted."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from .postings import Posting

Ids = Callable[[], Iterable[int]]
PostingsOf = Callable[[Sequence[int]], Mapping[int, Sequence[Posting]]]


@dataclass(frozen=True)
class FactSource:
    """`ids` gives the ids of all facts of the kind, ascending; `postings_of` recomputes what facts
    must have posted (a fact that must hold nothing may be missing in its answer)."""

    kind: str
    ids: Ids
    postings_of: PostingsOf


_sources: dict[str, FactSource] = {}


def register(kind: str, ids: Ids, postings_of: PostingsOf) -> None:
    """Declare the source of a kind of fact; called once by its app in AppConfig.ready().

    Raises ValueError for a kind that has one already.
    """
    if kind in _sources:
        raise ValueError(f"fact kind {kind} has a source already")
    _sources[kind] = FactSource(kind, ids, postings_of)


def sources() -> list[FactSource]:
    return list(_sources.values())
