"""Forms of payments, plans, invoices and titles; none of them saves."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.models import Employee
from zhuixiao.catalog.choices import PickList
from zhuixiao.catalog.models import Option
from zhuixiao.kit.money import MoneyFormField, to_decimal

from ..actions.planning import MOST, Every
from ..choices import InvoiceKind, PaymentKind, TitleKind
from ..models import InvoiceTitle, Order, Payment
from .scaled import PercentFormField, RateFormField

_DATE = {"type": "date"}


def day_field(label: object, **options: Any) -> forms.DateField:
    """A day by the browser's own calendar."""
    widget = forms.DateInput(attrs=_DATE, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **options)  # type: ignore[arg-type]


class OrderField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """An order with what it still owes."""

    def label_from_instance(self, order: Order) -> str:
        rest = order.owed if order.owed > 0 else int(order.paid)
        title = f" {order.title}" if order.title else ""
        return f"{order.number}{title} · {to_decimal(rest):,} {order.currency}"


class AdvanceField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """An advance with what is left of it."""

    def label_from_instance(self, payment: Payment) -> str:
        return f"{payment.number} · {to_decimal(payment.rest):,} {payment.currency}"


class PaymentForm(forms.Form):
    """Money that came in: for an order, or ahead of one."""

    customer = forms.IntegerField(label=_("Customer"), min_value=0, max_value=2**63 - 1)
    order = OrderField(
        Order.objects.none(),
        label=_("Contract order"),
        required=False,
        empty_label=_("None: an advance"),
    )
    amount = MoneyFormField(label=_("Amount"), min_value=0)
    paid_on = day_field(_("Paid on"))
    keep_rest = forms.BooleanField(
        label=_("What is above the order stays an advance"), required=False
    )
    currency = forms.CharField(
        label=_("Currency"),
        required=False,
        max_length=3,
        help_text=_("Empty: that of the order, or the company's own."),
    )
    rate = RateFormField(
        label=_("Rate"),
        required=False,
        help_text=_("How much of the company's currency one unit is today."),
    )
    method = forms.ModelChoiceField(
        Option.objects.none(), label=_("Way of payment"), required=False, empty_label="—"
    )
    account = forms.CharField(label=_("Account"), required=False, max_length=80)
    owner = forms.ModelChoiceField(
        Employee.objects.none(),
        label=_("Credited to"),
        required=False,
        empty_label=_("The owner of the order"),
    )
    note = forms.CharField(label=_("Note"), required=False, max_length=200)

    def __init__(self, *args: Any, reader: Employee, orders: "QuerySet[Order]", **kwargs: Any):
        super().__init__(*args, **kwargs)
        of_query(self, "order", orders)
        of_query(self, "method", Option.objects.of(PickList.PAYMENT_METHOD).in_use())
        people = Employee.objects.active().known_to(reader)
        of_query(self, "owner", people.order_by("department__path", "pk"))


