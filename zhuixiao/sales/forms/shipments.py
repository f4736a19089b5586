"""Forms of shipments."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.models import Employee
from zhuixiao.kit.spans import SpanForm

from ..actions.shipping import NewShipment
from ..choices import ShipmentState
from ..models import OrderLine, Shipment
from ..queries.shipments import ShipmentFilter
from .scaled import QuantityFormField

_DATE = {"type": "date"}


class ShipmentForm(forms.Form):
    """A shipment with a quantity for each line of the order; `held` is what it holds already."""

    shipped_on = forms.DateField(
        label=_("Shipped on"), widget=forms.DateInput(attrs=_DATE, format="%Y-%m-%d")
    )
    carrier = forms.CharField(
        label=_("Carrier"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"list": "carriers", "autocomplete": "off"}),
    )
    tracking_number = forms.CharField(
        label=_("Tracking number"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    receiver = forms.CharField(label=_("Receiver"), required=False, max_length=60)
    phone = forms.CharField(
        label=_("Phone"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    address = forms.CharField(label=_("Address"), required=False, max_length=200)
    note = forms.CharField(label=_("Note"), required=False, max_length=200)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any = None,
        *,
        initial: dict[str, Any],
        lines: Sequence[OrderLine],
        held: Shipment | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        parts = dict(held.lines.values_list("line", "quantity")) if held else {}
        self.lines = [line for line in lines if line.left or line.pk in parts]
        for line in self.lines:
            name = f"quantity_{line.pk}"
            self.fields[name] = QuantityFormField(label=line.name, required=False)
            self.initial[name] = parts.get(line.pk, 0) if held else line.left
        self.most = {line.pk: line.left + parts.get(line.pk, 0) for line in self.lines}

    def rows(self) -> list[tuple[OrderLine, int, BoundField]]:
        """Each line with what may be sent of it and its field."""
        return [(row, self.most[row.pk], self[f"quantity_{row.pk}"]) for row in self.lines]

    def new_shipment(self) -> NewShipment:
        values = self.cleaned_data
        names = ("carrier", "tracking_number", "receiver", "phone", "address", "note")
        return NewShipment(
            shipped_on=values["shipped_on"],
            quantities={row.pk: values[f"quantity_{row.pk}"] or 0 for row in self.lines},
            **{name: values[name] for name in names},
        )


def initial_of(shipment: Shipment) -> dict[str, Any]:
    """The values with which the form of a shipment opens; the phone stays where it is."""
    names = ("shipped_on", "carrier", "tracking_number", "receiver", "address", "note", "version")
    return {name: getattr(shipment, name) for name in names}


class SignatureForm(forms.Form):
    """Who signed for it, and when."""

    signed_on = forms.DateField(
        label=_("Signed for on"), widget=forms.DateInput(attrs=_DATE, format="%Y-%m-%d")
    )
    signed_by = forms.CharField(label=_("Signed for by"), required=False, max_length=60)


class ShipmentFilterForm(SpanForm):
    """The filter row of the list."""

    q = forms.CharField(
        label=_("Number, customer or tracking number"), required=False, max_length=100
    )
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All states")), *ShipmentState.choices]
    )
    person = forms.ModelChoiceField(
        Employee.objects.none(), label=_("Person"), required=False, empty_label=_("Everybody")
    )

    def __init__(self, data: Any, *, reader: Employee) -> None:
        super().__init__(data)
        people: forms.ModelChoiceField[Employee] = self.fields["person"]  # type: ignore[assignment]
        known = Employee.objects.known_to(reader)
        people.queryset = known.order_by("-is_active", "department__path", "pk")

    def chosen(self, today: date) -> ShipmentFilter:
        self.full_clean()
        values = self.cleaned_data
        return ShipmentFilter(
            period=self.period(today),
            state=values.get("state", ""),
            person=values.get("person"),
            text=values.get("q", ""),
        )
