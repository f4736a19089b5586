"""Where merged customers went."""

from zhuixiao.accounts.models import Employee

from ..models import Customer, Merge

_MOST_STEPS = 10


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
