"""What is asked of a collaborator, and of an owner who stays as one."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.choices import Right
from zhuixiao.accounts.models import Employee

from .models import Collaborator, Customer

RIGHTS = [
    (Right.READ, _("Read everything about it")),
    (Right.WORK, _("Work on it: change it, log actions, plan contacts")),
]


def last_day(help_text: Any = "") -> forms.DateField:
    """The last day of a right."""
    return forms.DateField(
        label=_("Until"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=help_text or _("That day included. Empty: without an end."),
    )


class CollaboratorForm(forms.Form):
    """Who, what, until when."""

    employee = forms.ModelChoiceField(Employee.objects.none(), label=_("Colleague"))
    right = forms.ChoiceField(
        label=_("Rights"), choices=RIGHTS, initial=Right.WORK, widget=forms.RadioSelect
    )
    last_day = last_day()

    def __init__(
        self,
        data: Any = None,
        *,
        reader: Employee,
        customer: Customer,
        row: Collaborator | None = None,
        last_day: date | None = None,
    ) -> None:
        super().__init__(data)
        if row:
            self.initial = {"employee": row.employee_id, "right": row.right, "last_day": last_day}
        people = Employee.objects.active().known_to(reader).exclude(pk=customer.owner_id)
        people = people.filter(pk=row.employee_id) if row else people
        self.fields["employee"].queryset = people.order_by("department__path", "name")  # type: ignore[attr-defined]
        self.fields["employee"].widget.attrs["data-select"] = ""