class RefundForm(PaymentForm):
    """Money that goes back: off an order, or an advance."""

    advance = AdvanceField(
        Payment.objects.none(), label=_("Advance"), required=False, empty_label="—"
    )
    field_order = ("customer", "order", "advance")

    def __init__(self, *args: Any, advances: "QuerySet[Payment]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        of_query(self, "advance", advances)
        del self.fields["keep_rest"]
        self.fields["paid_on"].label = _("Paid back on")
        order: Any = self.fields["order"]
        order.empty_label = "—"


class AllocationForm(forms.Form):
    """How much of an advance pays which order."""

    order = OrderField(Order.objects.none(), label=_("Contract order"))
    amount = MoneyFormField(
        label=_("Amount"), min_value=0, required=False, help_text=_("Empty: as much as fits.")
    )

    def __init__(self, *args: Any, orders: "QuerySet[Order]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        of_query(self, "order", orders)


class DetailsForm(forms.Form):
    """What may be said better of a payment afterwards."""

    paid_on = day_field(_("Paid on"))
    method = forms.ModelChoiceField(
        Option.objects.none(), label=_("Way of payment"), required=False, empty_label="—"
    )
    account = forms.CharField(label=_("Account"), required=False, max_length=80)
    note = forms.CharField(label=_("Note"), required=False, max_length=200)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, held: Option | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Option.objects.of(PickList.PAYMENT_METHOD)
        kept = rows.filter(pk=held.pk) if held else rows.none()
        of_query(self, "method", rows.in_use() | kept)


class EqualForm(forms.Form):
    """Equal instalments in one click."""

    parts = forms.IntegerField(label=_("Number of parts"), min_value=1, max_value=MOST, initial=3)
    first_on = day_field(_("First due on"))
    every = forms.ChoiceField(label=_("Then"), choices=Every, initial=Every.MONTH)


class InstalmentForm(forms.Form):
    """A row of the plan; one without an amount goes away."""

    pk = forms.IntegerField(
        required=False, min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput
    )
    due_on = day_field(_("Due on"), required=False)
    amount = MoneyFormField(label=_("Amount"), min_value=0, required=False)
    note = forms.CharField(label=_("Note"), required=False, max_length=120)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("due_on", "amount", "note"):
            field = self.fields[name]
            field.widget.attrs |= {
                "class": "form-control form-control-sm",
                "aria-label": str(field.label),
            }

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if values.get("amount") and not values.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", _("Say when it is due."))
        return values


class InvoiceForm(forms.Form):
    """What is asked for; with a number it is issued at once."""

    kind = forms.ChoiceField(label=_("Kind"), choices=InvoiceKind)
    title = forms.ModelChoiceField(
        InvoiceTitle.objects.none(), label=_("Made out to"), empty_label=None
    )
    amount = MoneyFormField(label=_("Amount"), min_value=0)
    tax_bp = PercentFormField(label=_("Tax rate, percent"), required=False)
    note = forms.CharField(label=_("Note"), required=False, max_length=200)

    def __init__(self, *args: Any, titles: "QuerySet[InvoiceTitle]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        of_query(self, "title", titles)


class PaperForm(forms.Form):
    """What is known once an invoice is issued."""

    number = forms.CharField(label=_("Invoice number"), max_length=40)
    issued_on = day_field(_("Issued on"))
    sent_by = forms.CharField(
        label=_("Sent by"),
        required=False,
        max_length=120,
        help_text=_("A mail address, or the carrier with its number."),
    )


class RedForm(forms.Form):
    """How much of an issued invoice is taken back."""

    amount = MoneyFormField(label=_("Amount"), min_value=0)
    note = forms.CharField(label=_("Reason"), required=False, max_length=200)


class TitleForm(forms.Form):
    """Title data of a customer."""

    kind = forms.ChoiceField(label=_("Kind"), choices=TitleKind)
    name = forms.CharField(label=_("Made out to"), max_length=120)
    tax_number = forms.CharField(
        label=_("Tax number"),
        required=False,
        max_length=30,
        help_text=_("A person has none."),
    )
    bank = forms.CharField(label=_("Bank"), required=False, max_length=80)
    account = forms.CharField(label=_("Account number"), required=False, max_length=40)
    address = forms.CharField(label=_("Address"), required=False, max_length=200)
    phone = forms.CharField(label=_("Phone"), required=False, max_length=40)
    email = forms.CharField(label=_("Mail address for the invoice"), required=False, max_length=254)
    is_default = forms.BooleanField(label=_("The usual title of this customer"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


def of_query(form: forms.Form, name: str, rows: "QuerySet[Any]") -> None:
    """Let a field choose among these rows."""
    field: Any = form.fields[name]
    field.queryset = rows


def kinds() -> list[tuple[str, object]]:
    """Of payments, for filters."""
    return list(PaymentKind.choices)
