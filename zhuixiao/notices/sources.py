"""What may be subscribed to: higher apps register it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from zhuixiao.accounts.models import Employee
from zhuixiao.kit.periods import Period, PeriodKind

from .message import Message

# The subjects under their headings: [(heading, [(key, label)])].
Subjects = Sequence[tuple[str, Sequence[tuple[str, str]]]]


@dataclass(frozen=True)
class Occasion:
    """What a message is asked about: the days from `covers`, told at `now`.

    With kind DAY it covers the days off before a workday too. `reader` comes with his access.
    """

    reader: Employee
    subject: str
    kind: PeriodKind
    covers: Period
    now: datetime


@dataclass(frozen=True)
class Source:
    """`permission` is the (module, action) that its messages need. `subjects` are those that a
    person may choose, "" means everything that he may see where `whole` names it. `compose` gives
    None where there is nothing to tell, or the subject is gone."""

    key: str
    label: object
    permission: tuple[str, str]
    compose: Callable[[Occasion], Message | None]
    subjects: Callable[[Employee], Subjects] = lambda _reader: ()
    whole: object = ""
    periods: Sequence[PeriodKind] = (PeriodKind.DAY, PeriodKind.WEEK, PeriodKind.MONTH)

    def is_open_to(self, reader: Employee) -> bool:
        return reader.access.may(*self.permission)

    def labels(self, reader: Employee) -> dict[str, str]:
        """How the subjects are called that the reader may choose, by their keys."""
        known = (row for _heading, rows in self.subjects(reader) for row in rows)
        found = {key: label.strip() for key, label in known}
        return {"": str(self.whole), **found} if self.whole else found


_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    """Called once by each app, in AppConfig.ready()."""
    _sources[source.key] = source


def find(key: str) -> Source | None:
    """The source of this key; None where no app of this version has it."""
    return _sources.get(key)


def open_to(reader: Employee) -> list[Source]:
    """Those whose messages the reader may get."""
    return [row for row in _sources.values() if row.is_open_to(reader)]
