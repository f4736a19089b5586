"""The kinds of notices, and how a notice's customer is called: higher apps register both."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from zhuixiao.accounts.models import Employee


@dataclass(frozen=True)
class Heading:
    """A customer as the reader may see it."""

    name: str
    url: str


Headings = Callable[[Employee, Iterable[int]], Mapping[int, Heading]]

_labels: dict[str, object] = {}
_headings: list[Headings] = []


def register(kind: str, label: object) -> None:
    """Name a kind, so that a person can mute it; called once, in AppConfig.ready()."""
    _labels[kind] = label


def all_kinds() -> dict[str, object]:
    """Each kind with its label, in the order of registration."""
    return dict(_labels)


def name_customers(headings: Headings) -> None:
    """Who knows names: `headings(reader, customer ids)` leaves out what the reader may not see."""
    _headings[:] = [headings]


def headings(reader: Employee, customer_ids: Iterable[int]) -> Mapping[int, Heading]:
    """The visible customers among these ids."""
    return _headings[0](reader, customer_ids) if _headings else {}
