"""The filters of the page 行动历史."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.models import Employee, Group
from zhuixiao.catalog.choices import PickList
from zhuixiao.catalog.models import Option
from zhuixiao.kit.spans import Span, SpanForm

from ..queries.lists import HistoryFilter


class HistoryForm(SpanForm):
    """Wrong values fall back to the whole; `reader` chooses among whom he may know."""

    spans = (
        Span.TODAY,
        Span.YESTERDAY,
        Span.WEEK,
        Span.LAST_WEEK,
        Span.MONTH,
        Span.LAST_MONTH,
        Span.DAYS_30,
        Span.OTHER,
    )
    usual = Span.DAYS_30

    q = forms.CharField(
        label=_("Customer or subject"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    person = forms.ModelChoiceField(
        Employee.objects.none(), label=_("Person"), required=False, empty_label=_("Everybody")
    )
    group = forms.ModelChoiceField(
        Group.objects.none(), label=_("Group"), required=False, empty_label=_("All groups")
    )
    type = forms.ModelChoiceField(
        Option.objects.none(), label=_("Type"), required=False, empty_label=_("All types")
    )
    evidence = forms.BooleanField(label=_("Only with evidence"), required=False)

    def __init__(self, data: object, *, reader: Employee) -> None:
        super().__init__(data)
        people: forms.ModelChoiceField[Employee] = self.fields["person"]  # type: ignore[assignment]
        known = Employee.objects.known_to(reader)
        people.queryset = known.order_by("-is_active", "department__path", "pk")
        groups: forms.ModelChoiceField[Group] = self.fields["group"]  # type: ignore[assignment]
        groups.queryset = Group.objects.known_to(reader).order_by("position", "pk")
        types: forms.ModelChoiceField[Option] = self.fields["type"]  # type: ignore[assignment]
        types.queryset = Option.objects.of(PickList.ACTIVITY_TYPE)

    def chosen(self, today: date) -> HistoryFilter:
        """What is asked for; without a period the last 30 days."""
        self.full_clean()
        values = self.cleaned_data
        return HistoryFilter(
            period=self.days(today),
            person=values.get("person"),
            group=values.get("group"),
            type=values.get("type"),
            text=values.get("q", ""),
            has_evidence=values.get("evidence", False),
        )
