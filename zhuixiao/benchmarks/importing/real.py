"""The product's import, as the command line calls it."""

import sys
from pathlib import Path
from time import perf_counter
from typing import Any

from zhuixiao.customers.importing import commanding

from ..world import people
from . import bare, workbook

_KILOBYTES = 1024


def run(size: int, file: Path) -> dict[str, Any]:
    """Seconds for the rows of a new workbook, and this process's peak of memory in megabytes.

    The rows that it left are kept beside the file, for `bare`.
    """
    if not file.exists():
        workbook.write(file, size)
    before, marks = peak(), bare.marks()
    begun = perf_counter()
    batch = commanding.carry_out(
        commanding.Order(file=file, by=people.BOSS), progress=lambda _done, _total: None
    )
    seconds, megabytes = perf_counter() - begun, peak()
    bare.keep(marks, rows_of(file))
    return {
        "seconds": seconds,
        "megabytes": megabytes,
        "megabytes_before": before,
        "created": batch.created_count,
    }


def rows_of(file: Path) -> Path:
    """Where the rows of an imported file are kept."""
    return file.with_suffix(".json")


def peak() -> int | None:
    """The most memory that this process ever held, None where the system does not tell."""
    try:
        import resource  # noqa: PLC0415  (not on Windows)
    except ImportError:
        return None
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used // _KILOBYTES // (_KILOBYTES if sys.platform == "darwin" else 1)
