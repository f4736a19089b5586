"""Records of any kind, named by (kind, id)."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter

# Databases take no longer lists, nor so many conditions beside each other.
PART = 2_000


def by_kind(records: Iterable[tuple[str, int]]) -> Iterator[tuple[str, list[int]]]:
    """Each kind with the ids of its records, in parts that one condition takes."""
    for kind, same in groupby(sorted(set(records)), key=itemgetter(0)):
        ids = [pk for _kind, pk in same]
        for start in range(0, len(ids), PART):
            yield kind, ids[start : start + PART]
