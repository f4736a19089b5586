"""What people type about customers and contacts; the shape only, the rules are the actions'."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.access import Access
from zhuixiao.accounts.choices import FieldAccess
from zhuixiao.accounts.models import Employee
from zhuixiao.catalog.choices import PickList
from zhuixiao.catalog.models import Channel, Option, Product, Region
from zhuixiao.kit.forms import ManyField
from zhuixiao.kit.money import MoneyFormField

from .choices import BirthdayCalendar, CustomerKind
from .fields import REACH, Field, Kind
from .models import Contact, Customer

MAIN = ("name", "phone", "stage", "importance", "industry", "channel", "region", "address")


class CustomerForm(forms.Form):
    """One control per field that the person may write, standard and custom ones alike."""

    def __init__(
        self,
        data: Any = None,
        *,
        fields: Sequence[Field],
        reader: Employee,
        customer: Customer | None = None,
        name: str = "",
    ) -> None:
        super().__init__(data, initial=_initial(customer, fields) if customer else _fresh(name))
        self._shown = list(fields)
        for field in fields:
            self.fields[field.key] = _control(field, customer, reader)

    def main(self) -> list[forms.BoundField]:
        """The fields that a quick entry asks for, and what the company requires."""
        own = [key for key, one in self.fields.items() if one.required and key not in MAIN]
        return [self[key] for key in (*MAIN, *own) if key in self.fields]

    def further(self) -> list[forms.BoundField]:
        """All the others."""
        return [
            self[key] for key, one in self.fields.items() if key not in MAIN and not one.required
        ]

    def is_open(self) -> bool:
        """Whether the others must be in sight: one of them was refused."""
        return any(bound.errors for bound in self.further())

    def values(self) -> dict[str, Any]:
        """Typed values by field key, as the actions take them: ids for choices."""
        values: dict[str, Any] = {}
        for field in self._shown:
            value = self.cleaned_data[field.key]
            if isinstance(value, Option | Channel | Region | Employee):
                value = value.pk
            elif field.kind in {Kind.OPTIONS, Kind.PRODUCTS}:
                value = [row.pk for row in value]
            elif field.kind == Kind.NUMBER and value is not None:
                value = int(value) if value == value.to_integral_value() else float(value)
            values[field.key] = value
        return values


def _fresh(name: str) -> dict[str, Any]:
    """A new customer begins in the first stage."""
    return {"kind": CustomerKind.COMPANY, "name": name, "stage": Option.objects.first_stage()}


def _initial(customer: Customer, fields: Sequence[Field]) -> dict[str, Any]:
    initial: dict[str, Any] = {}
    for field in fields:
        if field.custom:
            initial[field.key] = customer.extra.get(field.key)
        elif field.column:
            initial[field.key] = getattr(customer, field.column)
        else:
            initial[field.key] = list(getattr(customer, field.key).values_list("pk", flat=True))
    return initial


def _control(  # noqa: C901, PLR0911, PLR0912
    field: Field, customer: Customer | None, reader: Employee
) -> forms.Field:
    """The form field that fits the kind; what is retired stays choosable where it is held."""
    held = _held(field, customer)
    common: dict[str, Any] = {"label": field.label, "required": field.key == "name"}
    if field.custom:
        common |= {"required": field.custom.is_required, "help_text": field.custom.help}
    select = forms.Select(attrs={"data-select": ""})
    many = forms.SelectMultiple(attrs={"data-select": ""})
    match field.kind:
        case Kind.OPTION:
            return forms.ModelChoiceField(_options(field, held), widget=select, **common)
        case Kind.OPTIONS:
            return ManyField(_options(field, None), widget=many, **common)
        case Kind.CHANNEL:
            channels = Channel.objects.filter(retired_at=None).order_by("path")
            return _ChannelField(channels, widget=select, **common)
        case Kind.PRODUCTS:
            products = Product.objects.filter(retired_at=None).order_by("name")
            return ManyField(products, widget=many, **common)
        case Kind.REGION:
            return RegionField(held=held, **common)
        case Kind.EMPLOYEE:
            known = Employee.objects.active().known_to(reader)
            people = (known | Employee.objects.filter(pk=held)).order_by("name")
            return forms.ModelChoiceField(people, widget=select, **common)
        case Kind.CHOICE:
            return forms.ChoiceField(choices=CustomerKind.choices, **common)
        case Kind.SINGLE | Kind.MULTI:
            choices = [(text, text) for text in _choices(field, held)]
            if field.kind == Kind.MULTI:
                return forms.MultipleChoiceField(choices=choices, widget=many, **common)
            return forms.ChoiceField(choices=[("", "—"), *choices], **common)
        case Kind.NUMBER:
            return forms.DecimalField(max_digits=15, decimal_places=4, **common)
        case Kind.MONEY:
            return MoneyFormField(**common)
        case Kind.DATE:
            date = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
            return forms.DateField(widget=date, **common)
        case Kind.LONG_TEXT:
            return forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), **common)
        case Kind.PHONE:
            return forms.CharField(widget=forms.TextInput(attrs={"inputmode": "tel"}), **common)
        case Kind.EMAIL:
            return forms.EmailField(**common)
        case _:
            return forms.CharField(**common)


def _held(field: Field, customer: Customer | None) -> Any:
    """What stands in the field now: an id for what is chosen from a list."""
    if customer is None:
        return None
    return customer.extra.get(field.key) if field.custom else getattr(customer, field.column, None)


def _choices(field: Field, held: Any) -> list[str]:
    known = field.custom.choices if field.custom else []
    own = held if isinstance(held, list) else [held]
    return [*known, *(text for text in own if text and text not in known)]


def _options(field: Field, held: int | None) -> Any:
    rows = Option.objects.of(field.pick_list or PickList.TAG)
    return rows.in_use() | rows.filter(pk=held) if held else rows.in_use()


class _ChannelField(forms.ModelChoiceField[Channel]):
    """Channels with an indent that shows the tree."""

    def label_from_instance(self, obj: Channel) -> str:
        return "\u2003" * obj.depth + obj.name


class RegionField(forms.ModelChoiceField[Region]):
    """One searchable choice among all regions; only the held one is in the page."""

    def __init__(self, *, held: int | None, **kwargs: Any) -> None:
        widget = forms.Select(
            attrs={"data-select": "", "data-select-url": reverse_lazy("catalog:region-find")}
        )
        super().__init__(Region.objects.all(), widget=widget, **kwargs)
        rows = Region.objects.filter(pk=held) if held else Region.objects.none()
        self.widget.choices = [("", ""), *((row.pk, str(row)) for row in rows)]


class ContactForm(forms.Form):
    """One person at a customer."""

    name = forms.CharField(label=_("Full name"), max_length=60)
    title = forms.CharField(label=_("Job title"), max_length=60, required=False)
    decision_role = forms.ModelChoiceField(
        Option.objects.of(PickList.DECISION_ROLE).in_use(),
        label=_("Role in decision"),
        required=False,
        empty_label="—",
    )
    phone = forms.CharField(
        label=_("Phone"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )
    wechat = forms.CharField(label=_("WeChat"), max_length=60, required=False)
    email = forms.EmailField(label=_("Mail address"), required=False)
    birthday_calendar = forms.ChoiceField(
        label=_("Birthday by"),
        choices=[("", "—"), *BirthdayCalendar.choices],
        required=False,
    )
    birthday_year = forms.IntegerField(
        label=_("Year"), required=False, min_value=1900, max_value=2100
    )
    birthday_month = forms.IntegerField(label=_("Month"), required=False, min_value=1, max_value=12)
    birthday_day = forms.IntegerField(label=_("Day"), required=False, min_value=1, max_value=31)
    birthday_is_leap_month = forms.BooleanField(label=_("Leap month"), required=False)
    note = forms.CharField(
        label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, data: Any = None, *, access: Access, contact: Contact | None = None) -> None:
        names = self.base_fields if contact else ()
        super().__init__(data, initial={name: getattr(contact, name) for name in names})
        # Whoever gets them masked would write the mask back.
        if access.field(REACH) != FieldAccess.WRITE:
            for name in ("phone", "wechat", "email"):
                del self.fields[name]
