"""How long what is kept: each part of the program says what it deletes once it is old enough."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

from zhuixiao.accounts.models import Company
from zhuixiao.kit import jobs

SETTING = "customers.keep"
MOST_DAYS = 36_500
# A part of one transaction: nobody waits long for it.
PART = 2_000

# Deletes what is of before an instant, in parts, and returns how much that was.
Forget = Callable[[jobs.Running, datetime], int]


@dataclass(frozen=True)
class Keep:
    """`days` is what holds as long as nobody sets it, None for ever; `least` the fewest that can be
    set. Without `forget` a job of its own reads the setting."""

    key: str
    label: str | Promise
    hint: str | Promise
    order: int
    days: int | None
    least: int
    forever: bool = True
    forget: Forget | None = None


_kinds: dict[str, Keep] = {}


def register(keep: Keep) -> None:
    """Called once for each, in AppConfig.ready()."""
    _kinds[keep.key] = keep


def all_kinds() -> list[Keep]:
    return sorted(_kinds.values(), key=lambda keep: keep.order)


def days_of(company: Company | None, key: str) -> int | None:
    """How many days something is kept; None for ever."""
    held: dict[str, int | None] = company.settings.get(SETTING, {}) if company else {}
    return held.get(key, _kinds[key].days)
