"""What is wrong with the shape of a request, by field and in the person's language."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

# By pydantic's name of the error, else by its first word: int_parsing and int_type are one mistake.
_MESSAGES = {
    "missing": _("Please fill in this field."),
    "enum": _("This choice is not known. Choose one of %(expected)s."),
    "literal": _("This choice is not known. Choose one of %(expected)s."),
    "string_too_long": _("At most %(max_length)d characters."),
    "string": _("A text is needed."),
    "int": _("A whole number is needed."),
    "float": _("A number is needed."),
    "finite": _("A number is needed."),
    "bool": _("true or false is needed."),
    "date": _("A day is needed, such as 2026-01-31."),
    "time": _("A time is needed, such as 09:30."),
    "datetime": _("A day with a time is needed, such as 2026-01-31T09:30:00+08:00."),
    "list": _("A list is needed."),
    "dict": _("An object with named values is needed."),
    "model": _("An object with named values is needed."),
    "uuid": _("A UUID is needed."),
    "greater_than_equal": _("%(ge)s or more is needed."),
    "less_than_equal": _("%(le)s or less is needed."),
    "less_than": _("Less than %(lt)s is needed."),
}
_OTHER = _("This value cannot be used here.")


def errors(rows: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """A message for each wrong field, under the name that rules and the documentation use too."""
    return {_field(row["loc"]): _message(row) for row in rows}


def _field(place: tuple[str | int, ...]) -> str:
    """("body", "data", "name") is the field "name"; "body" is a body that is missing as a whole."""
    source, *names = (str(part) for part in place)
    inner = names[1:] if source == "body" else names
    return ".".join(inner) or source


def _message(row: Mapping[str, Any]) -> str:
    kind: str = row["type"]
    message = _MESSAGES.get(kind) or _MESSAGES.get(kind.partition("_")[0]) or _OTHER
    told: str = message % row.get("ctx", {})
    return told
