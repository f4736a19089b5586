"""The product's import, as the command line calls it."""

import sys
from pathlib import Path
from time import perf_counter
from typing import Any

from . import bare
from .kinds import Kind

_KILOBYTES = 1024


def run(kind: Kind, size: int, file: Path) -> dict[str, Any]:
    """Seconds for the rows of a new file, and this process's peak of memory in megabytes.

    The rows that it left are kept beside the file, for `bare`.
    """
    if not file.exists():
        kind.write(file, size)
    before, marks = peak(), bare.marks(kind.tables)
    begun = perf_counter()
    kind.carry_out(file)
    seconds, megabytes = perf_counter() - begun, peak()
    bare.keep(marks, rows_of(file))
    return {
        "seconds": seconds,
        "megabytes": megabytes,
        "megabytes_before": before,
        "created": bare.left(marks, kind.counted),
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
