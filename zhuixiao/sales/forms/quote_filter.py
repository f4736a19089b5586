"""The filters of the list of quotes."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhuixiao.accounts.models import Employee
from zhuixiao.kit.spans import SpanForm

from ..choices import QuoteState
from ..queries.quotes import EXPIRED, QuoteFilter

STATES = [
    ("", pgettext_lazy("quotes", "All current ones")),
    (QuoteState.DRAFT.value, QuoteState.DRAFT.label),
    (QuoteState.SENT.value, QuoteState.SENT.label),
    (EXPIRED, pgettext_lazy("quote", "Expired")),
    (QuoteState.ACCEPTED.value, QuoteState.ACCEPTED.label),
    (QuoteState.DECLINED.value, QuoteState.DECLINED.label),
    (QuoteState.REPLACED.value, QuoteState.REPLACED.label),
]


class QuoteFilterForm(SpanForm):
    """Wrong values fall back to the whole; `reader` chooses among whom he may know."""

    q = forms.CharField(label=_("Number, title or customer"), required=False, max_length=100)
    state = forms.ChoiceField(label=_("State"), required=False, choices=STATES)
    person = forms.ModelChoiceField(
        Employee.objects.none(), label=_("Person"), required=False, empty_label=_("Everybody")
    )

    def __init__(self, data: Any, *, reader: Employee) -> None:
        super().__init__(data)
        people: forms.ModelChoiceField[Employee] = self.fields["person"]  # type: ignore[assignment]
        known = Employee.objects.known_to(reader)
        people.queryset = known.order_by("-is_active", "department__path", "pk")

    def chosen(self, today: date) -> QuoteFilter:
        """What is asked for."""
        self.full_clean()
        values = self.cleaned_data
        return QuoteFilter(
            state=values.get("state", ""),
            person=values.get("person"),
            period=self.period(today),
            text=values.get("q", ""),
        )
