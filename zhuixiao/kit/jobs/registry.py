"""The kinds of jobs that the apps know."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ..models import Job
from .running import Running

Work = Callable[[Running], Mapping[str, Any] | None]


@dataclass(frozen=True)
class Kind:
    """What is done for jobs of this kind, how often it is tried, and in which lane."""

    key: str
    work: Work
    max_attempts: int
    lane: str


_kinds: dict[str, Kind] = {}
_listeners: dict[str, Callable[[Job], None]] = {}


def register(kind: str, *, retries: int = 0, exclusive: str = "") -> Callable[[Work], Work]:
    """Decorate `run(job: Running) -> result`, which does jobs of this kind.

    `retries` is how often an unexpected error is tried again (a RuleError never is). Of all jobs
    whose kinds share the name `exclusive`, one runs at a time.
    """

    def decorate(work: Work) -> Work:
        _kinds[kind] = Kind(kind, work, retries + 1, exclusive)
        return work

    return decorate


def kind(key: str) -> Kind | None:
    """The kind of this key; None when the program does not know it (an older or newer one ran)."""
    return _kinds.get(key)


def when_failed(kind: str, tell: Callable[[Job], None]) -> None:
    """Who wants to know that a job of this kind has failed for good; called once, in
    AppConfig.ready()."""
    _listeners[kind] = tell


def tell_failure(job: Job) -> None:
    """Called in the transaction that parks the job."""
    if job.kind in _listeners:
        _listeners[job.kind](job)
