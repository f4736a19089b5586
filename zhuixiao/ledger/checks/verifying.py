"""The proof: rollups are the sums of the entries, and the entries are what the facts post."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice

from django.db import connection

from .. import facts, sources, storage
from ..postings import Line
from ..sources import FactSource
from .differences import Difference, Progress, silent
from .sums import compare_customers, compare_days

BATCH = 1_000
_HELD_BETWEEN = (
    "SELECT fact_id, COUNT(*) FROM ledger_entry "
    "WHERE fact_kind = %s AND fact_id > %s AND fact_id <= %s GROUP BY fact_id ORDER BY fact_id"
)
_KINDS = "SELECT DISTINCT fact_kind FROM ledger_entry"
_LAST_ID = 2**63 - 1


def verify(progress: Progress = silent) -> list[Difference]:
    """All differences between rollups, entries and facts, at one instant; nobody has to wait."""
    with _snapshot():
        differences = [*compare_days(progress), *compare_customers(progress)]
        for source in sources.sources():
            differences += _of_source(source, progress)
        return [*differences, *(_unsourced(kind) for kind in kinds_without_source())]


def kinds_without_source() -> list[int]:
    """Stored kinds of facts whose entries nothing can recompute."""
    known = {facts.get(source.kind).id for source in sources.sources()}
    with connection.cursor() as cursor:
        cursor.execute(_KINDS)
        return sorted(kind for (kind,) in cursor.fetchall() if kind not in known)


def batches(ids: Iterable[int]) -> Iterator[list[int]]:
    """Batches of ascending ids; ValueError when a source gives them in another order."""
    rest, last = iter(ids), 0
    while batch := list(islice(rest, BATCH)):
        if any(one >= two for one, two in zip([last, *batch], batch, strict=False)):
            raise ValueError("a source gives its ids ascending")
        last = batch[-1]
        yield batch


def recomputed(source: FactSource, ids: Sequence[int]) -> dict[storage.FactKey, list[Line]]:
    """What facts must have posted."""
    kind, postings = facts.get(source.kind).id, source.postings_of(ids)
    return {(kind, pk): sorted(row.line() for row in postings[pk]) for pk in ids if pk in postings}


@contextmanager
def _snapshot() -> Iterator[None]:
    """One instant of the database for all reading inside, without holding up writers.

    Not `atomic`: on SQLite that takes the lock of writers, for as long as the proof runs.
    """
    if connection.in_atomic_block:
        yield
        return
    is_sqlite = connection.vendor == "sqlite"
    begin = "BEGIN" if is_sqlite else "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
    with connection.cursor() as cursor:
        cursor.execute(begin)
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def _of_source(source: FactSource, progress: Progress) -> Iterator[Difference]:
    kind, done, last = facts.get(source.kind).id, 0, 0
    for ids in batches(source.ids()):
        yield from _gone(source, last, ids[-1], set(ids))
        yield from _unlike(source, storage.held((kind, pk) for pk in ids), recomputed(source, ids))
        done, last = done + len(ids), ids[-1]
        progress(source.kind, done)
    yield from _gone(source, last, _LAST_ID, set())


def _gone(source: FactSource, after: int, last: int, known: set[int]) -> Iterator[Difference]:
    """Entries of facts that the source does not know, after one id up to another."""
    with connection.cursor() as cursor:
        cursor.execute(_HELD_BETWEEN, [facts.get(source.kind).id, after, last])
        for pk, count in cursor.fetchall():
            if pk not in known:
                yield Difference(f"{source.kind} {pk}", f"{count} entries", "no such fact")


def _unlike(
    source: FactSource,
    held: Mapping[storage.FactKey, list[Line]],
    expected: Mapping[storage.FactKey, list[Line]],
) -> Iterator[Difference]:
    for fact in sorted(held.keys() | expected.keys()):
        found, wanted = Counter(held.get(fact, [])), Counter(expected.get(fact, []))
        if found != wanted:
            where = f"{source.kind} {fact[1]}"
            yield Difference(where, _text(found - wanted), _text(wanted - found))


def _text(lines: Counter[Line]) -> str:
    """Lines by their columns that hold something."""
    texts = (
        " ".join(f"{name} {value}" for name, value in line._asdict().items() if value)
        for line in sorted(lines.elements())
    )
    return f"[{'; '.join(texts)}]"


def _unsourced(kind: int) -> Difference:
    return Difference(f"fact kind {kind}", "entries", "a source that recomputes them")
