"""What is asked of an assignment rule, of a try, and of a pause."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.models import Department, Employee, Group
from zhuixiao.catalog.choices import RegionLevel
from zhuixiao.catalog.models import Channel, Product, Region
from zhuixiao.kit.forms import ManyField

from .models import AssignRule

_TIME = {"type": "time"}
_LISTS = ("regions", "channels", "products")


class _Form(forms.Form):
    """Fills the lists that the database knows."""

    def __init__(self, data: Any = None, *, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        wide = Region.objects.filter(level__in=[RegionLevel.PROVINCE, RegionLevel.CITY])
        rows: dict[str, Any] = {
            "regions": wide.order_by("adcode"),
            "channels": Channel.objects.filter(retired_at=None).order_by("path"),
            "products": Product.objects.filter(retired_at=None).order_by("name"),
            "departments": Department.objects.filter(closed_at=None).order_by("path"),
            "groups": Group.objects.order_by("position", "pk"),
            "employee": Employee.objects.active().order_by("department__path", "name"),
            "region": Region.objects.order_by("adcode"),
            "channel": Channel.objects.filter(retired_at=None).order_by("path"),
            "product": Product.objects.filter(retired_at=None).order_by("name"),
        }
        for name in rows.keys() & self.fields.keys():
            self.fields[name].queryset = rows[name]  # type: ignore[attr-defined]
            self.fields[name].widget.attrs["data-select"] = ""


class RuleForm(_Form):
    """For which customers, to whom, how."""

    name = forms.CharField(label=_("Name"), max_length=60, strip=True)
    regions = ManyField(Region.objects.none(), label=_("Regions"), required=False)
    channels = ManyField(Channel.objects.none(), label=_("Source channels"), required=False)
    products = ManyField(
        Product.objects.none(),
        label=_("Products"),
        required=False,
        help_text=_("None chosen: every region, channel, product."),
    )
    departments = ManyField(Department.objects.none(), label=_("Departments"), required=False)
    groups = ManyField(Group.objects.none(), label=_("Groups"), required=False)
    people = ManyField(Employee.objects.none(), required=False)
    method = forms.ChoiceField(label=_("How"), choices=AssignRule.Method)
    workdays_only = forms.BooleanField(label=_("On working days only"), required=False)
    hours_from = forms.TimeField(
        label=_("Within working hours only, from"),
        required=False,
        widget=forms.TimeInput(attrs=_TIME, format="%H:%M"),
        help_text=_("Empty: at any time."),
    )
    hours_until = forms.TimeField(
        label=_("Working hours until"),
        required=False,
        widget=forms.TimeInput(attrs=_TIME, format="%H:%M"),
    )

    def __init__(self, data: Any = None, *, rule: AssignRule | None = None) -> None:
        super().__init__(data, initial=_values(rule) if rule else {"method": "turns"})
        self.fields["people"].queryset = Employee.objects.active()  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        given = dict(self.cleaned_data)
        return given | {name: [row.pk for row in given[name]] for name in _LISTS}


class TryForm(_Form):
    """A customer that is not there yet."""

    region = forms.ModelChoiceField(Region.objects.none(), label=_("Region"), required=False)
    channel = forms.ModelChoiceField(
        Channel.objects.none(), label=_("Source channel"), required=False
    )
    product = forms.ModelChoiceField(Product.objects.none(), label=_("Product"), required=False)


class PauseForm(_Form):
    """Who gets none, until when."""

    employee = forms.ModelChoiceField(Employee.objects.none(), label=_("Colleague"))
    until = forms.DateField(
        label=_("Until"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("That day included. Empty: the pause ends."),
    )


def _values(rule: AssignRule) -> dict[str, Any]:
    names = ("name", "method", "workdays_only", "hours_from", "hours_until", *_LISTS)
    links = ("people", "groups", "departments")
    held = {name: getattr(rule, name) for name in names}
    return held | {name: [one.pk for one in getattr(rule, name).all()] for name in links}
