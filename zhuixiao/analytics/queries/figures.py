"""The figures of a summary table for a reader: every number from the ledger's one query."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhuixiao.accounts.models import Employee
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.periods import Period
from zhuixiao.ledger import catalogue
from zhuixiao.ledger.catalogue import Metric, Ratio
from zhuixiao.ledger.queries import MOST_COUNTED, count
from zhuixiao.ledger.queries.conditions import Where

from ..choices import Split
from ..definition import Definition, keeps, known
from .filters import narrow
from .grid import Grid
from .levels import Levels
from .pivot import Pivot


def grid(asked: Definition, *, reader: Employee, today: date, period: Period | None = None) -> Grid:
    """The table as this reader sees it: numbers within his own scope, without those that he may
    not read. `period` takes the place of the table's own.

    Raises RuleError where it would be too much to read. Needs a fixed number of statements, however
    many rows there are.
    """
    days = period or asked.period(today)
    fitting = [row for row in known(asked.metrics) if all(keeps(row, k) for k in _used(asked))]
    shown = [row for row in fitting if catalogue.may_read(reader.access, row)]
    narrowed = narrow(asked, reader=reader)
    notes = _notes(len(asked.metrics) - len(shown), narrowed.hidden)
    if not shown or narrowed.is_empty:
        return Grid(shown, days, words=narrowed.words, notes=notes)
    if Split.CUSTOMER in asked.rows:
        _check_customers(shown, _all_read(asked, days), narrowed.where, reader)
    levels = Levels(asked, shown, period=days, where=narrowed.where, reader=reader)
    return Pivot(asked, shown, levels, today=today).grid(words=narrowed.words, notes=notes)


def _used(asked: Definition) -> list[str]:
    return [*asked.splits, *asked.filters]


def _notes(metrics: int, hidden: int) -> list[str]:
    notes = []
    if metrics:
        text = ngettext(
            "%(n)d number is left out, which is not open to you.",
            "%(n)d numbers are left out, which are not open to you.",
            metrics,
        )
        notes.append(text % {"n": metrics})
    if hidden:
        text = ngettext(
            "%(n)d filter value is left out, which is not open to you.",
            "%(n)d filter values are left out, which are not open to you.",
            hidden,
        )
        notes.append(text % {"n": hidden})
    return notes


def _all_read(asked: Definition, period: Period) -> list[Period]:
    """Of all that figures can be compared with the ledger reads both, whichever is shown."""
    return [period, period.previous(), period.last_year()] if asked.comparison else [period]


def _check_customers(
    shown: Sequence[Metric | Ratio], periods: Sequence[Period], where: Where, reader: Employee
) -> None:
    """Customers are read from the entries, all of them: too many are not begun with."""
    parts = {part.posted.id: part for row in shown for part in catalogue.parts(row)}
    for part in parts.values():
        counted = (count(part.key, period=one, where=where, visible_to=reader) for one in periods)
        if sum(counted) > MOST_COUNTED:
            raise RuleError(_too_many(periods) % {"n": MOST_COUNTED, "metric": part.label})


def _too_many(periods: Sequence[Period]) -> str:
    if len(periods) > 1:
        return _(
            "With the periods to compare with that is more than %(n)d entries of %(metric)s, too "
            "many to tell them by customer. Choose a shorter period, compare with none, or filter "
            "by people or departments."
        )
    return _(
        "That is more than %(n)d entries of %(metric)s, too many to tell them by customer. "
        "Choose a shorter period, or filter by people or departments."
    )
