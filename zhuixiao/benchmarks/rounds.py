"""One round over a database: make each data set, measure it, drop it."""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.management.base import CommandError

from .doors.door import Taken
from .importing.kinds import KINDS
from .promises import DOORS, IMPORTS
from .results import Imported, Results
from .sets import DataSet

# The customers of whoever sends: they make no difference.
_AT_DOORS = 10_000
# The customers that are there already when a file is imported.
_BEFORE_IMPORT = 10_000


@dataclass(frozen=True)
class Order:
    """What is asked of a run of the benchmark; `import_sizes` are rows of the files by import."""

    sizes: Sequence[int]
    import_sizes: Mapping[str, Sequence[int]]
    rows: Sequence[str]
    runs: int
    keep: bool


def run(database: str, order: Order) -> Results:
    """Measure everything on one database."""
    results = Results(database)
    rows = [row for row in order.rows if row not in (*IMPORTS, *DOORS)]
    for size in order.sizes if rows else ():
        with _made(DataSet(database, size), keep=order.keep) as data_set:
            measured = _step(
                data_set, "measure", "--rows", ",".join(rows), "--runs", str(order.runs)
            )
        results.take(size, measured)
    for key in (key for key in DOORS if key in order.rows):
        size = min(order.sizes[0], _AT_DOORS)
        with _made(DataSet(database, size, "door_"), keep=False) as data_set:
            found = _step(data_set, "door", "--rows", key)
        results.engine = found["engine"]
        results.doors += [Taken(**row) for row in found["rows"]]
    for key in (key for key in IMPORTS if key in order.rows):
        results.imports[key] = [
            _imported(database, key, size, min(order.sizes[0], _BEFORE_IMPORT))
            for size in order.import_sizes[key]
        ]
    return results


def _imported(database: str, key: str, rows: int, customers: int) -> Imported:
    """Both meet the same small company, made anew: what is imported twice is skipped."""
    found: dict[str, Any] = {}
    with TemporaryDirectory() as folder:
        file = Path(folder) / KINDS[key].file
        for step in ("import", "import-bare"):
            with _made(DataSet(database, customers, "import_"), keep=False) as data_set:
                said = ("--rows", key, "--size", str(rows), "--file", str(file))
                found |= _step(data_set, step, *said)
    if found["created"] != rows:
        raise CommandError(f"of {rows} rows only {found['created']} were imported")
    return Imported(
        rows=rows,
        seconds=found["seconds"],
        bare=found["every"],
        alone=found["alone"],
        megabytes=found["megabytes"],
    )


@contextmanager
def _made(data_set: DataSet, *, keep: bool) -> Iterator[DataSet]:
    """The data set, filled; kept ones are used again."""
    try:
        if not (keep and data_set.is_kept):
            data_set.make()
            _call(data_set, "build", "--size", str(data_set.size))
            if keep:
                data_set.keep()
        yield data_set
    finally:
        if not (keep and data_set.is_kept):
            data_set.drop()


def _step(data_set: DataSet, step: str, *options: str) -> dict[str, Any]:
    """Do a step and read what it wrote."""
    with TemporaryDirectory() as folder:
        result = Path(folder) / "result.json"
        _call(data_set, step, "--result", str(result), *options)
        found: dict[str, Any] = json.loads(result.read_text(encoding="utf-8"))
    return found


def _call(data_set: DataSet, step: str, *options: str) -> None:
    command = [sys.executable, "-m", "zhuixiao", "bench", "--step", step, *options]
    done = subprocess.run(command, env=dict(data_set.environment), check=False)  # noqa: S603
    if done.returncode:
        raise CommandError(f"{step} of {data_set.name} failed")
