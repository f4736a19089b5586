"""A shown value as plain text: the plain table, cards, conflicts."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ..choices import CustomerKind
from ..fields import Field, Kind
from .labels import Labels, is_labelled


def text(field: Field, value: Any, labels: Labels) -> str:  # noqa: PLR0911
    """What people read; "" for nothing. The names behind ids must be loaded."""
    if value is None or value in ("", []):
        return ""
    if isinstance(value, list):
        parts = [labels.get(field, one).text if is_labelled(field.kind) else one for one in value]
        return _(", ").join(parts)
    if is_labelled(field.kind) and isinstance(value, int):
        return labels.get(field, value).text
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "Y-m-d H:i")
    match field.kind:
        case Kind.CHOICE:
            return str(CustomerKind(value).label)
        case Kind.MONEY if isinstance(value, int):
            return f"{value / 100:,.2f}"
        case Kind.PERCENT if isinstance(value, int):
            return f"{value / 100:,.1f}%"
        case Kind.DATE if isinstance(value, date):
            return date_format(value, "Y-m-d")
        case Kind.INTEGER | Kind.NUMBER | Kind.DAYS | Kind.DAYS_LEFT if not isinstance(value, str):
            # A whole number may be held as 120.0.
            return f"{int(value) if value == int(value) else value:,}"
        case _:
            return str(value)
