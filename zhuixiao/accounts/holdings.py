"""What a person holds for the company, and how it goes to others: each app registers its own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

from .audit import Actor
from .models import Employee


@dataclass(frozen=True)
class Holding:
    """One kind of thing. `hand_over(by, leaver, receivers, rule)` gives all of it away, inside the
    caller's transaction, and returns how many; `rules` name the ways to share it among several,
    the usual one first. `count` is of what would go at an instant."""

    key: str
    label: str | Promise
    icon: str
    order: int
    count: Callable[[Employee, datetime], int]
    hand_over: Callable[[Actor, Employee, Sequence[Employee], str], int]
    rules: Sequence[tuple[str, str | Promise]] = ()


_holdings: dict[str, Holding] = {}


def register(holding: Holding) -> None:
    """Called once by each app, in AppConfig.ready()."""
    _holdings[holding.key] = holding


def all_kinds() -> list[Holding]:
    """All kinds in their order, which is also that of handing over."""
    return sorted(_holdings.values(), key=lambda one: (one.order, one.key))
