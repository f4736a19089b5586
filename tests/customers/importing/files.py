"""Small files as people send them, and an import from end to end."""

import csv
from collections.abc import Mapping, Sequence
from io import StringIO
from pathlib import Path
from typing import Any

from tests.world import NOW, actor
from zhuixiao.accounts.choices import Via
from zhuixiao.accounts.models import Employee
from zhuixiao.customers.importing import batches, jobs
from zhuixiao.customers.importing.settings import OnDuplicate, Settings
from zhuixiao.customers.models import ImportBatch
from zhuixiao.kit.sheets import write_xlsx

Table = Sequence[Sequence[Any]]


def as_csv(rows: Table, encoding: str = "utf-8-sig") -> bytes:
    out = StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode(encoding)


def as_xlsx(folder: Path, rows: Table) -> bytes:
    path = folder / "table.xlsx"
    write_xlsx(path, [str(cell) for cell in rows[0]], rows[1:])
    return path.read_bytes()


def begin(person: Employee, content: bytes, name: str = "客户.csv") -> ImportBatch:
    return batches.begin(by=actor(person, via=Via.IMPORT), name=name, chunks=[content])


def ready(
    person: Employee,
    content: bytes,
    *,
    name: str = "客户.csv",
    columns: Mapping[int, str] | None = None,
    **options: Any,
) -> ImportBatch:
    """An import that was set up and checked."""
    by = actor(person, via=Via.IMPORT)
    batch = begin(person, content, name)
    if columns is not None:
        batch = batches.choose_columns(by=by, batch=batch, columns=columns)
    if "on_duplicate" in options:
        options["on_duplicate"] = OnDuplicate(options["on_duplicate"])
    batch = batches.choose_settings(by=by, batch=batch, settings=Settings(**options))
    jobs.check_batch(batch, progress=nothing, now=NOW)
    batch.refresh_from_db()
    return batch


def imported(person: Employee, content: bytes, **options: Any) -> ImportBatch:
    """An import that ran to its end."""
    batch = ready(person, content, **options)
    batches.prepare(by=actor(person, via=Via.IMPORT), batch=batch)
    jobs.import_batch(batch, progress=nothing, now=NOW)
    batch.refresh_from_db()
    return batch


def nothing(done: int, total: int) -> None:
    """Progress that nobody watches."""


def reasons(batch: ImportBatch) -> dict[int, str]:
    """Row number -> all its reasons."""
    return {
        row.row: " ".join(reason["text"] for reason in row.reasons)
        for row in batch.rejected.order_by("row")
    }


def counts(batch: ImportBatch) -> tuple[int, int, int, int]:
    """Created, updated, skipped, rejected."""
    return (
        batch.created_count,
        batch.updated_count,
        batch.skipped_count,
        batch.rejected_count,
    )
