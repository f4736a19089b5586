"""The filters of the lists of payments, of what is due, and of invoices."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.models import Employee
from zhuixiao.catalog.choices import PickList
from zhuixiao.catalog.models import Option
from zhuixiao.customers.models import Customer
from zhuixiao.kit.spans import Span, SpanForm

from ..choices import InvoiceKind, InvoiceState, PaymentKind
from ..queries import due, invoices, payments
from .money import of_query


class _Filter(SpanForm):
    """Wrong values fall back to the whole."""

    spans = (
        Span.ALL,
        Span.TODAY,
        Span.WEEK,
        Span.MONTH,
        Span.LAST_MONTH,
        Span.YEAR,
        Span.OTHER,
    )

    q = forms.CharField(required=False, max_length=100)
    person = forms.ModelChoiceField(
        Employee.objects.none(), label=_("Person"), required=False, empty_label=_("Everybody")
    )
    customer = forms.ModelChoiceField(Customer.objects.none(), required=False)

    def __init__(self, data: object, *, reader: Employee) -> None:
        super().__init__(data)
        people = Employee.objects.known_to(reader)
        of_query(self, "person", people.order_by("-is_active", "department__path", "pk"))
        of_query(self, "customer", Customer.objects.visible_to(reader))

    def key_of(self, name: str) -> int | None:
        """The id of a chosen record."""
        row: Any = self.cleaned_data.get(name)
        return row.pk if row else None


class PaymentFilter(_Filter):
    method = forms.ModelChoiceField(
        Option.objects.none(), label=_("Way of payment"), required=False, empty_label=_("Any way")
    )
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("", _("In and out")), *PaymentKind.choices], required=False
    )
    advance = forms.BooleanField(label=_("With an advance left"), required=False)

    def __init__(self, data: object, *, reader: Employee) -> None:
        super().__init__(data, reader=reader)
        of_query(self, "method", Option.objects.of(PickList.PAYMENT_METHOD))

    def asked(self, today: date) -> payments.Asked:
        """What the query understands."""
        self.full_clean()
        values = self.cleaned_data
        return payments.Asked(
            period=self.period(today),
            person=self.key_of("person"),
            method=self.key_of("method"),
            customer=self.key_of("customer"),
            text=values.get("q", "").strip(),
            kind=values.get("kind", ""),
            advance=values.get("advance", False),
        )


class InvoiceFilter(_Filter):
    state = forms.ChoiceField(
        label=_("State"), choices=[("", _("Any state")), *InvoiceState.choices], required=False
    )
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("", _("Any kind")), *InvoiceKind.choices], required=False
    )

    def asked(self, today: date) -> invoices.Asked:
        """What the query understands."""
        self.full_clean()
        values = self.cleaned_data
        return invoices.Asked(
            state=values.get("state", ""),
            kind=values.get("kind", ""),
            person=self.key_of("person"),
            customer=self.key_of("customer"),
            period=self.period(today),
            text=values.get("q", "").strip(),
        )


class View(TextChoices):
    """How the list of what is due is laid out."""

    ROWS = "rows", _("One by one")
    CUSTOMER = "customer", _("By customer")
    PERSON = "person", _("By person")


class DueFilter(_Filter):
    view = forms.ChoiceField(choices=View.choices, required=False)
    bucket = forms.ChoiceField(
        label=_("Overdue for"),
        choices=[
            ("", _("All that is owed")),
            ("late", _("All that is overdue")),
            *due.Bucket.choices,
        ],
        required=False,
    )

    def asked(self) -> due.Asked:
        """What the query understands."""
        self.full_clean()
        values = self.cleaned_data
        bucket = values.get("bucket", "")
        return due.Asked(
            customer=self.key_of("customer"),
            person=self.key_of("person"),
            bucket="" if bucket == "late" else bucket,
            late=bucket == "late",
            text=values.get("q", "").strip(),
        )
