"""Where a page of the table ended, as text that travels through the browser.

A cursor is not signed: it can only name a place in an order that the reader may see anyway. It is
checked, because it comes from outside.
"""

import base64
import binascii
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import DateField, DateTimeField, TextField
from django.db.models import Field as Column
from django.utils.translation import gettext_lazy as _

from zhuixiao.kit.errors import RuleError

from .sorting import Key

_LONGEST = 2000
_YEARS = range(1000, 3000)


class BadCursor(RuleError):
    """The place is damaged, or belongs to another sort."""

    code = "cursor"

    def __init__(self) -> None:
        super().__init__(_("This place in the list is not known any more. Start again at the top."))


@dataclass(frozen=True)
class Cursor:
    """The values of the keys in the last row of a page, and its id."""

    values: tuple[Any, ...]
    pk: int


def encode(row: Mapping[str, Any], keys: Sequence[Key]) -> str:
    """The place behind this row."""
    values = [_plain(row[key.name]) for key in keys]
    data = json.dumps([",".join(key.spec for key in keys), values, row["pk"]], allow_nan=False)
    return base64.urlsafe_b64encode(data.encode()).decode().rstrip("=")


def decode(text: str, keys: Sequence[Key]) -> Cursor:
    """The place that `encode` wrote for these keys. Raises BadCursor."""
    if len(text) > _LONGEST:
        raise BadCursor
    try:
        spec, values, pk = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        if spec != ",".join(key.spec for key in keys) or len(values) != len(keys):
            raise BadCursor
        read = tuple(_read(key, value) for key, value in zip(keys, values, strict=True))
        return Cursor(read, _whole(pk))
    except (ValueError, TypeError, ValidationError, binascii.Error, RecursionError):
        raise BadCursor from None


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _read(key: Key, value: Any) -> Any:
    if value is None:
        if not key.is_nullable:
            raise BadCursor
        return None
    return _typed(key.column, value)


def _typed(column: "Column[Any, Any]", value: Any) -> Any:
    if isinstance(column, DateField):
        return _time(column, value)
    if isinstance(value, str):
        if not isinstance(column, TextField) and column.get_internal_type() != "CharField":
            raise BadCursor
        value.encode()
        if "\0" in value:
            raise BadCursor
        return value
    if column.get_internal_type() == "FloatField":
        if isinstance(value, bool) or not math.isfinite(value):
            raise BadCursor
        return float(value)
    if isinstance(column, TextField) or column.get_internal_type() == "CharField":
        raise BadCursor
    return _whole(value)


def _time(column: "Column[Any, Any]", value: Any) -> date:
    if not isinstance(value, str):
        raise BadCursor
    is_instant = isinstance(column, DateTimeField)
    read = datetime.fromisoformat(value) if is_instant else date.fromisoformat(value)
    if read.year not in _YEARS or (isinstance(read, datetime) and read.tzinfo is None):
        raise BadCursor
    return read


def _whole(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not -(2**63) <= value < 2**63:
        raise BadCursor
    return value
