"""What the phone keeps for its screens without network: each area registers its own piece."""

from collections.abc import Callable
from datetime import datetime

from zhuixiao.accounts.models import Employee

# (employee, now) -> what JSON can hold. Its keys stand in the builder's docstring.
Build = Callable[[Employee, datetime], object]

_pieces: dict[str, Build] = {}


def register(key: str, build: Build) -> None:
    """Called by each area's wiring, once, in AppConfig.ready(). A piece that is None is left out:
    the phone draws no screen for it."""
    _pieces[key] = build


def pieces() -> dict[str, Build]:
    """All builders by their key."""
    return dict(_pieces)
