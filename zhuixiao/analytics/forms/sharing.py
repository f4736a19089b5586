"""With whom a table is shared."""

from django import forms
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.models import Department, Employee, Group
from zhuixiao.kit.forms import ManyField

from ..models import SummaryTable


class SharingForm(forms.Form):
    """People, departments with all below them, groups: of those whom the person knows."""

    people = ManyField(Employee.objects.none(), label=_("Colleagues"), required=False)
    departments = ManyField(
        Department.objects.none(),
        label=_("Departments"),
        required=False,
        help_text=_("With all departments below."),
        widget=forms.CheckboxSelectMultiple,
    )
    groups = ManyField(
        Group.objects.none(),
        label=_("Groups"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: object = None, *, table: SummaryTable, reader: Employee) -> None:
        initial = {
            name: list(getattr(table, name).values_list("pk", flat=True))
            for name in self.base_fields
        }
        super().__init__(data, initial=initial)  # type: ignore[arg-type]
        units = Department.objects.known_to(reader).filter(closed_at=None).order_by("path")
        sources = {
            "people": Employee.objects.active().known_to(reader),
            "departments": units,
            "groups": Group.objects.known_to(reader).order_by("position", "pk"),
        }
        for name, rows in sources.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]
