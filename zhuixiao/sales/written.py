"""Whole numbers of smallest parts as people write them, and back."""

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

QUANTITY, PRICE, PERCENT, RATE = 3, 4, 2, 6
_LARGEST = 10**12


def plain(value: int, scale: int) -> str:
    """As people write it: (1500, 3) is 1.5."""
    text = f"{Decimal(value).scaleb(-scale):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def whole_parts(text: str, scale: int) -> int | None:
    """What `plain` wrote, for addresses; None for anything else."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    if not number.is_finite() or abs(number) > _LARGEST:
        return None
    return int(number.scaleb(scale).to_integral_value(ROUND_HALF_UP))
