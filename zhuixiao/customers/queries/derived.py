"""Values that no column of Customer holds as they are, in SQL and of rows that were read."""

from collections.abc import Mapping
from typing import Any

from django.db.models import F
from django.db.models.expressions import Combinable

from ..fields import Field
from .custom_values import CustomValue


def value_of(field: Field) -> Combinable:
    """The value of a field that stands in the customer's row, as an expression."""
    if field.custom:
        return CustomValue(field)
    if field.difference:
        whole, less = field.difference
        return F(whole) - F(less)
    return F(field.column)


def columns_of(field: Field) -> set[str]:
    """The columns of Customer that a field is read from."""
    return {*(field.difference or ()), field.column} - {""}


def difference(field: Field, row: Mapping[str, Any]) -> int:
    """What the second column leaves of the first."""
    whole, less = field.difference or ("", "")
    found: int = row[whole] - row[less]
    return found
