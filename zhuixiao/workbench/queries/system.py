"""How the installation is: what the program looks after by itself."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.dates import WEEKDAYS

from zhuixiao.kit import jobs
from zhuixiao.kit.models import Job


@dataclass(frozen=True)
class Routine:
    """A periodic job and how it went last."""

    work: jobs.Periodic
    latest: Job | None

    @property
    def weekday(self) -> object:
        """The name of its day in the reader's language; empty unless it is weekly."""
        return WEEKDAYS[self.work.weekday - 1] if self.work.weekday else ""

    @property
    def is_open(self) -> bool:
        return self.latest is not None and self.latest.is_open


def routines() -> Iterator[Routine]:
    """All periodic jobs, the rare ones first."""
    works = jobs.periodic()
    kinds = [work.key for work in works]
    latest = {job.kind: job for job in Job.objects.filter(kind__in=kinds).latest_by_kind()}
    return (Routine(work, latest.get(work.key)) for work in works)
