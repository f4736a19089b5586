"""Figures and names as lines of plain text, for messages."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from zhuixiao.accounts.models import Employee
from zhuixiao.kit.periods import Period
from zhuixiao.kit.templatetags.numbers import figure
from zhuixiao.ledger import catalogue
from zhuixiao.ledger.catalogue import Dimension
from zhuixiao.ledger.queries import query

from .figures import allowed


def totals(
    metrics: Iterable[str],
    period: Period,
    *,
    reader: Employee,
    where: Mapping[Dimension, list[int]] | None = None,
) -> list[str]:
    """A line for each figure that is or was not nothing, with that of the period before."""
    shown = allowed(list(metrics), reader.access)
    if not shown:
        return []
    table = query(shown, period=period, where=where or {}, visible_to=reader, compare=True)
    lines = []
    for key in shown:
        value, before = (int(row[key] or 0) for row in (table.total.values, table.total.previous))
        if value or before:
            unit = catalogue.find(key).unit
            values = {
                "label": catalogue.find(key).label,
                "value": figure(value, unit),
                "before": figure(before, unit),
            }
            lines.append(_("%(label)s: %(value)s (before: %(before)s)") % values)
    return lines


def names(people: Iterable[str], *, most: int) -> str:
    """The first different names, and how many more there are."""
    known = list(dict.fromkeys(people))
    text = _(", ").join(known[:most])
    more = len(known) - most
    return _("%(names)s and %(n)d more") % {"names": text, "n": more} if more > 0 else text
