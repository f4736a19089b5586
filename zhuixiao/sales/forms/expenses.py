"""Forms of expenses."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.models import Department, Employee
from zhuixiao.activities.forms.record import Texts
from zhuixiao.catalog.choices import PickList
from zhuixiao.catalog.models import Option
from zhuixiao.kit.money import MoneyFormField
from zhuixiao.kit.spans import Span, SpanForm

from ..actions.spending import PURPOSE_LENGTH, NewExpense
from ..models import Expense
from ..queries.expenses import ExpenseFilter

_MOST_ID = 2**63 - 1


def _id_field(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=_MOST_ID)


class ExpenseForm(forms.Form):
    """Shape only; the amount comes first, since that is what is typed with a thumb."""

    amount = MoneyFormField(
        label=_("Amount"),
        widget=forms.TextInput(
            attrs={
                "inputmode": "decimal",
                "autocomplete": "off",
                "autofocus": True,
                "placeholder": "0.00",
                "class": "expense-amount",
            }
        ),
        error_messages={"required": _("Type what it cost.")},
    )
    type = forms.ModelChoiceField(
        Option.objects.none(),
        label=_("Type"),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": _("Choose what it was spent on.")},
    )
    spent_on = forms.DateField(
        label=_("Spent on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    purpose = forms.CharField(
        label=_("Purpose"),
        widget=forms.TextInput(attrs={"maxlength": PURPOSE_LENGTH, "autocomplete": "off"}),
        error_messages={"required": _("Say in a few words what it was for.")},
    )
    employee = forms.ModelChoiceField(
        Employee.objects.none(), label=_("Spent by"), required=False, empty_label=None
    )
    customer = _id_field(_("Customer"))
    order = _id_field(_("Contract order"))
    activity = _id_field(_("Action record"))
    file_ids = Texts(label=_("Receipts"), required=False)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, data: Any = None, *, initial: dict[str, Any], people: Any = None, keep_type: int = 0
    ) -> None:
        super().__init__(data, initial=initial)
        types: forms.ModelChoiceField[Option] = self.fields["type"]  # type: ignore[assignment]
        rows = Option.objects.of(PickList.EXPENSE_TYPE)
        types.queryset = rows.filter(Q(retired_at=None) | Q(pk=keep_type))
        field: forms.ModelChoiceField[Employee] = self.fields["employee"]  # type: ignore[assignment]
        field.queryset = Employee.objects.none() if people is None else people

    def new_expense(self) -> NewExpense:
        values = self.cleaned_data
        return NewExpense(
            spent_on=values["spent_on"],
            type_id=values["type"].pk,
            amount=values["amount"],
            purpose=values["purpose"],
            employee_id=values["employee"].pk if values["employee"] else None,
            customer_id=values["customer"] or None,
            order_id=values["order"] or None,
            activity_id=values["activity"] or None,
            file_ids=values["file_ids"],
        )


def initial_of(expense: Expense) -> dict[str, Any]:
    """The values with which the form of an expense opens."""
    names = ("amount", "spent_on", "purpose", "version")
    links = {name: getattr(expense, f"{name}_id") for name in ("customer", "order", "activity")}
    return {name: getattr(expense, name) for name in names} | links | {"type": expense.type_id}


class ExpenseFilterForm(SpanForm):
    """The filter row of the list; who sees only the own ones chooses among no people."""

    usual = Span.DAYS_90

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

    def __init__(self, data: Any, *, reader: Employee) -> None:
        super().__init__(data)
        fields: dict[str, Any] = self.fields
        fields["type"].queryset = Option.objects.of(PickList.EXPENSE_TYPE)
        if reader.access.scope("expenses") == "own":
            del fields["person"], fields["department"]
            return
        known = Employee.objects.known_to(reader)
        fields["person"].queryset = known.order_by("-is_active", "department__path", "pk")
        dealer = reader.department.dealer()
        units = dealer.subtree() if dealer else Department.objects.all()
        fields["department"].queryset = units.order_by("path")

    def chosen(self, today: date) -> ExpenseFilter:
        """What is asked for; without a period the last 90 days."""
        self.full_clean()
        values = self.cleaned_data
        return ExpenseFilter(
            period=self.period(today),
            person=values.get("person"),
            department=values.get("department"),
            type=values.get("type"),
        )
