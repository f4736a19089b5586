"""Where a page of the table ended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from zhuixiao.kit import cursors
from zhuixiao.kit.cursors import BadCursor

from .sorting import Key


@dataclass(frozen=True)
class Cursor:
    """The values of the keys in the last row of a page, and its id."""

    values: tuple[Any, ...]
    pk: int


def encode(row: Mapping[str, Any], keys: Sequence[Key]) -> str:
    """The place behind this row."""
    return cursors.encode(_spec(keys), [row[key.name] for key in keys], row["pk"])


def decode(text: str, keys: Sequence[Key]) -> Cursor:
    """The place that `encode` wrote for these keys. Raises BadCursor."""
    values, pk = cursors.decode(text, _spec(keys), [key.column for key in keys])
    if any(value is None and not key.is_nullable for key, value in zip(keys, values, strict=True)):
        raise BadCursor
    return Cursor(values, pk)


def _spec(keys: Sequence[Key]) -> str:
    return ",".join(key.spec for key in keys)
