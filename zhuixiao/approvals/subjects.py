"""What may need an approval: each app registers its own kinds and how they take effect."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Employee

Payload = Mapping[str, Any]
Lines = Sequence[tuple[str | Promise, object]]
Kinds = Sequence[tuple[str, str | Promise]]


def _no_lines(_payload: Payload, _reader: Employee) -> Lines:
    return ()


def _nothing(_by: Actor, _payload: Payload, _note: str) -> None:
    return None


@dataclass(frozen=True)
class Fact:
    """A number that a flow may ask: from a limit on, or (`is_floor`) up to it.

    `unit` says how people write it: "count", "money" (minor units) or "percent" (basis points).
    """

    label: str | Promise
    is_floor: bool = False
    unit: str = "count"


@dataclass(frozen=True)
class Subject:
    """One kind of thing that is asked for.

    `apply(by, payload)` makes it take effect inside the transaction of the last decision, in the
    name of who asked; a RuleError of it refuses that decision. `lines(payload, reader)` are the
    labels and values that an approver reads. `kinds` names types that a flow may be limited to,
    `kinds_now` those that a company has made itself.
    `drop(by, payload, note)` is told, in the same transaction, that it was rejected or withdrawn:
    by whom, and why.
    """

    key: str
    label: str | Promise
    apply: Callable[[Actor, Payload], object]
    lines: Callable[[Payload, Employee], Lines] = _no_lines
    drop: Callable[[Actor, Payload, str], object] = _nothing
    facts: Mapping[str, Fact] = field(default_factory=dict)
    kinds: Kinds = ()
    icon: str = "checklist"
    kinds_now: Callable[[], Kinds] = tuple


_subjects: dict[str, Subject] = {}


def register(subject: Subject) -> None:
    """Called once by each app, in AppConfig.ready()."""
    _subjects[subject.key] = subject


def find(key: str) -> Subject | None:
    """The subject of this key; None for one whose app is not installed any more."""
    return _subjects.get(key)


def all_subjects() -> list[Subject]:
    """In the order of registration."""
    return list(_subjects.values())
