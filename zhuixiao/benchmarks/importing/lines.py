"""The order lines that are imported: the sales of a shop as its till hands them over."""

import csv
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from ..world import words

_HEADER = (
    *("InvoiceNo", "StockCode", "Description", "Quantity", "InvoiceDate", "UnitPrice"),
    *("CustomerID", "Country"),
)
_PLACES = ("广州", "深圳", "上海", "杭州", "成都", "武汉", "西安", "运城")
_SEED = 47
# Before anything that the company has sold so far.
_BEGUN, _DAYS = datetime(2010, 12, 1, 8, tzinfo=UTC), 374
_GOODS, _MOST_PIECES = 4_000, 24
_LINES_OF_ORDER, _LINES_OF_CUSTOMER, _LINES_OF_RETURN = (1, 9), 50, 50


def rows(size: int) -> Iterator[tuple[str, ...]]:
    """As many lines in the order of time, the same each time: five an order on average, fifty a
    customer, and of every fiftieth one piece comes back."""
    rng, written, number = Random(_SEED), 0, 536_365
    customers = max(size // _LINES_OF_CUSTOMER, 1)
    while written < size:
        number += 1
        at = _BEGUN + timedelta(days=written * _DAYS // size, minutes=rng.randrange(600))
        who = rng.randrange(customers)
        tail = (str(12_346 + who), _PLACES[who % len(_PLACES)])
        for _line in range(min(rng.randint(*_LINES_OF_ORDER), size - written)):
            goods, pieces = rng.randrange(_GOODS), rng.randint(1, _MOST_PIECES)
            middle = (f"{20_000 + goods}", f"{words.GOODS[goods % len(words.GOODS)]} {goods}")
            price = f"{(85 + goods % 1_500) / 100:.2f}"
            yield (str(number), *middle, str(pieces), _clock(at), price, *tail)
            written += 1
            if written % _LINES_OF_RETURN == 0 and written < size:
                back = _clock(at + timedelta(minutes=30))
                yield (f"C{number}", *middle, "-1", back, price, *tail)
                written += 1


def _clock(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S}"


def write(path: Path, size: int) -> None:
    """A table of comma separated values with a header."""
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(_HEADER)
        table.writerows(rows(size))
