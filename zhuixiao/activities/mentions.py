"""Who and what is named in a text: "@" and the name of a colleague or of a customer."""

import re
from collections.abc import Iterable, Sequence
from typing import TypeVar

from zhuixiao.accounts.models import Employee
from zhuixiao.customers.models import Customer

Row = TypeVar("Row", Employee, Customer)

_MENTION = re.compile(r"@([^\n@,，。;；:：!！?？、]{1,20})")
# A customer's name may hold a comma or a space, and is longer.
_CUSTOMER = re.compile(r"@([^\n@]{2,60})")
MOST = 20


def mentioned(text: str, *, by: Employee) -> list[Employee]:
    """The active employees, of those whom the writer `by` knows, whose name stands behind an @ in
    the text; a name of two is nobody's.

    A name may run on into the sentence ("@郑斌你看一下"), so the longest fitting name counts.
    """
    ends = _ends(_MENTION, text)
    if not ends:
        return []
    known = Employee.objects.active().with_access().known_to(by)
    return _meant(ends, known.filter(name__in=_starts(ends)))


def customers_mentioned(text: str, *, by: Employee) -> list[Customer]:
    """The same for the customers that the writer may see."""
    ends = _ends(_CUSTOMER, text)
    if not ends:
        return []
    rows = Customer.objects.visible_to(by).filter(name__in=_starts(ends))
    return _meant(ends, rows.only("name"))


def cut(text: str, names: Iterable[str]) -> list[tuple[str, str]]:
    """A text in pieces, each with the name that it mentions, "" for none: "问@郑斌去" is
    ("问", ""), ("@郑斌", "郑斌"), ("去", ""). The longest fitting name counts."""
    if "@" not in text:
        return [(text, "")] if text else []
    found: list[tuple[str, str]] = []
    longest_first = sorted(filter(None, names), key=len, reverse=True)
    plain, *rest = text.split("@")
    for piece in rest:
        name = next((name for name in longest_first if piece.startswith(name)), "")
        if not name:
            plain += f"@{piece}"
            continue
        found += [(plain, ""), (f"@{name}", name)]
        plain = piece[len(name) :]
    return [part for part in (*found, (plain, "")) if part[0]]


def _ends(pattern: re.Pattern[str], text: str) -> list[str]:
    """What stands behind each @, up to where a name must be over."""
    return list(dict.fromkeys(pattern.findall(text)))[:MOST]


def _starts(ends: Sequence[str]) -> set[str]:
    return {end[:length] for end in ends for length in range(1, len(end) + 1)}


def _meant(ends: Sequence[str], rows: Iterable[Row]) -> list[Row]:
    known: dict[str, list[Row]] = {}
    for row in rows:
        known.setdefault(row.name, []).append(row)
    found: dict[int, Row] = {}
    for end in ends:
        best = max((name for name in known if end.startswith(name)), key=len, default="")
        named = known.get(best, [])
        if len(named) == 1:
            found[named[0].pk] = named[0]
    return list(found.values())
