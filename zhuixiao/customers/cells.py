"""One cell as it travels: read from what a browser sends, made ready for JSON."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from zhuixiao.kit.errors import Invalid
from zhuixiao.kit.money import LARGEST, to_minor
from zhuixiao.kit.text.normal import fold

from .fields import Field, Kind

LISTS = frozenset({Kind.OPTIONS, Kind.PRODUCTS, Kind.EMPLOYEES, Kind.MULTI})
IDS = frozenset(
    {Kind.OPTION, Kind.OPTIONS, Kind.CHANNEL, Kind.REGION, Kind.EMPLOYEE, Kind.PRODUCTS}
)


def as_json(value: Any) -> Any:
    """Days as 2026-03-02, instants as 2026-03-02T10:00 in the company's time."""
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat(timespec="minutes")[:16]
    return value.isoformat() if isinstance(value, date) else value


def read(field: Field, sent: Sequence[str]) -> Any:
    """The typed value that the actions take; an empty text means nothing. Raises Invalid."""
    try:
        return _read(field, [text for text in sent if text.strip()])
    except (ValueError, InvalidOperation):
        raise Invalid({field.key: _message(field)}) from None


def _read(field: Field, sent: Sequence[str]) -> Any:  # noqa: PLR0911
    if field.kind in LISTS:
        return [int(text) for text in sent] if field.kind in IDS else list(sent)
    if len(sent) > 1:
        raise ValueError(field.key)
    if not sent:
        return "" if field.kind in {Kind.TEXT, Kind.LONG_TEXT, Kind.PHONE, Kind.EMAIL} else None
    text = sent[0].strip()
    if field.kind in IDS:
        return int(text)
    match field.kind:
        case Kind.NUMBER:
            number = _decimal(text)
            return int(number) if number == number.to_integral_value() else float(number)
        case Kind.MONEY:
            return to_minor(_decimal(text))
        case Kind.DATE:
            return date.fromisoformat(text)
        case _:
            return text


def _decimal(text: str) -> Decimal:
    number = Decimal(fold(text).replace(",", ""))
    if not number.is_finite() or abs(number) >= LARGEST:
        raise ValueError(text)
    return number


def _message(field: Field) -> str:
    match field.kind:
        case Kind.NUMBER | Kind.MONEY:
            return _("Please enter a number.")
        case Kind.DATE:
            return _("Please enter a date.")
        case _:
            return _("Choose one of the list.")
