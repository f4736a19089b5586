"""Which questions can be asked of which kind of field."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from ..fields import Kind


class Operator(StrEnum):
    """The names stand in saved views and addresses: they stay."""

    CONTAINS = "contains"
    STARTS = "starts"
    IS = "is"
    IN = "in"
    NOT_IN = "not_in"
    EQUAL = "="
    UNEQUAL = "!="
    MORE = ">"
    LESS = "<"
    BETWEEN = "between"
    ON = "on"
    BEFORE = "before"
    AFTER = "after"
    RELATIVE = "relative"
    EMPTY = "empty"
    FILLED = "filled"
    LATELY = "lately"


TEXT = (Operator.CONTAINS, Operator.STARTS, Operator.IS, Operator.EMPTY, Operator.FILLED)
CHOICE = (Operator.IN, Operator.NOT_IN, Operator.EMPTY, Operator.FILLED)
NUMBER = (
    Operator.EQUAL,
    Operator.UNEQUAL,
    Operator.MORE,
    Operator.LESS,
    Operator.BETWEEN,
    Operator.EMPTY,
    Operator.FILLED,
)
TIME = (
    Operator.RELATIVE,
    Operator.ON,
    Operator.BEFORE,
    Operator.AFTER,
    Operator.BETWEEN,
    Operator.EMPTY,
    Operator.FILLED,
)

BOUGHT = (*CHOICE, Operator.LATELY)

TEXTS = frozenset({Kind.TEXT, Kind.LONG_TEXT, Kind.PHONE, Kind.EMAIL, Kind.CONTACTS})
NUMBERS = frozenset({Kind.INTEGER, Kind.NUMBER, Kind.MONEY, Kind.DAYS, Kind.DAYS_LEFT})
TIMES = frozenset({Kind.DATE, Kind.MOMENT})
# Chosen by words, not by ids.
WORDS = frozenset({Kind.CHOICE, Kind.SINGLE, Kind.MULTI})

LABELS = {
    Operator.CONTAINS: _("contains"),
    Operator.STARTS: _("starts with"),
    Operator.IS: _("is exactly"),
    Operator.IN: _("is one of"),
    Operator.NOT_IN: _("is none of"),
    Operator.EQUAL: "=",
    Operator.UNEQUAL: "≠",
    Operator.MORE: ">",
    Operator.LESS: "<",
    Operator.BETWEEN: _("is between"),
    Operator.ON: _("is on"),
    Operator.BEFORE: _("is before"),
    Operator.AFTER: _("is after"),
    Operator.RELATIVE: _("is"),
    Operator.EMPTY: _("is empty"),
    Operator.FILLED: _("is filled in"),
    Operator.LATELY: _("in the last … days"),
}
# What was bought is asked in other words.
BOUGHT_LABELS = {
    Operator.IN: _("one of these was bought"),
    Operator.NOT_IN: _("none of these was ever bought"),
    Operator.EMPTY: _("nothing was bought"),
    Operator.FILLED: _("something was bought"),
    Operator.LATELY: _("bought in the last … days"),
}


def operators(kind: Kind) -> tuple[Operator, ...]:
    """The operators of a kind, the usual one first."""
    if kind in TEXTS:
        return TEXT
    if kind in NUMBERS:
        return NUMBER
    if kind == Kind.BOUGHT:
        return BOUGHT
    if kind == Kind.PERCENT:
        return ()
    return TIME if kind in TIMES else CHOICE
