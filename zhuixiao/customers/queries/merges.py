"""Where merged customers went."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from zhuixiao.accounts.models import Employee

from ..models import Customer, Merge

UNDO_DAYS = 7
_MOST_STEPS = 10


def undoable(customer_id: int, *, now: datetime) -> Sequence[Merge]:
    """What went into this customer lately and can still be taken out, the last first."""
    since = now - timedelta(days=UNDO_DAYS)
    rows = Merge.objects.filter(winner=customer_id, undone_at=None, at__gte=since)
    return list(rows.select_related("loser").order_by("-at"))


def merged_into(customer_id: int) -> list[Customer]:
    """All that went into this customer, over several merges."""
    found: dict[int, Customer] = {}
    winners = {customer_id}
    while winners:
        rows = Merge.objects.filter(winner__in=winners, undone_at=None).select_related("loser")
        new = {row.loser_id: row.loser for row in rows if row.loser_id not in found}
        found |= new
        winners = set(new)
    return list(found.values())


def winner_of(customer_id: int, *, visible_to: Employee) -> int | None:
    """The visible customer into which this one went, over several merges; None for one that was
    not merged."""
    winner, found = customer_id, None
    for _step in range(_MOST_STEPS):
        rows = Merge.objects.filter(loser=winner, undone_at=None)
        following = rows.values_list("winner", flat=True).first()
        if following is None:
            break
        winner = found = following
    if found is None or not Customer.objects.visible_to(visible_to).filter(pk=found).exists():
        return None
    return found
