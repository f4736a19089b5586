"""The form of an order: new, as a draft, or a change of a signed one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhuixiao.catalog.choices import PickList
from zhuixiao.catalog.models import Option
from zhuixiao.customers.models import Contact, Customer
from zhuixiao.kit.money import MoneyFormField

from ..actions.lines import NewLine
from ..actions.values import NewOrder
from ..models import Opportunity, Order
from .numbers import RateFormField

_MILLION = 1_000_000


def _day(label: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=widget)


class OrderForm(forms.Form):
    """Shape only: the actions know the rules. `customer` is the one that the form is about."""

    customer = forms.IntegerField(
        label=_("Customer"),
        min_value=1,
        max_value=2**63 - 1,
        error_messages={"required": _("Choose a customer."), "invalid": _("Choose a customer.")},
    )
    title = forms.CharField(
        label=_("Title"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    number = forms.CharField(
        label=pgettext_lazy("document", "Number"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("Empty: the next of the series."),
    )
    type = forms.ModelChoiceField(
        Option.objects.none(), label=_("Type"), required=False, empty_label="—"
    )
    contact = forms.ModelChoiceField(
        Contact.objects.none(), label=_("Contact"), required=False, empty_label="—"
    )
    opportunity = forms.ModelChoiceField(
        Opportunity.objects.none(), label=_("Opportunity"), required=False, empty_label="—"
    )
    signed_on = forms.DateField(
        label=_("Signed on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    starts_on = _day(_("Starts on"))
    ends_on = _day(_("Ends on"))
    delivery_on = _day(_("Delivery promised for"))
    currency = forms.CharField(
        label=_("Currency"),
        required=False,
        max_length=3,
        widget=forms.TextInput(attrs={"autocomplete": "off", "list": "currencies", "size": 4}),
    )
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
    reason = forms.CharField(
        label=_("Reason of the change"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
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
        held: Order | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        self._offer("type", Option.objects.of(PickList.ORDER_TYPE).in_use(), held)
        contacts, chances = Contact.objects.none(), Opportunity.objects.none()
        if customer:
            contacts = customer.contacts.filter(deleted_at=None).order_by("position", "pk")
            chances = Opportunity.objects.filter(customer=customer, deleted_at=None)
        self._offer("contact", contacts, held)
        self._offer("opportunity", chances.order_by("-pk"), held)

    def _offer(self, name: str, rows: Any, held: Order | None) -> None:
        """What can be chosen, and what the order has already."""
        chosen = getattr(held, f"{name}_id") if held else None
        field: forms.ModelChoiceField[Any] = self.fields[name]  # type: ignore[assignment]
        field.queryset = rows | rows.model.objects.filter(pk=chosen) if chosen else rows

    def new_order(self, lines: list[NewLine]) -> NewOrder:
        """What was typed, for the action."""
        values = self.cleaned_data
        return NewOrder(
            customer_id=values["customer"],
            lines=lines,
            signed_on=values["signed_on"],
            number=values["number"],
            title=values["title"],
            contact_id=_pk(values["contact"]),
            opportunity_id=_pk(values["opportunity"]),
            type_id=_pk(values["type"]),
            starts_on=values["starts_on"],
            ends_on=values["ends_on"],
            delivery_on=values["delivery_on"],
            currency=values["currency"],
            rate_e6=_MILLION if values["rate"] is None else values["rate"],
            discount=values["discount"] or 0,
            terms=values["terms"],
            note=values["note"],
        )


def initial_of(order: Order) -> dict[str, Any]:
    """The values with which the form of an order opens."""
    names = (
        "title", "number", "signed_on", "starts_on", "ends_on", "delivery_on", "currency",
        "terms", "note", "version",
    )  # fmt: skip
    return {name: getattr(order, name) for name in names} | {
        "customer": order.customer_id,
        "type": order.type_id,
        "contact": order.contact_id,
        "opportunity": order.opportunity_id,
        "rate": order.rate_e6,
        "discount": order.discount or None,
    }


def _pk(row: Any) -> int | None:
    return row.pk if row is not None else None
