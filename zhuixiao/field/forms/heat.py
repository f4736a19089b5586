"""Whose time of which days a heat map shows."""

from collections.abc import Sequence
from datetime import date, timedelta

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.models import Employee
from zhuixiao.kit.periods import Period

from ..tracks.days import is_possible

MOST_DAYS, USUAL_DAYS = 31, 7


class HeatForm(forms.Form):
    """Wrong values mean the last days of everybody who is offered."""

    start = forms.DateField(label=_("From"), required=False)
    end = forms.DateField(label=_("To"), required=False)

    def __init__(self, data: MultiValueDict[str, str], *, people: Sequence[Employee]) -> None:
        super().__init__(data)
        self.people = people
        self._asked = set(data.getlist("of"))
        self.is_of_visits = data.get("what") == "visits"
        self.full_clean()

    @property
    def chosen(self) -> list[Employee]:
        """The people who are chosen, none where nobody is."""
        return [row for row in self.people if str(row.pk) in self._asked]

    def span(self, today: date) -> tuple[Period, bool]:
        """The days, and whether more were asked for than a page holds."""
        first, last = (self._day(name) for name in ("start", "end"))
        last = last or (min(today, first + timedelta(MOST_DAYS - 1)) if first else today)
        first = first or last - timedelta(USUAL_DAYS - 1)
        first, last = min(first, last), max(first, last)
        earliest = last - timedelta(MOST_DAYS - 1)
        return Period(max(first, earliest), last), first < earliest

    def _day(self, name: str) -> date | None:
        asked: date | None = self.cleaned_data.get(name)
        return asked if asked and is_possible(asked) else None
