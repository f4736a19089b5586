"""What can be commented on: every app registers its kinds of records."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from zhuixiao.accounts.models import Employee


@dataclass(frozen=True)
class Target:
    """A record as one person sees it: its name, where it opens, who is told of comments, and whom a
    comment may ask, nobody where it is None."""

    label: str
    url: str
    people: Collection[int] = ()
    customer_id: int = 0
    answers: int | None = None


Resolver = Callable[[Employee, int], Target | None]

_resolvers: dict[str, Resolver] = {}


def register(kind: str, resolver: Resolver) -> None:
    """`resolver(employee, record_id)` gives the record, None when the employee may not see it.

    Called once per kind of record, in AppConfig.ready() of the app that owns it.
    """
    _resolvers[kind] = resolver


def target(employee: Employee, kind: str, record_id: int) -> Target | None:
    """The record, if there is one that the employee may see."""
    resolver = _resolvers.get(kind)
    return resolver(employee, record_id) if resolver and employee.is_active else None
