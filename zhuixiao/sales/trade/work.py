"""What one import carries along: who imports, how, and what it has counted so far."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Company

from .. import closing
from .kinds import Kind
from .outcome import Outcome
from .setup import Setup

Progress = Callable[[int, int], None]


@dataclass
class Work:
    """`touched` are the customers whose figures change."""

    by: Actor
    kind: Kind
    setup: Setup
    is_dry: bool
    outcome: Outcome = field(default_factory=Outcome)
    touched: set[int] = field(default_factory=set)
    own_currency: str = ""
    closed_until: date | None = None

    def __post_init__(self) -> None:
        self.own_currency = Company.objects.get().currency
        self.closed_until = None if self.setup.into_closed else closing.closed_until()

    @property
    def columns(self) -> Mapping[str, int]:
        return {key: index for index, key in self.setup.by_index.items()}

    @contextmanager
    def chunk(self) -> Iterator[None]:
        """A transaction; a dry run takes everything back that was tried in it."""
        with transaction.atomic():
            yield
            transaction.set_rollback(self.is_dry)

    def closed(self, day: date) -> str:
        """In words that finance has closed the month of this day; "" where it is open."""
        until = self.closed_until
        if until is None or day > until:
            return ""
        return _("Finance has closed everything up to %(day)s.") % {"day": date_format(until)}
