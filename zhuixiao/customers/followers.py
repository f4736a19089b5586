"""What goes along when a customer changes hands: higher apps say what becomes of their records."""

from collections.abc import Callable, Sequence

from zhuixiao.accounts.audit import Actor

from .models import OwnerSpan

# Who acts, the new spans with their customers, and whether open tasks go along.
Follower = Callable[[Actor, Sequence[OwnerSpan], bool], None]

_followers: dict[str, Follower] = {}


def register(key: str, follower: Follower) -> None:
    """Called once by each app, in AppConfig.ready(); the follower runs inside the change."""
    _followers[key] = follower


def follow(by: Actor, spans: Sequence[OwnerSpan], *, with_tasks: bool) -> None:
    """Let everything go along."""
    for follower in _followers.values():
        follower(by, spans, with_tasks)
