"""Forms of expense claims."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.models import Employee
from zhuixiao.kit.forms import ManyField

from ..choices import ClaimState
from ..models import Expense


class ClaimForm(forms.Form):
    """The ticked expenses and a note; `offered` are those that may be ticked."""

    expenses = ManyField(Expense.objects.none(), label=_("Expenses"), required=False)
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, initial: dict[str, Any], offered: Any) -> None:
        super().__init__(data, initial=initial)
        field: ManyField[Expense] = self.fields["expenses"]  # type: ignore[assignment]
        field.queryset = offered

    def ids(self) -> list[int]:
        return [row.pk for row in self.cleaned_data["expenses"]]


class PayoutForm(forms.Form):
    on = forms.DateField(
        label=_("Paid out on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class ClaimFilterForm(forms.Form):
    """The filter row of the list; wrong values fall back to all."""

    q = forms.CharField(label=_("Number or note"), required=False, max_length=100)
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All states")), *ClaimState.choices]
    )
    person = forms.ModelChoiceField(
        Employee.objects.none(), label=_("Person"), required=False, empty_label=_("Everybody")
    )

    def __init__(self, data: Any, *, reader: Employee) -> None:
        super().__init__(data)
        if reader.access.scope("expenses") == "own":
            del self.fields["person"]
            return
        people: forms.ModelChoiceField[Employee] = self.fields["person"]  # type: ignore[assignment]
        known = Employee.objects.known_to(reader)
        people.queryset = known.order_by("-is_active", "department__path", "pk")
