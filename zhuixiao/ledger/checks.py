"""Proving that the numbers agree, and making them anew: rollups = entries = facts."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from django.db import connection, transaction

from . import facts
from .actions import post_many, posting_of
from .catalogue import OPTIONAL, all_metrics
from .facts import Fact
from .models import CustomerRollup, Entry, Rollup
from .rollups import CUSTOMER_KEY, DAY_KEY, SUMS
from .sources import FactSource, all_sources

_BATCH = 1_000
Progress = Callable[[str, int], None]


@dataclass(frozen=True)
class Difference:
    """Something that does not agree: where, and what stands there against what should."""

    where: str
    found: object
    expected: object

    def __str__(self) -> str:
        return f"{self.where}: found {self.found}, expected {self.expected}"


def verify(*, progress: Progress | None = None) -> list[Difference]:
    """Compare rollups with the sums of the entries, and entries with their recomputed facts."""
    tell = progress or (lambda _step, _done: None)
    differences = [*_rollups(), *_customer_rollups()]
    tell("rollups", 0)
    for source in all_sources():
        done = 0
        for ids in _batches(source.ids()):
            differences += _facts(source, ids)
            done += len(ids)
            tell(source.kind, done)
    return differences + _orphans()


@transaction.atomic
def rebuild(*, progress: Progress | None = None) -> int:
    """Throw the ledger away and post every fact again; all or nothing. Returns the facts posted."""
    tell = progress or (lambda _step, _done: None)
    for model in (Entry, Rollup, CustomerRollup):
        model._base_manager.all().delete()
    total = 0
    for source in all_sources():
        done = 0
        for ids in _batches(source.ids()):
            lines = source.postings_of(ids)
            post_many(
                items=[(Fact(source.kind, pk), lines[pk]) for pk in ids if pk in lines],
                fresh=True,
            )
            done += len(ids)
            tell(source.kind, done)
        total += done
    return total


def _batches(ids: Iterator[int]) -> Iterator[Sequence[int]]:
    while batch := list(islice(ids, _BATCH)):
        yield batch


def _rollups() -> list[Difference]:
    """Rollups by day against entries; a dimension that the metric drops counts as 0."""
    kept = {
        name: [row.id for row in all_metrics().values() if name in row.dims] or [0]
        for name in OPTIONAL
    }
    columns = ["metric", "day", "employee_id", "department_id"]
    for name, ids in kept.items():
        listed = ", ".join(str(pk) for pk in ids)
        columns.append(f"CASE WHEN metric IN ({listed}) THEN {name}_id ELSE 0 END AS {name}_id")
    return _compare("ledger_rollup", DAY_KEY, columns, "1 = 1")


def _customer_rollups() -> list[Difference]:
    return _compare("ledger_customerrollup", CUSTOMER_KEY, list(CUSTOMER_KEY), "customer_id <> 0")


def _compare(
    table: str, key: Sequence[str], columns: Sequence[str], condition: str
) -> list[Difference]:
    keys, sums = ", ".join(key), ", ".join(SUMS)
    entries = (
        f"SELECT {keys}, SUM(quantity) AS quantity, SUM(amount) AS amount, SUM(cost) AS cost, "  # noqa: S608
        f"COUNT(*) AS entries FROM (SELECT {', '.join(columns)}, quantity, amount, cost "
        f"FROM ledger_entry WHERE {condition}) AS lines GROUP BY {keys}"
    )
    rollups = f"SELECT {keys}, {sums} FROM {table}"  # noqa: S608
    differences = []
    with connection.cursor() as cursor:
        for name, left, right in (("rollup", rollups, entries), ("entries", entries, rollups)):
            cursor.execute(f"SELECT * FROM ({left}) AS a EXCEPT SELECT * FROM ({right}) AS b")  # noqa: S608
            for row in cursor.fetchall():
                where = f"{table} {dict(zip(key, row, strict=False))}"
                values = tuple(int(value) for value in row[len(key) :])
                found, expected = (values, None) if name == "rollup" else (None, values)
                differences.append(Difference(where, found, expected))
    return differences


def _facts(source: FactSource, ids: Sequence[int]) -> list[Difference]:
    """Entries of these facts against what the facts must have posted."""
    expected = source.postings_of(ids)
    kind = facts.get(source.kind).id
    held: dict[int, Counter[object]] = {pk: Counter() for pk in ids}
    for row in Entry.objects.filter(fact_kind=kind, fact_id__in=ids):
        held[row.fact_id][posting_of(row)] += 1
    differences = []
    for pk in ids:
        wanted: Counter[object] = Counter(expected.get(pk, ()))
        if held[pk] != wanted:
            found = sorted(held[pk] - wanted, key=str)
            missing = sorted(wanted - held[pk], key=str)
            differences.append(Difference(f"{source.kind} {pk}", found, missing))
    return differences


def _orphans() -> list[Difference]:
    """Entries whose fact is gone."""
    differences = []
    for source in all_sources():
        kind = facts.get(source.kind).id
        rows = Entry.objects.filter(fact_kind=kind).order_by("fact_id")
        for ids in _batches(rows.values_list("fact_id", flat=True).distinct().iterator()):
            known = source.postings_of(ids)
            differences += [
                Difference(f"{source.kind} {pk}", "entries", "no such fact")
                for pk in ids
                if pk not in known
            ]
    return differences
