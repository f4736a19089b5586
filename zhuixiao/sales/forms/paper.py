"""What the forms of quotes and orders have in common."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhuixiao.customers.models import Contact, Customer
from zhuixiao.kit.money import MoneyFormField

from ..models import Opportunity, Order, Quote
from .scaled import RateFormField

MILLION = 1_000_000


def day(label: Any, *, required: bool = False) -> forms.DateField:
    """A day, which an empty field leaves open."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget)


def plain(label: Any, length: int, **kwargs: Any) -> forms.CharField:
    """A line of text."""
    widget = forms.TextInput(attrs={"autocomplete": "off"})
    return forms.CharField(label=label, required=False, max_length=length, widget=widget, **kwargs)


class PaperForm(forms.Form):
    """Shape only: the actions know the rules. `customer` is the one that the form is about."""

    # Attributes of a document that its form opens with.
    SHOWN: tuple[str, ...] = ("title", "number", "currency", "terms", "note", "version")

    customer = forms.IntegerField(
        label=_("Customer"),
        min_value=1,
        max_value=2**63 - 1,
        error_messages={"required": _("Choose a customer."), "invalid": _("Choose a customer.")},
    )
    title = plain(_("Title"), 120)
    number = plain(
        pgettext_lazy("document", "Number"), 60, help_text=_("Empty: the next of the series.")
    )
    contact = forms.ModelChoiceField(
        Contact.objects.none(), label=_("Contact"), required=False, empty_label="—"
    )
    opportunity = forms.ModelChoiceField(
        Opportunity.objects.none(), label=_("Opportunity"), required=False, empty_label="—"
    )
    currency = forms.CharField(label=_("Currency"), required=False, max_length=3)
    rate = RateFormField(label=_("Rate"), required=False)
    discount = MoneyFormField(
        label=_("Discount on the whole"),
        required=False,
        min_value=0,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    terms = forms.CharField(
        label=_("Terms"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    note = forms.CharField(
        label=_("Note"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    version = forms.IntegerField(
        required=False, min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput
    )

    def __init__(
        self,
        data: Any = None,
        *,
        customer: Customer | None,
        initial: Any = None,
        held: Order | Quote | None = None,
    ) -> None:
        super().__init__(data, initial=self._initial_of(held) if held else initial)
        self.held = held
        contacts, chances = Contact.objects.none(), Opportunity.objects.none()
        if customer:
            contacts = customer.contacts.filter(deleted_at=None).order_by("position", "pk")
            chances = Opportunity.objects.filter(customer=customer, deleted_at=None)
        self.offer("contact", contacts)
        self.offer("opportunity", chances.order_by("-pk"))

    def _initial_of(self, held: Order | Quote) -> dict[str, Any]:
        return {name: getattr(held, name) for name in self.SHOWN} | {
            "customer": held.customer_id,
            "contact": held.contact_id,
            "opportunity": held.opportunity_id,
            "rate": held.rate_e6,
            "discount": held.discount or None,
        }

    def offer(self, name: str, rows: Any) -> None:
        """What can be chosen, and what the document has already."""
        chosen = getattr(self.held, f"{name}_id") if self.held else None
        field: forms.ModelChoiceField[Any] = self.fields[name]  # type: ignore[assignment]
        field.queryset = rows | rows.model.objects.filter(pk=chosen) if chosen else rows

    def values(self) -> dict[str, Any]:
        """What was typed into the fields of all papers, by the names of the actions."""
        typed = self.cleaned_data
        same = ("title", "number", "currency", "terms", "note")
        return {name: typed[name] for name in same} | {
            "customer_id": typed["customer"],
            "contact_id": pk_of(typed["contact"]),
            "opportunity_id": pk_of(typed["opportunity"]),
            "rate_e6": MILLION if typed["rate"] is None else typed["rate"],
            "discount": typed["discount"] or 0,
        }


def pk_of(row: Any) -> int | None:
    """The id of what was chosen, if anything was."""
    return row.pk if row is not None else None
