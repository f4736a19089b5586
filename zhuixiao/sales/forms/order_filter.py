"""The filters of the list of orders."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhuixiao.accounts.models import Department, Employee
from zhuixiao.catalog.choices import PickList
from zhuixiao.catalog.models import Option
from zhuixiao.kit.spans import SpanForm

from ..choices import OrderState
from ..queries.orders import SORTS, Flag, OrderFilter


class OrderFilterForm(SpanForm):
    """Wrong values fall back to the whole; `reader` chooses among whom he may know."""

    q = forms.CharField(label=_("Number, title or customer"), required=False, max_length=100)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", pgettext_lazy("order", "All states")), *OrderState.choices],
    )
    person = forms.ModelChoiceField(
        Employee.objects.none(), label=_("Person"), required=False, empty_label=_("Everybody")
    )
    department = forms.ModelChoiceField(
        Department.objects.none(),
        label=_("Department"),
        required=False,
        empty_label=_("All departments"),
    )
    type = forms.ModelChoiceField(
        Option.objects.none(), label=_("Type"), required=False, empty_label=_("All types")
    )
    flag = forms.ChoiceField(
        label=_("Only"),
        required=False,
        choices=[
            ("", pgettext_lazy("orders", "All orders")),
            (Flag.OWED.value, _("Still owed")),
            (Flag.ENDING.value, _("Ending soon")),
        ],
    )
    sort = forms.CharField(required=False, max_length=20)

    def __init__(self, data: Any, *, reader: Employee) -> None:
        super().__init__(data)
        people = Employee.objects.known_to(reader).order_by("-is_active", "department__path", "pk")
        self._offer("person", people)
        self._offer(
            "department",
            Department.objects.known_to(reader).filter(closed_at=None).order_by("path"),
        )
        self._offer("type", Option.objects.of(PickList.ORDER_TYPE))

    def chosen(self, today: Any, *, ends_within: int) -> OrderFilter:
        """What is asked for."""
        self.full_clean()
        values = self.cleaned_data
        sort = values.get("sort") or "-signed_on"
        return OrderFilter(
            text=values.get("q", ""),
            state=values.get("state", ""),
            person=values.get("person"),
            department=values.get("department"),
            type=values.get("type"),
            period=self.period(today),
            flag=values.get("flag", ""),
            sort=sort if sort.removeprefix("-") in SORTS else "-signed_on",
            ends_within=ends_within,
        )

    def _offer(self, name: str, rows: Any) -> None:
        field: forms.ModelChoiceField[Any] = self.fields[name]  # type: ignore[assignment]
        field.queryset = rows
