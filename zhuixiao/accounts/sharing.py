"""Records that a person was let into one by one: the apps that share theirs register here."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Shared:
    """Ids of a module's records outside the own scope: to be read, and to be worked on."""

    readable: frozenset[int] = frozenset()
    workable: frozenset[int] = frozenset()


# Of the employee with this id, now.
Provider = Callable[[int], Shared]

_providers: dict[str, Provider] = {}


def register(module: str, provider: Provider) -> None:
    """Called once by each app, in AppConfig.ready()."""
    _providers[module] = provider


def shared_with(module: str, employee_id: int) -> Shared:
    """What was shared with this employee; nothing of a module that shares nothing."""
    provider = _providers.get(module)
    return provider(employee_id) if provider else Shared()
