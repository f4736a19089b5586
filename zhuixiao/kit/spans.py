"""The periods that filters and pages of numbers offer by name: today, last month, from … to …"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, ClassVar

from django import forms
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .periods import Period, PeriodKind, months_later


class Span(TextChoices):
    ALL = "all", pgettext_lazy("period", "All time")
    TODAY = "today", _("Today")
    YESTERDAY = "yesterday", _("Yesterday")
    WEEK = "week", _("This week")
    LAST_WEEK = "last_week", _("Last week")
    MONTH = "month", _("This month")
    LAST_MONTH = "last_month", _("Last month")
    DAYS_30 = "days_30", _("Last 30 days")
    DAYS_90 = "days_90", _("Last 90 days")
    QUARTER = "quarter", _("This quarter")
    LAST_QUARTER = "last_quarter", _("Last quarter")
    YEAR = "year", _("This year")
    LAST_YEAR = "last_year", _("Last year")
    MONTHS_12 = "months_12", _("Last 12 months")
    OTHER = "other", _("From … to …")


_UNITS = {
    Span.TODAY: (PeriodKind.DAY, False),
    Span.YESTERDAY: (PeriodKind.DAY, True),
    Span.WEEK: (PeriodKind.WEEK, False),
    Span.LAST_WEEK: (PeriodKind.WEEK, True),
    Span.MONTH: (PeriodKind.MONTH, False),
    Span.LAST_MONTH: (PeriodKind.MONTH, True),
    Span.QUARTER: (PeriodKind.QUARTER, False),
    Span.LAST_QUARTER: (PeriodKind.QUARTER, True),
    Span.YEAR: (PeriodKind.YEAR, False),
    Span.LAST_YEAR: (PeriodKind.YEAR, True),
}
_LAST_DAYS = {Span.DAYS_30: 30, Span.DAYS_90: 90}


def period_of(
    span: Span, *, today: date, start: date | None = None, end: date | None = None
) -> Period | None:
    """The days of a span; None is ever. Of "from … to …" a day that is missing is today, or the
    first of the month that the other one lies in."""
    if span == Span.ALL:
        return None
    if span == Span.OTHER:
        last = end or today
        first = start or last.replace(day=1)
        return Period(min(first, last), max(first, last))
    if span in _LAST_DAYS:
        return Period(today - timedelta(days=_LAST_DAYS[span] - 1), today)
    if span == Span.MONTHS_12:
        month = Period.of(PeriodKind.MONTH, today)
        return Period(months_later(month.start, -11), month.end)
    kind, is_last = _UNITS[span]
    period = Period.of(kind, today)
    return period.previous() if is_last else period


class SpanForm(forms.Form):
    """A filter by period; wrong values fall back to the usual one: a filter refuses nobody.

    `spans` are those that are offered, `usual` is what nobody asked for.
    """

    spans: ClassVar[Sequence[Span]] = (
        Span.ALL,
        Span.MONTH,
        Span.LAST_MONTH,
        Span.DAYS_90,
        Span.YEAR,
        Span.LAST_YEAR,
        Span.OTHER,
    )
    usual: ClassVar[Span] = Span.ALL

    range = forms.ChoiceField(label=_("Period"), required=False)
    start = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    end = forms.DateField(
        label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: forms.ChoiceField = self.fields["range"]  # type: ignore[assignment]
        choices.choices = [(span.value, span.label) for span in self.spans]

    @property
    def span(self) -> Span:
        """What is asked for, else the usual one. Call it after full_clean."""
        chosen = self.cleaned_data.get("range")
        return Span(chosen) if chosen else self.usual

    @property
    def is_other(self) -> bool:
        return self.span == Span.OTHER

    def period(self, today: date) -> Period | None:
        """The chosen days; None is ever. Call it after full_clean."""
        values = self.cleaned_data
        return period_of(self.span, today=today, start=values.get("start"), end=values.get("end"))

    def days(self, today: date) -> Period:
        """`period` of a form that does not offer all time."""
        period = self.period(today)
        assert period is not None  # noqa: S101  (none of its spans is ever)
        return period
