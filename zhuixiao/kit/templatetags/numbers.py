"""Numbers as people read them; money comes in minor units (分), shares in basis points."""

from decimal import ROUND_HALF_UP, Decimal

from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from zhuixiao.kit.text.phone_cells import DamagedNumber, split_phones
from zhuixiao.kit.text.phones import normal_phone

register = template.Library()

NOTHING = "—"


@register.filter
def money(minor: int | Decimal | str | None, places: int = 2) -> str:
    """1234500 -> 12,345.00; nothing is a dash. `money:0` leaves the fraction out."""
    if minor is None or minor == "":
        return NOTHING
    return f"{Decimal(minor).scaleb(-2):,.{places}f}"


@register.filter
def money_short(minor: int | Decimal | None) -> str:
    """An amount at a glance: 1.2 万, 78.5 亿 in Chinese; 12k, 785M in English."""
    return NOTHING if minor is None else _short(Decimal(minor).scaleb(-2))


@register.filter
def number(value: float | Decimal | str | None, places: int = 0) -> str:
    """12345 -> 12,345 with this many decimals; nothing is a dash."""
    return NOTHING if value is None or value == "" else f"{Decimal(value):,.{places}f}"


@register.filter
def number_short(value: float | Decimal | None) -> str:
    """A count at a glance: 1.2 万 or 12k."""
    return NOTHING if value is None else _short(Decimal(value))


@register.filter
def percent(basis_points: float | Decimal | str | None, places: int = 1) -> str:
    """1234 -> 12.3%; a share of nothing is a dash, never 0% and never an error."""
    if basis_points is None or basis_points == "":
        return NOTHING
    share = (Decimal(basis_points) / 100).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return f"{share:,}%"


@register.filter
def quantity(thousandths: int | Decimal | None) -> str:
    """1500 -> 1.5 and 1200000 -> 1,200: a quantity of goods; nothing is a dash."""
    if thousandths is None:
        return NOTHING
    return f"{Decimal(thousandths).scaleb(-3):,.3f}".rstrip("0").rstrip(".")


@register.filter
def unit_price(hundredths: int | None) -> str:
    """12000000 -> 1,200.00 and 512 -> 0.0512: a price per unit, in hundredths of a minor unit."""
    if hundredths is None:
        return NOTHING
    text = f"{Decimal(hundredths).scaleb(-4):,.4f}"
    return text[:-2] if text.endswith("00") else text.rstrip("0")


@register.filter
def rate(millionths: int | None) -> str:
    """7123400 -> 7.1234: a rate of exchange."""
    if millionths is None:
        return NOTHING
    return f"{Decimal(millionths).scaleb(-6):,.6f}".rstrip("0").rstrip(".")


@register.filter
def figure(value: int | Decimal | None, unit: str) -> str:
    """A figure of the ledger in the unit of its metric or ratio."""
    match unit:
        case "money":
            return money(value)
        case "percent":
            return percent(value)
        case "quantity":
            return quantity(value)
        case "number":
            return number(value, 2)
        case _:
            return number(value)


@register.filter
def figure_short(value: int | Decimal | None, unit: str) -> str:
    """A figure of the ledger at a glance."""
    match unit:
        case "money":
            return money_short(value)
        case "quantity":
            return number_short(None if value is None else Decimal(value).scaleb(-3))
        case "count":
            return number_short(value)
        case _:
            return figure(value, unit)


def _short(value: Decimal) -> str:
    if abs(value) < 10_000:
        return f"{value.quantize(Decimal(1), ROUND_HALF_UP):,f}"
    # 99,999,960 would print as "10,000.0 wan": it belongs to the larger unit already.
    size, unit = next(row for row in _units() if abs(value) >= row[0] - row[0] / 2000)
    scaled = (value / size).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"{scaled:,f}".removesuffix(".0") + unit


def _units() -> list[tuple[int, str]]:
    """Chinese counts in ten thousands, English in thousands; the largest first."""
    if (get_language() or "").startswith("zh"):
        return [(10**8, _(" (hundred million)")), (10**4, _(" (ten thousand)"))]
    return [(10**9, "B"), (10**6, "M"), (10**3, "k")]


@register.filter
def phones(cell: str | None) -> list[tuple[str, str]]:
    """The phones of a cell, each as typed and as it is dialled (an extension after a pause)."""
    try:
        found = split_phones(cell or "")
    except DamagedNumber:
        found = [str(cell)]
    return [(one, (normal_phone(one) or one).replace("x", ",")) for one in found if one]
