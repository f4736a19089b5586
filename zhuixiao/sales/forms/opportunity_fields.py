"""What can be said of an opportunity, in whichever form."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhuixiao.catalog.choices import PickList
from zhuixiao.catalog.models import Option
from zhuixiao.customers.models import Contact, Customer
from zhuixiao.kit.forms import ManyField
from zhuixiao.kit.money import MoneyFormField

from ..actions.opportunity_values import NAME_LENGTH, NOTE_LENGTH
from ..models import Opportunity

_HUNDRED = Decimal(100)


class PercentField(forms.DecimalField):
    """Shows 12.5, cleans to 1250 basis points."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.NumberInput(
            attrs={"min": 0, "max": 100, "step": "any", "inputmode": "decimal"}
        )
        super().__init__(min_value=0, max_value=100, decimal_places=2, widget=widget, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return f"{value / 100:g}" if isinstance(value, int) else value

    def clean(self, value: Any) -> Any:
        share = super().clean(value)
        return None if share is None else int(share * _HUNDRED)


def day_field(label: Any, **attrs: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date", **attrs}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=widget)


def line_field(label: Any, **attrs: Any) -> forms.CharField:
    widget = forms.TextInput(attrs={"maxlength": NAME_LENGTH, "autocomplete": "off", **attrs})
    return forms.CharField(label=label, required=False, widget=widget)


def choice_field(model: Any, label: Any, empty: Any = "—") -> Any:
    return forms.ModelChoiceField(
        model.objects.none(), label=label, required=False, empty_label=empty
    )


class StageFields(forms.Form):
    """What can be said of an opportunity, whichever form asks; choices are the company's own."""

    amount = MoneyFormField(label=_("Amount"), required=False, min_value=0)
    expected_on = day_field(_("Expected close"))
    probability = PercentField(label=_("Probability (%)"), required=False)
    contact = choice_field(Contact, _("Contact"))
    loss_reason = choice_field(Option, _("Loss reason"))
    competitors = ManyField(
        Option.objects.none(),
        label=_("Competitors"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    next_step = line_field(_("Next step"))
    next_step_on = day_field(_("Next step on"))
    note = forms.CharField(
        label=_("Note"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": NOTE_LENGTH}),
    )
    version = forms.IntegerField(
        required=False, min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput
    )

    def offer(self, customer: Customer | None, held: Opportunity | None) -> None:
        """Offer the contacts of a customer and the options in use, and what it has already."""
        rows = Contact.objects.filter(customer=customer) if customer else Contact.objects.none()
        contacts = rows.filter(deleted_at=None)
        if held and held.contact_id:
            contacts = rows.filter(pk=held.contact_id) | contacts
        self.set_rows("contact", contacts.order_by("position", "pk"))
        for name, pick_list in (
            ("loss_reason", PickList.LOSS_REASON),
            ("competitors", PickList.COMPETITOR),
        ):
            rows_of = Option.objects.of(pick_list)
            usable = rows_of.in_use()
            if held and name == "loss_reason" and held.loss_reason_id:
                usable = rows_of.filter(pk=held.loss_reason_id) | usable
            if held and name == "competitors":
                usable = rows_of.filter(pk__in=held.competitors.values("pk")) | usable
            self.set_rows(name, usable)

    def set_rows(self, name: str, rows: Any) -> None:
        if name in self.fields:
            self.fields[name].queryset = rows  # type: ignore[attr-defined]
