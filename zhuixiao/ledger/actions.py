"""Posting: the only writer of the ledger."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice

from django.db import connection

from . import facts
from .catalogue import by_id
from .facts import Fact
from .models import Entry
from .postings import Posting, as_day
from .rollups import Differences

__all__ = ["Posting", "post", "post_many", "unpost"]

_BATCH = 1_000


def post(*, fact: Fact, postings: Sequence[Posting]) -> None:
    """Make these lines what the fact has posted; the lines it had before go.

    Posting the same lines again changes nothing. Call it in the transaction that writes the fact.
    """
    post_many(items=[(fact, postings)])


def unpost(*, fact: Fact) -> None:
    """Take back everything that the fact has posted."""
    post_many(items=[(fact, ())])


def post_many(*, items: Iterable[tuple[Fact, Sequence[Posting]]], fresh: bool = False) -> None:
    """`post` for many facts in few statements; `fresh` says that none has posted before."""
    if not connection.in_atomic_block:
        raise RuntimeError("post to the ledger inside the transaction that writes the fact")
    rest = iter(items)
    while batch := list(islice(rest, _BATCH)):
        _post_batch(batch, fresh=fresh)


def _post_batch(batch: Sequence[tuple[Fact, Sequence[Posting]]], *, fresh: bool) -> None:
    differences = Differences()
    inserts: list[Entry] = []
    removed: list[int] = []
    held = {} if fresh else _held(fact for fact, _lines in batch)
    for fact, lines in batch:
        old = held.get(fact, [])
        if Counter(line for _pk, line in old) == Counter(lines):
            continue
        removed += [pk for pk, _line in old]
        differences.add((line for _pk, line in old), -1)
        differences.add(lines, 1)
        inserts += [_entry(fact, line) for line in lines]
    if removed:
        Entry.objects.filter(pk__in=removed).delete()
    if inserts:
        Entry.objects.bulk_create(inserts, batch_size=500)
    differences.apply()


def _held(wanted: Iterable[Fact]) -> dict[Fact, list[tuple[int, Posting]]]:
    """What facts have posted so far, with the ids of the entries; locked against other writers."""
    ids: dict[str, list[int]] = {}
    for fact in wanted:
        ids.setdefault(fact.kind, []).append(fact.id)
    held: dict[Fact, list[tuple[int, Posting]]] = {}
    for kind, fact_ids in ids.items():
        rows = Entry.objects.filter(fact_kind=facts.get(kind).id, fact_id__in=fact_ids)
        for row in rows.select_for_update().order_by("pk"):
            held.setdefault(Fact(kind, row.fact_id), []).append((row.pk, posting_of(row)))
    return held


def posting_of(row: Entry) -> Posting:
    """The line that an entry stores."""
    return Posting(
        metric=by_id(row.metric).key,
        at=row.at,
        day=as_day(row.day),
        quantity=row.quantity,
        amount=row.amount,
        cost=row.cost,
        employee_id=row.employee_id,
        department_id=row.department_id,
        customer_id=row.customer_id,
        channel_id=row.channel_id,
        product_id=row.product_id,
        region_id=row.region_id,
        option_id=row.option_id,
    )


def _entry(fact: Fact, line: Posting) -> Entry:
    return Entry(
        at=line.at,
        day=line.day_number,
        metric=line.definition.id,
        quantity=line.quantity,
        amount=line.amount,
        cost=line.cost,
        employee_id=line.employee_id,
        department_id=line.department_id,
        customer_id=line.customer_id,
        channel_id=line.channel_id,
        product_id=line.product_id,
        region_id=line.region_id,
        option_id=line.option_id,
        fact_kind=facts.get(fact.kind).id,
        fact_id=fact.id,
    )
