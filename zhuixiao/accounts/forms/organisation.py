"""Company, departments, employees, groups, roles."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhuixiao.kit.forms import ManyField

from ..choices import DepartmentKind
from ..models import Department, Employee, Role
from ..queries import tree
from .entering import zone_choices

WEEKDAYS = [
    (1, _("Monday")),
    (2, _("Tuesday")),
    (3, _("Wednesday")),
    (4, _("Thursday")),
    (5, _("Friday")),
    (6, _("Saturday")),
    (7, _("Sunday")),
]
CURRENCIES = ("CNY", "HKD", "TWD", "MOP", "USD", "EUR", "JPY", "KRW", "SGD", "GBP")


class CompanyForm(forms.Form):
    name = forms.CharField(label=_("Company name"), max_length=60)
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=zone_choices,
        widget=forms.Select(attrs={"data-select": ""}),
        help_text=_("It decides when a day begins, in every report."),
    )
    currency = forms.ChoiceField(label=_("Currency"), choices=[(code, code) for code in CURRENCIES])
    workdays = forms.TypedMultipleChoiceField(
        label=_("Workdays"), choices=WEEKDAYS, coerce=int, widget=forms.CheckboxSelectMultiple
    )


class DepartmentForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=60)
    kind = forms.ChoiceField(label=_("Kind"), choices=DepartmentKind)
    parent = forms.ModelChoiceField(
        label=_("Belongs to"), queryset=Department.objects.all(), empty_label=None
    )
    head = forms.ModelChoiceField(
        label=_("Head"),
        queryset=Employee.objects.active().order_by("name"),
        required=False,
        empty_label=_("Nobody"),
        help_text=_("The head sees the reports of the people in it and below."),
    )

    def __init__(self, *args: Any, department: Department | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if department is not None and department.parent_id is None:
            # The head office has the company's name and stands at the top.
            for name in ("name", "kind", "parent"):
                del self.fields[name]
        else:
            keep = Department.objects.filter(children=department).first() if department else None
            self.fields["parent"].choices = tree.choices(keep=keep)  # type: ignore[attr-defined]


class EmployeeForm(forms.Form):
    name = forms.CharField(label=_("Full name"), max_length=60)
    username = forms.CharField(
        label=_("Log-in name"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    phone = forms.CharField(
        label=_("Phone"), max_length=30, required=False, widget=forms.TextInput({"type": "tel"})
    )
    email = forms.EmailField(label=_("Mail address"), required=False)
    title = forms.CharField(label=_("Job title"), max_length=60, required=False)
    department = forms.ModelChoiceField(
        label=_("Department"), queryset=Department.objects.all(), empty_label=None
    )
    role = forms.ModelChoiceField(label=_("Role"), queryset=Role.objects.none(), empty_label=None)

    def __init__(
        self, *args: Any, by: Employee, employee: Employee | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        keep = employee.department if employee else None
        self.fields["department"].choices = tree.choices(keep=keep)  # type: ignore[attr-defined]
        roles = Role.objects.filter(rank__lte=by.role.rank).order_by("rank", "pk")
        self.fields["role"].queryset = roles  # type: ignore[attr-defined]
        if employee is not None:
            self.fields["version"] = forms.IntegerField(
                widget=forms.HiddenInput, initial=employee.version
            )
        if employee == by:
            del self.fields["role"]


class GroupForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=60)
    members = ManyField(label=_("Members"), queryset=Employee.objects.active(), required=False)


class NameForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=40)


class AuditForm(forms.Form):
    """The filters of the audit log; an impossible value is as if it were not given."""

    employee = forms.ModelChoiceField(
        label=_("Person"),
        queryset=Employee.objects.order_by("name"),
        required=False,
        empty_label=_("Everybody"),
    )
    kind = forms.ChoiceField(label=_("Kind of record"), required=False)
    action = forms.ChoiceField(label=_("Action"), required=False)
    start = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    end = forms.DateField(
        label=_("To"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )

    def __init__(
        self,
        *args: Any,
        kinds: list[tuple[str, object]],
        actions: list[tuple[str, object]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("All records")), *kinds]  # type: ignore[attr-defined]
        self.fields["action"].choices = [("", _("All actions")), *actions]  # type: ignore[attr-defined]
