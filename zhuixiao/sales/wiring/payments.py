"""Plans, payments, invoices and titles in the shell of lower apps."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhuixiao.accounts import labels
from zhuixiao.accounts.models import Employee
from zhuixiao.catalog.models import Option
from zhuixiao.customers import attached, persons
from zhuixiao.customers.attached import Attached
from zhuixiao.customers.choices import CustomerKind
from zhuixiao.customers.models import Customer
from zhuixiao.customers.persons import Person, Words
from zhuixiao.kit import panels
from zhuixiao.notices import kinds

from .. import postings
from ..actions import invoicing, moving_money, planning, titling
from ..choices import InvoiceState, TitleKind
from ..metrics import PAYMENTS
from ..models import Invoice, InvoiceTitle, Payment
from .words import amount, named


def register() -> None:
    """Called once, in AppConfig.ready()."""
    panels.register(
        "order",
        panels.Panel(
            "money", _("Payments and invoices"), "sales:order-money", 30, "cash", PAYMENTS
        ),
    )
    panels.register(
        "customer",
        panels.Panel(
            "money", _("Payments and invoices"), "sales:customer-money", 40, "cash", PAYMENTS
        ),
    )
    for key, label, ids, move in (
        (
            "payments",
            pgettext_lazy("documents", "Payments"),
            moving_money.payments_of,
            moving_money.move_payments,
        ),
        (
            "invoices",
            pgettext_lazy("documents", "Invoices"),
            moving_money.invoices_of,
            moving_money.move_invoices,
        ),
        ("invoice_titles", _("Invoice titles"), moving_money.titles_of, moving_money.move_titles),
    ):
        attached.register(Attached(key, label, ids, move))
    kinds.register(invoicing.NOTICE, _("Your invoices are issued"))
    _register_words()
    _register_persons()


def _register_words() -> None:
    labels.register(
        postings.PAYMENT,
        {
            "paid_on": _("Paid on"),
            "method_id": _("Way of payment"),
            "account": _("Account"),
            "note": _("Note"),
            "allocated": _("Allocated"),
            "owner_id": _("Owner"),
        },
        label=_("Payment"),
        value_names={
            "method_id": named(Option),
            "owner_id": named(Employee),
            "allocated": amount,
        },
        actions={
            "allocate": pgettext_lazy("payment", "Allocated to an order"),
            "take_back": pgettext_lazy("payment", "Taken off an order"),
        },
    )
    labels.register(planning.KIND, {"plan": _("Instalments")}, label=_("Payment plan"))
    labels.register(
        postings.INVOICE,
        {
            "state": _("State"),
            "number": _("Invoice number"),
            "issued_on": _("Issued on"),
            "sent_by": _("Sent by"),
        },
        label=_("Invoice"),
        value_names={"state": lambda value: InvoiceState(value).label},
        actions={
            "issue": pgettext_lazy("invoice", "Issued"),
            "withdraw": pgettext_lazy("invoice", "Withdrawn"),
            "void": pgettext_lazy("invoice", "Void"),
        },
    )
    labels.register(
        titling.KIND,
        {
            "kind": _("Kind"),
            "name": _("Made out to"),
            "tax_number": _("Tax number"),
            "bank": _("Bank"),
            "account": _("Account number"),
            "address": _("Address"),
            "phone": _("Phone"),
            "email": _("Mail address"),
            "is_default": _("Usual title"),
        },
        label=_("Invoice title"),
        sensitive={"phone": "customers.phone", "email": "customers.phone"},
        value_names={"kind": lambda value: TitleKind(value).label},
    )


def _register_persons() -> None:
    """The title on an issued invoice stays: the law wants accounting records kept."""
    texts = ("name", "tax_number", "bank", "account", "address", "phone", "email")
    for words in (
        Words(
            titling.KIND,
            _("Invoice titles"),
            InvoiceTitle,
            texts=texts,
            whole=texts,
            of=_titles,
            around=lambda pk: Q(customer=pk),
            facts={"kind": _("Kind")},
            record=lambda row: (titling.KIND, row.pk),
        ),
        Words(
            postings.PAYMENT,
            pgettext_lazy("documents", "Payments"),
            Payment,
            texts=("account", "note"),
            of=_of_customer,
            around=lambda pk: Q(customer=pk),
            facts={"paid_on": _("Paid on"), "number": _("Number"), "owner": _("Owner")},
            record=lambda row: (postings.PAYMENT, row.pk),
        ),
        Words(
            postings.INVOICE,
            pgettext_lazy("documents", "Invoices"),
            Invoice,
            texts=("sent_by", "note"),
            of=_of_customer,
            around=lambda pk: Q(customer=pk),
            facts={"issued_on": _("Issued on"), "number": _("Invoice number")},
            record=lambda row: (postings.INVOICE, row.pk),
        ),
    ):
        persons.register(words)


def _titles(person: Person) -> Q:
    """All of a customer that is a person; of a contact those that are made out to it."""
    if person.contact is None:
        of_persons = Customer.objects.filter(pk=person.customer.pk, kind=CustomerKind.PERSON)
        return Q(customer__in=of_persons.values("pk"))
    return Q(customer=person.customer, kind=TitleKind.PERSON, name=person.contact.name)


def _of_customer(person: Person) -> Q:
    return Q(pk__in=[]) if person.contact else Q(customer=person.customer)
