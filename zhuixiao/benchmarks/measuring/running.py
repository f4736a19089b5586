"""Measuring one data set: every job that is wanted, in this process."""

from collections.abc import Callable, Collection

from . import jobs, scene
from .clock import Measured, measure

Progress = Callable[[str], None]


def run(wanted: Collection[str], *, runs: int, progress: Progress) -> list[Measured]:
    """The wanted rows, in the order of the table."""
    asked = scene.enter()
    measured = []
    for key, job in jobs.of(asked).items():
        if key in wanted:
            progress(key)
            measured.append(measure(key, job=job.run, unit=asked.unit, bare=job.bare, runs=runs))
    return measured
