"""From cells to the whole numbers that selling counts in; what repeats is read once."""

from collections.abc import Callable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import TypeVar

from django.utils.translation import gettext_lazy as _

from zhuixiao.kit.sheets import Cell
from zhuixiao.kit.text.dates import read_date
from zhuixiao.kit.text.errors import Unreadable, shown
from zhuixiao.kit.text.normal import clean
from zhuixiao.kit.text.numbers import read_decimal, read_money
from zhuixiao.kit.text.phones import number_text

from ..totals import HIGHEST_PRICE, HIGHEST_RATE, MOST_UNITS

T = TypeVar("T")
_REMEMBERED = 50_000
_ALL = 10_000


def _remembered(read: Callable[[Cell], T]) -> Callable[[Cell], T]:
    """Texts and numbers of a file repeat; a bool is no number, though it compares as one."""
    return lru_cache(_REMEMBERED, typed=True)(read)


@_remembered
def text(cell: Cell) -> str:
    """On one line; whole numbers without the .0 of spreadsheets; "" for an empty cell."""
    return "" if cell is None else clean(number_text(cell)).strip()


@_remembered
def quantity(cell: Cell) -> int:
    """Thousandths, half up; below zero for what came back. Raises ValueError."""
    found = _scaled(cell, 1000)
    if found == 0 or abs(found) > MOST_UNITS:
        raise Unreadable(
            _("“%(value)s” is no quantity between 0.001 and a million."), value=shown(cell)
        )
    return found


@_remembered
def price(cell: Cell) -> int:
    """Hundredths of a minor unit: up to four decimals are exact, more are rounded half up."""
    found = _scaled(cell, 10_000)
    if not 0 <= found <= HIGHEST_PRICE:
        raise Unreadable(
            _("The price “%(value)s” is negative or above a hundred million."), value=shown(cell)
        )
    return found


@_remembered
def money(cell: Cell) -> int:
    """Minor units, also below zero."""
    return read_money(cell)


@_remembered
def rate(cell: Cell) -> int:
    """Millionths, above zero."""
    found = _scaled(cell, 1_000_000)
    if not 0 < found <= HIGHEST_RATE:
        raise Unreadable(_("“%(value)s” is no rate above zero."), value=shown(cell))
    return found


@_remembered
def percent(cell: Cell) -> int:
    """Basis points of 13, 13% or 0.13."""
    given = text(cell)
    number = read_decimal(given.rstrip("%％").strip())
    is_share = number < 1 and not given.endswith(("%", "％"))
    found = int((number * (10_000 if is_share else 100)).to_integral_value(ROUND_HALF_UP))
    if not 0 <= found <= _ALL:
        raise Unreadable(_("“%(value)s” is no rate between 0 and 100 percent."), value=shown(cell))
    return found


@_remembered
def currency(cell: Cell) -> str:
    """Three letters. Raises ValueError."""
    found = text(cell).upper()
    found = "CNY" if found in _YUAN else found
    if len(found) != 3 or not found.isascii() or not found.isalpha():
        raise Unreadable(
            _("“%(value)s” is no currency: write three letters, like USD."), value=shown(cell)
        )
    return found


def day_reader(today: date) -> Callable[[Cell], int]:
    """Reads days as ordinal numbers."""
    return _remembered(lambda cell: read_date(cell, today=today).toordinal())


def _scaled(cell: Cell, factor: int) -> int:
    return int((read_decimal(cell) * Decimal(factor)).to_integral_value(ROUND_HALF_UP))


# Chinese on purpose: what files say for the company's usual currency.
_YUAN = frozenset({"RMB", "人民币", "¥", "元"})
