"""The rows of a file on the disk: given back by number and day."""

from datetime import date

from zhuixiao.sales.trade.rows import OrderRow
from zhuixiao.sales.trade.spool import Spool

_EMPTY = OrderRow(*[""] * len(OrderRow._fields))  # type: ignore[arg-type]


def row(number: int, key: str, day: int, *, is_back: int = 0) -> OrderRow:
    return _EMPTY._replace(number=number, key=key, day=day, is_back=is_back)


def test_a_row_without_a_day_stands_where_the_others_of_its_number_do() -> None:
    """Else goods would come back before they were sold, in a file of several chunks."""
    first = date(2025, 11, 1).toordinal()
    with Spool(OrderRow) as spool:
        for one in (
            row(2, "C-1", first + 1, is_back=1),
            row(3, "C-1", 0, is_back=1),
            row(4, "A-1", first),
        ):
            spool.add(one)
        groups = [(group.key, len(group.rows)) for group in spool.groups()]
    assert groups == [("A-1", 1), ("C-1", 2)]
