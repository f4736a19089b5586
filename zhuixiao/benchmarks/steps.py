"""What is done inside one data set, each step in a process of its own."""

import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection

from zhuixiao.kit.serving import static

from .doors.kinds import DOOR_KINDS, processes
from .doors.served import served
from .importing import bare, real
from .importing.kinds import KINDS
from .measuring import running
from .world import building


def build(options: dict[str, Any]) -> None:
    """Fill the empty database."""
    call_command("migrate", interactive=False, verbosity=0)
    building.build(options["size"], now=datetime.now(UTC), progress=tell)


def measure(options: dict[str, Any]) -> None:
    """Measure the requests; the result is a file of JSON."""
    call_command("migrate", interactive=False, verbosity=0)
    static.collect_if_changed()
    measured = running.run(options["rows"], runs=options["runs"], progress=tell)
    rows = [row.as_json() for row in measured]
    _write(options["result"], {"engine": engine(), "rows": rows})


def import_rows(options: dict[str, Any]) -> None:
    """Import a file of `size` rows as the product does."""
    (key,) = options["rows"]
    _write(options["result"], real.run(KINDS[key], options["size"], Path(options["file"])))


def import_bare(options: dict[str, Any]) -> None:
    """Write the rows that the import left, without the product."""
    (key,) = options["rows"]
    rows = real.rows_of(Path(options["file"]))
    _write(options["result"], bare.run(rows, alone=KINDS[key].counted[0]))


def door(options: dict[str, Any]) -> None:
    """Send to a served process what comes to such a door."""
    call_command("migrate", interactive=False, verbosity=0)
    (key,) = options["rows"]
    with served(processes(key)) as port:
        taken = DOOR_KINDS[key](port)
    _write(options["result"], {"engine": engine(), "rows": [row.as_json() for row in taken]})


STEPS: dict[str, Callable[[dict[str, Any]], None]] = {
    "build": build,
    "measure": measure,
    "door": door,
    "import": import_rows,
    "import-bare": import_bare,
}


def tell(text: str) -> None:
    """Progress, for whoever waits."""
    print(f"bench: {text}", file=sys.stderr, flush=True)


def engine() -> str:
    """The database and its version."""
    if connection.vendor == "sqlite":
        return f"SQLite {connection.Database.sqlite_version}"  # type: ignore[attr-defined]
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return f"PostgreSQL {cursor.fetchone()[0].split()[0]}"


def _write(path: str, result: dict[str, Any]) -> None:
    Path(path).write_text(json.dumps(result), encoding="utf-8")
