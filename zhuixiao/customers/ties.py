"""What a customer is tied to: one with contracts in force is not deleted, each app says which."""

from collections.abc import Callable, Collection, Mapping

# Of these customers those that have to stay: {id: what ties them, and the way out}.
Tie = Callable[[Collection[int]], Mapping[int, object]]

_ties: list[Tie] = []


def register(tie: Tie) -> None:
    """Called once by each app, in AppConfig.ready()."""
    _ties.append(tie)


def of(customer_ids: Collection[int]) -> dict[int, object]:
    """Why which of these customers cannot be deleted; the first reason of each."""
    found: dict[int, object] = {}
    for tie in _ties if customer_ids else ():
        found = {**tie(customer_ids), **found}
    return found
