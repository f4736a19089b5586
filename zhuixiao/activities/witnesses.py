"""What proves an action record beside its own files: higher apps register visits and the like."""

from collections.abc import Callable

# Whether a record of the higher app proves the action record of this id.
Witness = Callable[[int], bool]

_witnesses: list[Witness] = []


def register(witness: Witness) -> None:
    """Called once by each app, in AppConfig.ready()."""
    _witnesses.append(witness)


def is_witnessed(activity_id: int) -> bool:
    """Whether one of them proves it."""
    return any(witness(activity_id) for witness in _witnesses)
