"""The product's import, as the command line calls it."""

import sys
from pathlib import Path
from time import perf_counter
from typing import Any

from zhuixiao.customers.importing import commanding

from ..world import people
from . import workbook

_KILOBYTES = 1024


def run(size: int, file: Path) -> dict[str, Any]:
    """Seconds for the rows of a new workbook, and this process's peak of memory in megabytes."""
    if not file.exists():
        workbook.write(file, size)
    before = peak()
    begun = perf_counter()
    batch = commanding.carry_out(
        commanding.Order(file=file, by=people.BOSS), progress=lambda _done, _total: None
    )
    seconds = perf_counter() - begun
    return {
        "seconds": seconds,
        "megabytes": peak(),
        "megabytes_before": before,
        "created": batch.created_count,
    }


def peak() -> int | None:
    """The most memory that this process ever held, None where the system does not tell."""
    try:
        import resource  # noqa: PLC0415  (not on Windows)
    except ImportError:
        return None
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used // _KILOBYTES // (_KILOBYTES if sys.platform == "darwin" else 1)
