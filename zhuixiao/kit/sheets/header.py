"""Which row of a sheet names the columns.

People put titles and notes above the header, merge cells in it, spread it over two rows, or leave
it out. Each of the first rows is scored; what counts is that its cells are short, different texts
that fill the width of the table, that the cells below look otherwise, and known words.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from zhuixiao.kit.sheets.cells import Cell, column_letters, is_blank
from zhuixiao.kit.sheets.looks import DATA_LOOKS, NAME_LOOKS, Look, look_of
from zhuixiao.kit.sheets.names import joined_names, shape_key, unique_names
from zhuixiao.kit.text.normal import clean, fold

Rows = Sequence[Sequence[Cell]]

_CANDIDATES = 15
_BELOW = 20
# From here on a row is believed to be a header: mostly texts, hardly any of them repeated below.
_MOST_REPEATS = 0.3
_LEAST_TEXTS = 0.7
# Share of the table's width from which a row counts as full; share of known words that is sure.
_FULL = 0.8
_SURE = 0.5


@dataclass(frozen=True, slots=True)
class HeaderGuess:
    """`row_index` is the last header row counted from 0, None where the file has no header.

    `names` has one unique name a column; `shape` is the same for files of the same header, also
    where the person uses another language.
    """

    row_index: int | None
    names: list[str]
    shape: str

    @property
    def data_start(self) -> int:
        """Index of the first row of data, counted from 0."""
        return 0 if self.row_index is None else self.row_index + 1


def find_header(rows: Rows, *, known: Collection[str] = ()) -> HeaderGuess:
    """Guess the header from the first rows of a sheet (about 40 are enough).

    `known` are words that name columns where the caller comes from; they strengthen the guess.
    Empty names become "Column 4", repeated ones "电话 2", a header of two rows
    "联系人 / 电话". Without a header the names are A, B, C.
    """
    words = frozenset(map(fold, known))
    width = _filling(rows)
    best: tuple[float, int, list[str]] | None = None
    full_above = False
    for index, row in enumerate(rows[:_CANDIDATES]):
        for last, names in _candidates(rows, index):
            found = _Candidate(names, rows[last + 1 : last + 1 + _BELOW], words)
            # A row as full as the table is the header or data; nothing below it is the header
            # unless its words say so.
            if full_above and found.hits <= _SURE:
                continue
            score = found.score() - 0.05 * last
            if found.is_possible and (best is None or score > best[0]):
                best = (score, last, names)
        filled = sum(not is_blank(cell) for cell in row)
        full_above = full_above or (filled > 0 and filled >= _FULL * width)
        if _is_data(row, width) and _is_data(_at(rows, index + 1), width):
            break
    if best is None:
        letters = [column_letters(column) for column in range(_width(rows))]
        return HeaderGuess(None, letters, shape_key(letters))
    _points, last, names = best
    width = max(_width([names]), _width(rows[last + 1 :]))
    raw = [*names, *[""] * width][:width]
    return HeaderGuess(last, unique_names(raw), shape_key(raw))


def _candidates(rows: Rows, index: int) -> Iterator[tuple[int, list[str]]]:
    """The row alone, and together with the next: index of the last row, and the names."""
    yield index, [_text(cell) for cell in rows[index]]
    if pair := joined_names(rows[index], _at(rows, index + 1)):
        yield index + 1, pair


class _Candidate:
    """One possible header with the rows below it."""

    def __init__(self, names: list[str], below: Rows, known: frozenset[str]) -> None:
        self._names = names
        self._below = below
        self._looks = [look_of(name) for name in names]
        filled = [fold(name) for name in names if name]
        self._count = len(filled)
        share = 1 / max(1, self._count)
        self.hits = sum(name in known for name in filled) * share
        self._distinct = len(set(filled)) * share
        self._texts = sum(look in NAME_LOOKS for look in self._looks) * share
        self._repeats = _repeats(names, below) if filled else 0.0
        self._contrast = _contrast(names, below) if filled else 0.0

    @property
    def is_possible(self) -> bool:
        """Whether it can be a header at all."""
        if not self._count or any(look in DATA_LOOKS for look in self._looks):
            return False
        # One column of texts: the first may as well be a value, and losing a value is worse.
        if self._count == 1 and _filling(self._below) == 1 and not self._contrast + self.hits:
            return False
        return self._texts >= _LEAST_TEXTS and (self._repeats <= _MOST_REPEATS or self.hits > 0)

    def score(self) -> float:
        """The higher, the more it looks like a header."""
        coverage = min(1.0, self._count / max(1, _filling(self._below)))
        return (
            2 * self._texts
            + 2.5 * coverage
            + self._distinct
            + 1.5 * self._contrast
            + 3 * self.hits
            - 2 * self._repeats
        )


def _repeats(names: list[str], below: Rows) -> float:
    """Share of the names that occur again further down in their own column, as values do."""
    columns = [column for column, name in enumerate(names) if name]
    again = sum(
        any(column < len(row) and _text(row[column]) == names[column] for row in below)
        for column in columns
    )
    return again / len(columns)


def _contrast(names: list[str], below: Rows) -> float:
    """Share of named columns that hold numbers, dates, phones or long text below."""
    columns = [column for column, name in enumerate(names) if name]
    different = 0
    for column in columns:
        looks = [look_of(row[column]) for row in below if column < len(row)]
        values = [look for look in looks if look is not Look.EMPTY]
        if values and sum(look in NAME_LOOKS for look in values) * 2 < len(values):
            different += 1
    return different / len(columns)


def _is_data(row: Sequence[Cell], width: int) -> bool:
    """A row that fills half the table and holds a date, a phone or mostly numbers."""
    looks = [look for look in map(look_of, row) if look is not Look.EMPTY]
    if not looks or 2 * len(looks) < width:
        return False
    return any(look in DATA_LOOKS for look in looks) or 2 * looks.count(Look.NUMBER) > len(looks)


def _at(rows: Rows, index: int) -> Sequence[Cell]:
    return rows[index] if index < len(rows) else ()


def _filling(rows: Rows) -> int:
    """Most filled cells of any of the rows."""
    return max((sum(not is_blank(cell) for cell in row) for row in rows), default=0)


def _width(rows: Sequence[Sequence[Cell]]) -> int:
    """Columns up to the last that holds something."""
    return max(
        (column + 1 for row in rows for column, cell in enumerate(row) if not is_blank(cell)),
        default=0,
    )


def _text(cell: Cell) -> str:
    return "" if cell is None else clean(str(cell))
