"""The filters of the page 行动历史."""

from datetime import date, timedelta

from django import forms
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.models import Employee, Group
from zhuixiao.catalog.choices import PickList
from zhuixiao.catalog.models import Option
from zhuixiao.kit.periods import Period, PeriodKind

from ..queries.lists import HistoryFilter


class Range(TextChoices):
    TODAY = "today", _("Today")
    YESTERDAY = "yesterday", _("Yesterday")
    WEEK = "week", _("This week")
    LAST_WEEK = "last_week", _("Last week")
    MONTH = "month", _("This month")
    LAST_MONTH = "last_month", _("Last month")
    DAYS_30 = "days_30", _("Last 30 days")
    OTHER = "other", _("From … to …")


class HistoryForm(forms.Form):
    """Wrong values fall back to the whole: a filter refuses nobody; `reader` chooses among whom he
    may know."""

    q = forms.CharField(
        label=_("Customer or subject"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    range = forms.ChoiceField(label=_("Period"), choices=Range.choices, required=False)
    start = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    end = forms.DateField(
        label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"})
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
        super().__init__(data)  # type: ignore[arg-type]
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
            period=self._period(today),
            person=values.get("person"),
            group=values.get("group"),
            type=values.get("type"),
            text=values.get("q", ""),
            has_evidence=values.get("evidence", False),
        )

    def _period(self, today: date) -> Period:
        last_days = Period(today - timedelta(days=29), today)
        chosen = self.cleaned_data.get("range")
        if chosen == Range.OTHER:
            start = self.cleaned_data.get("start") or last_days.start
            end = self.cleaned_data.get("end") or today
            return Period(min(start, end), max(start, end))
        kinds = {
            Range.TODAY: PeriodKind.DAY,
            Range.YESTERDAY: PeriodKind.DAY,
            Range.WEEK: PeriodKind.WEEK,
            Range.LAST_WEEK: PeriodKind.WEEK,
            Range.MONTH: PeriodKind.MONTH,
            Range.LAST_MONTH: PeriodKind.MONTH,
        }
        if chosen not in kinds:
            return last_days
        period = Period.of(kinds[chosen], today)
        is_past = chosen in {Range.YESTERDAY, Range.LAST_WEEK, Range.LAST_MONTH}
        return period.previous() if is_past else period
