"""Medians of many runs, each interleaved with the unit, so that a busy moment hits both."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from statistics import median, quantiles
from time import perf_counter
from typing import Any

from django.db import connection

_WARM_UP = 3


@dataclass(frozen=True)
class Measured:
    """Times in milliseconds: of the job, of the unit beside it, of the bare SQL."""

    key: str
    job: float
    slow: float
    unit: float
    bare: float
    runs: int

    @property
    def units(self) -> float:
        return self.job / self.unit

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def measure(
    key: str,
    *,
    job: Callable[[int], object],
    unit: Callable[[], object],
    bare: Callable[[int], object],
    runs: int,
) -> Measured:
    """Run the job `runs` times; it and the SQL get the number of the run, to vary the question.

    `slow` is the job's time that only a twentieth of the runs exceed.
    """
    for number in range(_WARM_UP):
        unit()
        job(number)
        bare(number)
    jobs, units, bares = [], [], []
    for number in range(_WARM_UP, _WARM_UP + runs):
        units.append(_time(unit))
        jobs.append(_time(lambda: job(number)))  # noqa: B023  (called at once)
        # A request closes its connection at its end; opening one is no part of the question.
        connection.ensure_connection()
        bares.append(_time(lambda: bare(number)))  # noqa: B023
    return Measured(
        key=key,
        job=median(jobs),
        slow=quantiles(jobs, n=20)[-1] if runs > 1 else jobs[0],
        unit=median(units),
        bare=median(bares),
        runs=runs,
    )


def _time(work: Callable[[], object]) -> float:
    begun = perf_counter()
    work()
    return (perf_counter() - begun) * 1000
