"""Posting: the only door through which facts write the ledger."""

from collections.abc import Iterable, Sequence
from itertools import islice

from django.db import connection
from django.db.transaction import TransactionManagementError

from . import facts, storage
from .facts import Fact
from .postings import Posting
from .rollups import Differences

__all__ = ["Posting", "post", "post_many", "unpost"]

_BATCH = 1_000
# Rollup rows stay locked from their update to the commit, so they are written as late as memory
# allows.
_MOST_DIFFERENCES = 50_000


def post(*, fact: Fact, postings: Sequence[Posting]) -> None:
    """Make these lines all that the fact has posted; lines that it had before go.

    Posting the same lines again changes nothing. Call it in the transaction that writes the fact's
    own row and after that write, whose lock keeps two writers of one fact apart; of two that come
    without it the second gets an IntegrityError, and no line is ever double.
    """
    post_many(items=[(fact, postings)])


def unpost(*, fact: Fact) -> None:
    """Take back everything that the fact has posted."""
    post_many(items=[(fact, ())])


def post_many(*, items: Iterable[tuple[Fact, Sequence[Posting]]], fresh: bool = False) -> None:
    """`post` for many facts in few statements; `fresh` says that none of them has posted before.

    An action that posts several facts calls this once: the rollups are then locked in one order,
    and two such actions cannot block each other for good.
    """
    if not connection.in_atomic_block:
        raise TransactionManagementError("post inside the transaction that writes the fact")
    differences = Differences()
    rest = iter(items)
    while batch := dict(islice(rest, _BATCH)):
        _replace(batch, differences, fresh=fresh)
        if len(differences) > _MOST_DIFFERENCES:
            differences.apply()
    differences.apply()


def _replace(
    batch: dict[Fact, Sequence[Posting]], differences: Differences, *, fresh: bool
) -> None:
    """Bring the entries of a batch of facts in step and note what that changes in the rollups."""
    lines = {
        (facts.get(fact.kind).id, fact.id): sorted(posting.line() for posting in postings)
        for fact, postings in batch.items()
    }
    held = {} if fresh else storage.held(lines)
    changed = {fact: new for fact, new in lines.items() if new != held.get(fact, [])}
    differences.add(storage.remove(fact for fact in changed if fact in held), -1)
    storage.add(changed)
    for new in changed.values():
        differences.add(new, 1)
