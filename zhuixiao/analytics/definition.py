"""What a summary table asks for: a value that a form, a saved table and an export share."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Self

from django.utils.translation import gettext as _

from zhuixiao.kit.errors import Invalid
from zhuixiao.kit.periods import Period, PeriodKind
from zhuixiao.kit.spans import Span, period_of
from zhuixiao.ledger import catalogue
from zhuixiao.ledger.catalogue import Dimension, Metric, Ratio

from .choices import Split

# Nobody brings the server down, and nobody reads more.
MOST_METRICS, MOST_COLUMNS, MOST_ROWS, MOST_CELLS = 8, 62, 500, 5_000
MOST_IDS = 100
# Characters of all addresses behind the numbers together, each of which repeats the filters.
MOST_LINKED = 1_000_000
# A comparison goes back as far again, and the calendar ends somewhere.
_FIRST_YEAR, _LAST_YEAR = 1990, 2100


@dataclass(frozen=True)
class Definition:
    """`metrics` are keys in their order, `rows` one or two splits, `columns` one or "".

    `filters` holds chosen ids by split. `start` and `end` belong to the span "from … to …".
    `sort_by` is the key of a metric, "" for the usual order: the first metric, the largest first,
    or the calendar. `top` keeps so many of the first rows.
    """

    metrics: Sequence[str]
    rows: Sequence[str]
    columns: str = ""
    filters: Mapping[str, Sequence[int]] = field(default_factory=dict)
    span: str = Span.MONTH.value
    start: date | None = None
    end: date | None = None
    comparison: str = ""
    has_totals: bool = True
    chart: str = ""
    sort_by: str = ""
    is_ascending: bool = False
    top: int | None = None

    @property
    def splits(self) -> list[Split]:
        """Rows and columns."""
        return [Split(key) for key in (*self.rows, self.columns) if key]

    def period(self, today: date) -> Period:
        """The days that it tells of when it is opened on a day."""
        period = period_of(Span(self.span), today=today, start=self.start, end=self.end)
        assert period is not None  # noqa: S101  (all time is not offered)
        return period

    def check(self, today: date) -> None:
        """Raises Invalid where it makes no table; the fields are those of the form."""
        errors = _errors(self, today)
        if errors:
            raise Invalid(errors)

    def as_json(self) -> dict[str, Any]:
        """As the payload of a job or an approval holds it."""
        return {
            **vars(self),
            "metrics": list(self.metrics),
            "rows": list(self.rows),
            "filters": {key: list(ids) for key, ids in self.filters.items()},
            "start": self.start and self.start.isoformat(),
            "end": self.end and self.end.isoformat(),
        }

    @classmethod
    def of(cls, payload: Mapping[str, Any]) -> Self:
        """From `as_json`."""
        days = {
            name: date.fromisoformat(payload[name]) if payload[name] else None
            for name in ("start", "end")
        }
        return cls(**{**payload, **days})


def known(keys: Sequence[str]) -> list[Metric | Ratio]:
    """Those of the metrics that the catalogue has."""
    rows = {row.key: row for row in catalogue.rows()}
    return [rows[key] for key in dict.fromkeys(keys) if key in rows]


def keeps(row: Metric | Ratio, split: str) -> bool:
    """Whether a metric can be split or filtered so, and its numbers open."""
    return all(part.keeps(Dimension(split)) for part in catalogue.parts(row))


def _errors(asked: Definition, today: date) -> dict[str, object]:
    errors = _metric_errors(asked) | _day_errors(asked)
    if max(Counter(asked.splits).values(), default=0) > 1:
        errors["columns"] = _("Rows and columns must differ.")
    times = [split for split in asked.splits if split.is_time]
    if len(times) > 1:
        errors.setdefault("columns", _("Choose one unit of time, in the rows or the columns."))
    elif times and not errors:
        errors |= _time_errors(asked, times[0], today)
    for key, ids in asked.filters.items():
        if len(ids) > MOST_IDS:
            errors[key] = _("Choose at most %(n)d.") % {"n": MOST_IDS}
    return errors


def _metric_errors(asked: Definition) -> dict[str, object]:
    """None or too many, or those that the splits and filters do not fit."""
    rows = known(asked.metrics)
    if not rows:
        return {"metrics": _("Choose what is to be counted.")}
    if len(rows) > MOST_METRICS:
        return {"metrics": _("Choose at most %(n)d numbers.") % {"n": MOST_METRICS}}
    for split in [*asked.splits, *map(Split, asked.filters)]:
        unfit = [str(row.label) for row in rows if not keeps(row, split)]
        if unfit:
            text = _(
                "%(metrics)s cannot be split or filtered by %(split)s. Take it out or split so."
            )
            return {"metrics": text % {"metrics": _(", ").join(unfit), "split": split.label}}
    return {}


def _day_errors(asked: Definition) -> dict[str, object]:
    days = [day for day in (asked.start, asked.end) if day]
    if any(not _FIRST_YEAR <= day.year <= _LAST_YEAR for day in days):
        years = {"first": _FIRST_YEAR, "last": _LAST_YEAR}
        return {"start": _("Choose days from %(first)d to %(last)d.") % years}
    if days != sorted(days):
        return {"end": _("The last day lies before the first one.")}
    return {}


def _time_errors(asked: Definition, unit: Split, today: date) -> dict[str, object]:
    """Too many columns, or rows, of time."""
    period = asked.period(today)
    is_column = asked.columns == unit
    most = MOST_COLUMNS if is_column else MOST_ROWS
    if len(period.split(PeriodKind(unit.value))) > most:
        text = _("This period has more than %(n)d of them. Choose a shorter one or larger units.")
        return {"columns" if is_column else "rows": text % {"n": most}}
    return {}
