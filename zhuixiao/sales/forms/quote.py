"""The form of a quote: new, or a draft."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhuixiao.customers.models import Contact, Customer
from zhuixiao.kit.money import MoneyFormField

from ..actions.lines import NewLine
from ..actions.quote_values import NewQuote
from ..models import Opportunity, Quote
from .scaled import RateFormField

_MILLION = 1_000_000


def _plain(label: Any, length: int, **kwargs: Any) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "off"})
    return forms.CharField(label=label, required=False, max_length=length, widget=widget, **kwargs)


def _day(label: Any, *, required: bool) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget)


class QuoteForm(forms.Form):
    """Shape only: the actions know the rules. `customer` is the one that the form is about."""

    customer = forms.IntegerField(
        label=_("Customer"),
        min_value=1,
        max_value=2**63 - 1,
        error_messages={"required": _("Choose a customer."), "invalid": _("Choose a customer.")},
    )
    title = _plain(_("Title"), 120)
    number = _plain(
        pgettext_lazy("document", "Number"), 40, help_text=_("Empty: the next of the series.")
    )
    contact = forms.ModelChoiceField(
        Contact.objects.none(), label=_("Contact"), required=False, empty_label="—"
    )
    opportunity = forms.ModelChoiceField(
        Opportunity.objects.none(), label=_("Opportunity"), required=False, empty_label="—"
    )
    quoted_on = _day(_("Quoted on"), required=True)
    valid_until = _day(_("Valid until"), required=False)
    currency = forms.CharField(label=_("Currency"), required=False, max_length=3)
    rate = RateFormField(label=_("Rate"), required=False)
    discount = MoneyFormField(
        label=_("Discount on the whole"),
        required=False,
        min_value=0,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    terms = forms.CharField(
        label=_("Terms"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("One a line; the document numbers them."),
    )
    note = forms.CharField(
        label=_("Note"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("For colleagues only: it stands on no document."),
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
        held: Quote | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        contacts, chances = Contact.objects.none(), Opportunity.objects.none()
        if customer:
            contacts = customer.contacts.filter(deleted_at=None)
            chances = Opportunity.objects.filter(customer=customer, deleted_at=None)
        self._offer("contact", contacts, held)
        self._offer("opportunity", chances, held)
        self.fields["discount"].widget.attrs |= {"class": "form-control form-control-sm"}

    def _offer(self, name: str, rows: Any, held: Quote | None) -> None:
        """What can be chosen, and what the quote has already."""
        chosen = getattr(held, f"{name}_id") if held else None
        if chosen:
            rows = rows | rows.model.objects.filter(pk=chosen)
        field: forms.ModelChoiceField[Any] = self.fields[name]  # type: ignore[assignment]
        field.queryset = rows.order_by("pk")

    def new_quote(self, lines: list[NewLine]) -> NewQuote:
        """What was typed, for the action."""
        values = self.cleaned_data
        contact, opportunity = values["contact"], values["opportunity"]
        return NewQuote(
            customer_id=values["customer"],
            lines=lines,
            quoted_on=values["quoted_on"],
            number=values["number"],
            title=values["title"],
            contact_id=contact.pk if contact else None,
            opportunity_id=opportunity.pk if opportunity else None,
            valid_until=values["valid_until"],
            currency=values["currency"],
            rate_e6=_MILLION if values["rate"] is None else values["rate"],
            discount=values["discount"] or 0,
            terms=values["terms"],
            note=values["note"],
        )


def initial_of(quote: Quote) -> dict[str, Any]:
    """What the form shows of a draft."""
    plain = (
        "title", "number", "contact", "opportunity", "quoted_on", "valid_until", "currency",
        "terms", "note", "version",
    )  # fmt: skip
    return {name: getattr(quote, name) for name in plain} | {
        "customer": quote.customer_id,
        "rate": quote.rate_e6,
        "discount": quote.discount or None,
    }
