"""How many customers meet a filter, and sums of number columns; no page waits for them."""

from collections.abc import Sequence

from django.db.models import Q, Sum

from zhuixiao.accounts.choices import FieldAccess
from zhuixiao.accounts.models import Employee

from ..fields import Field, Kind
from .derived import value_of
from .table import matching

CAP = 10_000
_SUMMED = frozenset({Kind.INTEGER, Kind.NUMBER, Kind.MONEY})


def capped(reader: Employee, conditions: Q, *, cap: int = CAP) -> int:
    """The number of matching customers, at most `cap` + 1: that many means "more than `cap`"."""
    return matching(reader, conditions).values("pk")[: cap + 1].count()


def exact(reader: Employee, conditions: Q) -> int:
    """The number of matching customers, however long that takes."""
    return matching(reader, conditions).count()


def sums(reader: Employee, conditions: Q, columns: Sequence[Field]) -> dict[str, int | float]:
    """The sum of each number column over all matching customers, by field key; none of a masked
    one, whose values it would tell."""
    asked = [
        column
        for column in columns
        if column.kind in _SUMMED
        and (column.custom or column.column or column.difference)
        and column.access(reader.access) != FieldAccess.MASKED
    ]
    found = matching(reader, conditions).aggregate(
        **{f"sum_of_{column.key}": Sum(value_of(column)) for column in asked}
    )
    return {column.key: found[f"sum_of_{column.key}"] or 0 for column in asked}
