"""What lines come to: the one place that multiplies quantity, price, discount, tax and rate.

All whole numbers, rounded half up once; a sum is the sum of its rounded parts, so that documents
add up by hand.
"""

from collections.abc import Sequence
from dataclasses import dataclass

_WHOLE = 10_000  # basis points
_THOUSAND = 1_000  # thousandths of a unit
_HUNDRED = 100  # hundredths of a minor unit
_MILLION = 1_000_000  # millionths of a rate
# A million of a thing at a hundred million each is a typing error; rates end at a million.
MOST_UNITS, HIGHEST_PRICE, HIGHEST_RATE = 10**9, 10**12, 10**12


@dataclass(frozen=True)
class Part:
    """A line as it is typed: quantity in thousandths, price per unit (tax included) in hundredths
    of a minor unit, discount and tax in basis points."""

    quantity: int
    price: int
    discount_bp: int = 0
    tax_bp: int = 0


@dataclass(frozen=True)
class Sum:
    """What a line comes to, in minor units; `base` is in the company's currency."""

    amount: int
    tax: int
    base: int


def sums(parts: Sequence[Part], *, discount: int = 0, rate_e6: int = _MILLION) -> list[Sum]:
    """What each line comes to once `discount` (minor units) is taken off the whole.

    The discount and the rounding of the rate are spread in proportion, the rest of the division to
    the largest remainders: the parts add up to the whole to the last 分. Raises ValueError for a
    discount above the whole.
    """
    before = [line_amount(part) for part in parts]
    if not 0 <= discount <= sum(before):
        raise ValueError("the discount is larger than the whole")
    shares = spread(discount, before)
    amounts = [amount - share for amount, share in zip(before, shares, strict=True)]
    bases = spread(in_base(sum(amounts), rate_e6), amounts)
    return [
        Sum(amount, tax_in(amount, part.tax_bp), base)
        for part, amount, base in zip(parts, amounts, bases, strict=True)
    ]


def line_amount(part: Part) -> int:
    """Quantity times price, less the line's own discount; minor units, half up."""
    product = part.quantity * part.price * (_WHOLE - part.discount_bp)
    return half_up(product, _THOUSAND * _HUNDRED * _WHOLE)


def price_of(amount: int, quantity: int) -> int:
    """The price per unit at which a quantity comes to an amount, to the hundredth of a 分."""
    return half_up(amount * _THOUSAND * _HUNDRED, quantity)


def tax_in(amount: int, tax_bp: int) -> int:
    """How much of an amount with tax is tax (价税分离): amount × rate ÷ (1 + rate)."""
    return half_up(amount * tax_bp, _WHOLE + tax_bp)


def in_base(amount: int, rate_e6: int) -> int:
    """An amount in the company's currency, at a rate in millionths."""
    return half_up(amount * rate_e6, _MILLION)


def from_base(amount: int, rate_e6: int) -> int:
    """An amount of the company's currency in another one, at that one's rate in millionths."""
    return half_up(amount * _MILLION, rate_e6)


def listed(list_price: int, rate_e6: int) -> int:
    """What a list price (minor units of the company's currency) is as the price of a line in
    another currency."""
    return min(from_base(list_price * _HUNDRED, rate_e6), HIGHEST_PRICE)


def list_price_of(price: int, rate_e6: int) -> int:
    """The other way: the list price of something that a line in another currency has a price of."""
    found = half_up(price * rate_e6, _HUNDRED * _MILLION)
    return min(found, HIGHEST_PRICE // _HUNDRED)


def share_bp(part: int, whole: int) -> int:
    """How much of a whole a part is, in basis points; of nothing it is nothing."""
    return half_up(part * _WHOLE, whole) if whole else 0


def cost_of(quantity: int, unit_cost: int) -> int:
    """What a quantity (thousandths) costs at a cost per unit (minor units)."""
    return half_up(quantity * unit_cost, _THOUSAND)


def part_of(total: int, quantity: int, of: int) -> int:
    """The part of a line's total that a part of its quantity is."""
    return half_up(total * quantity, of)


def spread(total: int, weights: Sequence[int]) -> list[int]:
    """Whole parts of a total (not negative) in proportion, which add up to it exactly.

    The largest remainders get what the division leaves; weights of nothing share equally.
    """
    whole = sum(weights)
    if whole == 0:
        weights, whole = [1] * len(weights), len(weights)
    if not weights:
        return []
    parts = [total * weight // whole for weight in weights]
    rest = total - sum(parts)
    order = sorted(range(len(weights)), key=lambda i: (-(total * weights[i] % whole), i))
    for index in order[:rest]:
        parts[index] += 1
    return parts


def half_up(numerator: int, denominator: int) -> int:
    """The quotient of whole numbers, a half away from zero."""
    sign = -1 if numerator < 0 else 1
    return sign * ((2 * abs(numerator) + denominator) // (2 * denominator))
