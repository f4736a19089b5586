"""Who is named to read whose reports, as it is typed."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.models import Department, Employee
from zhuixiao.kit.trees import in_tree_order
from zhuixiao.kit.typed import whole


class NamingForm(forms.Form):
    """`of` holds "d3" or "e7": a department with all below it, or a person."""

    reader = forms.ChoiceField(
        label=_("Reader"), widget=forms.Select(attrs={"data-select": "", "class": "form-select"})
    )
    of = forms.ChoiceField(
        label=_("Reads the reports of"),
        widget=forms.Select(attrs={"data-select": "", "class": "form-select"}),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        people = list(Employee.objects.active().order_by("department__path", "pk"))
        units = in_tree_order(list(Department.objects.filter(closed_at=None)))
        persons = [(f"e{row.pk}", row.name) for row in people]
        self.fields["reader"].choices = [("", ""), *((str(row.pk), row.name) for row in people)]  # type: ignore[attr-defined]
        self.fields["of"].choices = [  # type: ignore[attr-defined]
            ("", ""),
            (_("Departments"), [(f"d{row.pk}", "\u3000" * row.depth + row.name) for row in units]),
            (_("People"), persons),
        ]

    def clean_reader(self) -> Employee:
        found: Employee = Employee.objects.with_access().get(pk=self.cleaned_data["reader"])
        return found

    def clean_of(self) -> Employee | Department:
        key = self.cleaned_data["of"]
        pk = whole(key[1:])
        if pk is None:
            raise ValidationError(_("This choice is not known."))
        rows = Department.objects if key[0] == "d" else Employee.objects
        found: Employee | Department = rows.get(pk=pk)
        return found
