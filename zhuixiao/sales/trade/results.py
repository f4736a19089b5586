"""What an import did not take, as a table to correct and import again."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from django.utils.translation import gettext as _

from zhuixiao.kit.sheets import Cell, write_xlsx

from . import source
from .kinds import Kind
from .setup import Setup


def write(
    kind: Kind, path: Path, setup: Setup, refused: Sequence[tuple[int, str]], table: Path
) -> int:
    """Read the file once more and write those of its rows with number and reason in front."""
    names = source.look(kind, path, sheet=setup.sheet, header_row=setup.header_row).names
    reasons = dict(refused)

    def rows() -> Iterator[list[Cell]]:
        for row in source.rows(kind, path, sheet=setup.sheet, header_row=setup.header_row):
            if row.number in reasons:
                yield [row.number, reasons[row.number], *row.cells]

    return write_xlsx(table, [_("Row"), _("Reason"), *names], rows())
