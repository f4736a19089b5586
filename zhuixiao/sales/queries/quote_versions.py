"""The versions of one quote side by side, line by line."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from zhuixiao.accounts.models import Employee

from ..models import Quote, QuoteLine

# More columns than that nobody compares on a screen.
MOST_BESIDE = 4
_SHOWN = ("quantity", "price", "discount_bp", "tax_bp", "amount", "note")


@dataclass(frozen=True)
class Cell:
    """A line in one version, None where that version has none; `is_other` where it differs from the
    version before."""

    line: QuoteLine | None
    is_other: bool


@dataclass(frozen=True)
class Row:
    name: str
    cells: Sequence[Cell]

    @property
    def is_other(self) -> bool:
        return any(cell.is_other for cell in self.cells)


@dataclass(frozen=True)
class Comparison:
    """`versions` are the newest ones, the oldest of them first."""

    versions: Sequence[Quote]
    rows: Sequence[Row]


def versions_of(quote: Quote, *, reader: Employee) -> list[Quote]:
    """All versions under the number that the reader sees, the newest first."""
    rows = Quote.objects.visible_to(reader).filter(number=quote.number)
    return list(rows.select_related("owner").order_by("-revision"))


def compared(versions: Sequence[Quote]) -> Comparison:
    """What stands in which version; `versions` come newest first.

    A line is the same one where product, or name, is the same: the second of a product with the
    second.
    """
    shown = list(reversed(versions[:MOST_BESIDE]))
    lines: dict[int, list[QuoteLine]] = {row.pk: [] for row in shown}
    for line in QuoteLine.objects.filter(quote__in=shown).order_by("quote", "position"):
        lines[line.quote_id].append(line)
    columns = [_keyed(lines[row.pk]) for row in shown]
    keys = list(dict.fromkeys(key for column in columns for key in column))
    rows = []
    for key in keys:
        held = [column.get(key) for column in columns]
        cells = [
            Cell(line, place > 0 and not _same(held[place - 1], line))
            for place, line in enumerate(held)
        ]
        name = next(line.name for line in reversed(held) if line)
        rows.append(Row(name, cells))
    return Comparison(shown, rows)


def _keyed(lines: Sequence[QuoteLine]) -> dict[tuple[object, int], QuoteLine]:
    seen: Counter[object] = Counter()
    found = {}
    for line in lines:
        what: object = line.product_id or line.name
        found[what, seen[what]] = line
        seen[what] += 1
    return found


def _same(one: QuoteLine | None, other: QuoteLine | None) -> bool:
    if one is None or other is None:
        return one is other
    return all(getattr(one, name) == getattr(other, name) for name in _SHOWN)
