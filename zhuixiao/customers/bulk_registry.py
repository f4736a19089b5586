"""What can be done to many customers at once: the buttons of the bulk bar.

Higher apps add theirs in AppConfig.ready(): activities registers "add a task".
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from zhuixiao.accounts.access import Access
from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Employee
from zhuixiao.approvals.models import Request

from .models import BulkChange, Customer


class BulkForm(Protocol):
    """A Django form, made by `form(data, reader=...)`, that asks what to do exactly."""

    def is_valid(self) -> bool: ...

    def options(self) -> dict[str, Any]:
        """The answer as JSON; `apply` gets it."""
        ...


@dataclass(frozen=True)
class BulkAction:
    """One button. `apply` changes locked customers that the person may see and returns how many
    changed; it runs in a transaction, again and again for the next batch. `undo` takes back what
    the audit log of customers does not tell (None: there is nothing else)."""

    key: str
    label: object
    icon: str
    order: int
    module: str
    action: str
    form: Callable[..., BulkForm]
    apply: Callable[[Actor, Sequence[Customer], Mapping[str, Any]], int]
    undo: Callable[[Actor, BulkChange], int] | None = None
    # Asks somebody first, where somebody must agree: the customers' ids and the form's options.
    ask: Callable[[Actor, Sequence[int], Mapping[str, Any]], Request | None] | None = None
    is_danger: bool = False

    def may(self, access: Access) -> bool:
        """Whether the person sees the button."""
        return access.may(self.module, self.action)


_actions: dict[str, BulkAction] = {}


def register(action: BulkAction) -> None:
    """Add a button, or replace the one with the same key."""
    _actions[action.key] = action


def find(key: str) -> BulkAction | None:
    """The action of this key."""
    return _actions.get(key)


def of_person(employee: Employee) -> list[BulkAction]:
    """The buttons that this person gets, in their order."""
    found = sorted(_actions.values(), key=lambda one: (one.order, one.key))
    return [one for one in found if one.may(employee.access)]
