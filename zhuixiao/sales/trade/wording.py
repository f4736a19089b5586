"""What became of an import, in words."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import outcome
from .kinds import Kind

_LEFT_OUT: dict[str, str | Promise] = {
    outcome.NO_CUSTOMER: gettext_lazy("Left out, without a customer"),
    outcome.ZERO_PRICE: gettext_lazy("Left out, with a price of zero"),
}
_NOTES: dict[str, str | Promise] = {
    outcome.UNKNOWN_PERSON: gettext_lazy("Credited to you, because the owner is not known here"),
    outcome.ADVANCE: gettext_lazy("Payments above what is owed: the rest is an advance"),
    outcome.NO_OPENING: gettext_lazy(
        "Without an opening day: opened on the day of closing or today"
    ),
    outcome.ROUNDED: gettext_lazy(
        "Amounts that no price makes exactly: what their product comes to"
    ),
    outcome.OPENED_LATE: gettext_lazy("Opened after they were closed: opened on that day"),
}


def notes(result: Mapping[str, Any]) -> list[tuple[str, int]]:
    """What was left out by choice, and what else happened on the way, each with its number."""
    found = [(_LEFT_OUT[key], count) for key, count in result["left_out"].items()]
    found += [(_NOTES[key], count) for key, count in result["notes"].items()]
    return [(str(label), count) for label, count in found]


def summary(kind: Kind, result: Mapping[str, Any]) -> list[str]:
    """For the command line."""
    values = {key: result[key] for key in ("created", "same", "differs", "refused")}
    lines = [
        _(
            "%(created)d new, %(same)d there already, %(differs)d that differ, "
            "%(refused)d rows not taken"
        )
        % values
    ]
    if kind == Kind.ORDERS:
        lines.append(
            _("%(lines)d lines, %(returns)d returns of goods")
            % {"lines": result["lines"], "returns": result["returns"]}
        )
    for label, key in ((_("New customers"), "customers"), (_("New products"), "products")):
        if result[key]:
            lines.append(f"{label}: {result[key]}")
    return [*lines, *(f"{label}: {count}" for label, count in notes(result))]
