"""What goes along when a customer changes hands, and ends for who works on it no longer: higher
apps say what becomes of their records."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from zhuixiao.accounts.audit import Actor

from .models import OwnerSpan


@dataclass(frozen=True)
class Follower:
    """`follow(by, spans, with_tasks)` gets the new spans with their customers and whether open
    tasks go along, `let_out(by, customer, employee)` the ids of who was let out of what; both run
    inside the change."""

    follow: Callable[[Actor, Sequence[OwnerSpan], bool], None]
    let_out: Callable[[Actor, int, int], None]


_followers: dict[str, Follower] = {}


def register(key: str, follower: Follower) -> None:
    """Called once by each app, in AppConfig.ready()."""
    _followers[key] = follower


def follow(by: Actor, spans: Sequence[OwnerSpan], *, with_tasks: bool) -> None:
    """Let everything go along."""
    for follower in _followers.values():
        follower.follow(by, spans, with_tasks)


def let_out(by: Actor, *, customer_id: int, employee_id: int) -> None:
    """End what somebody planned who may no longer work on the customer."""
    for follower in _followers.values():
        follower.let_out(by, customer_id, employee_id)
