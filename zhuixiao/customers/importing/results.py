"""What an import left out, as a table to correct and import again."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zhuixiao.accounts.audit import Actor
from zhuixiao.files import actions as files
from zhuixiao.files.choices import FileType
from zhuixiao.kit.sheets import Cell, write_xlsx
from zhuixiao.kit.sheets.cells import column_letters

from ..models import ImportBatch, RejectedRow
from .batches import FILE

_PIECE = 256 * 1024


def write(batch: ImportBatch, path: Path) -> int:
    """Write the rows that were not taken with row number and reason in front; how many they are.

    Phones stay text, so that the corrected file keeps their digits.
    """
    names: list[str] = batch.options.get("names", [])
    rows = batch.rejected.order_by("row").iterator(chunk_size=1000)
    return write_xlsx(path, [_("Row"), _("Reason"), *names], (_cells(row, names) for row in rows))


@transaction.atomic
def store(*, by: Actor, batch: ImportBatch) -> None:
    """Keep the table of rejected rows with the batch, if there are any."""
    if not batch.rejected.exists():
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows.xlsx"
        write(batch, path)
        stem = batch.file_name.rpartition(".")[0] or batch.file_name
        file = files.keep(
            by=by,
            name=_("%(name)s - rows not taken.xlsx") % {"name": stem[:60]},
            chunks=_pieces(path),
            kind=FILE,
            record_id=batch.pk,
            file_type=FileType.XLSX,
        )
    batch.options["rejected_file"] = str(file.pk)
    batch.save(update_fields=["options"])


def reasons_in_words(row: RejectedRow, names: list[str]) -> list[str]:
    """Each reason with the name of its column."""
    return [_worded(reason, names) for reason in row.reasons]


def _worded(reason: dict[str, Any], names: list[str]) -> str:
    column = reason.get("column")
    if column is None:
        return str(reason["text"])
    name = names[column] if column < len(names) else column_letters(column)
    return _("%(field)s: %(text)s") % {"field": name, "text": reason["text"]}


def _cells(row: RejectedRow, names: list[str]) -> list[Cell]:
    reason = "\n".join(reasons_in_words(row, names))
    return [row.row, reason, *(str(cell) if isinstance(cell, int) else cell for cell in row.cells)]


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            yield piece
