"""What every file of rows offers, whatever its kind."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from types import TracebackType
from typing import Self

from zhuixiao.kit.sheets.cells import Cell, Merge
from zhuixiao.kit.sheets.errors import NoSuchSheet
from zhuixiao.kit.sheets.kinds import Kind


class Book(ABC):
    """An opened file: its sheets by name, and their rows.

    `encoding` is set for text and HTML; where `encoding_guessed`, show the person a few rows
    before believing them.
    """

    def __init__(
        self,
        *,
        kind: Kind,
        sheets: list[str],
        encoding: str | None = None,
        encoding_guessed: bool = False,
    ) -> None:
        self.kind = kind
        self.sheets = sheets
        self.encoding = encoding
        self.encoding_guessed = encoding_guessed

    @abstractmethod
    def rows(self, sheet: str) -> Iterator[list[Cell]]:
        """All rows from the first of the sheet on, empty ones included, so that positions count.

        Rows may differ in length. Raises SheetError, also in the middle.
        """

    def merges(self, sheet: str) -> list[Merge]:
        """Merged areas; empty where the format does not tell (xlsb, ods, text)."""
        self.check(sheet)
        return []

    def check(self, sheet: str) -> None:
        """Raise NoSuchSheet unless `sheet` is one of `sheets`."""
        if sheet not in self.sheets:
            raise NoSuchSheet(sheet)

    def close(self) -> None:  # noqa: B027  most kinds hold nothing open
        """Give back memory and the file."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
