"""The period by which lists of selling are filtered."""

from datetime import date, timedelta

from django import forms
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhuixiao.kit.periods import Period, PeriodKind


class Span(TextChoices):
    ALL = "all", pgettext_lazy("period", "All time")
    MONTH = "month", _("This month")
    LAST_MONTH = "last_month", _("Last month")
    DAYS_90 = "days_90", _("Last 90 days")
    YEAR = "year", _("This year")
    LAST_YEAR = "last_year", _("Last year")
    OTHER = "other", _("From … to …")


class SpanForm(forms.Form):
    """Wrong values fall back to the usual period: a filter refuses nobody."""

    usual = Span.ALL

    range = forms.ChoiceField(label=_("Period"), choices=Span.choices, required=False)
    start = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    end = forms.DateField(
        label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def period(self, today: date) -> Period | None:
        """The chosen days; None is ever. Call it after full_clean."""
        chosen = self.cleaned_data.get("range") or self.usual
        this_month = Period.of(PeriodKind.MONTH, today)
        this_year = Period.of(PeriodKind.YEAR, today)
        if chosen == Span.OTHER:
            end = self.cleaned_data.get("end") or today
            start = self.cleaned_data.get("start") or min(end, this_month.start)
            return Period(min(start, end), max(start, end))
        return {
            Span.MONTH: this_month,
            Span.LAST_MONTH: this_month.previous(),
            Span.DAYS_90: Period(today - timedelta(days=89), today),
            Span.YEAR: this_year,
            Span.LAST_YEAR: this_year.previous(),
        }.get(Span(chosen))
