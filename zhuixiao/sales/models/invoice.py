"""Invoices, and to whom a customer wants them made out."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhuixiao.kit.money import MoneyField

from ..choices import InvoiceKind, InvoiceState, TitleKind
from .scope import ScopedQuerySet


class InvoiceTitle(models.Model):
    """Title data (开票资料) of a customer."""

    customer = models.ForeignKey(
        "customers.Customer", on_delete=models.CASCADE, related_name="invoice_titles"
    )
    kind = models.CharField(_("Kind"), max_length=7, choices=TitleKind, default=TitleKind.COMPANY)
    name = models.CharField(_("Made out to"), max_length=120)
    tax_number = models.CharField(_("Tax number"), max_length=20, blank=True)
    bank = models.CharField(_("Bank"), max_length=80, blank=True)
    account = models.CharField(_("Account number"), max_length=40, blank=True)
    address = models.CharField(_("Address"), max_length=200, blank=True)
    phone = models.CharField(_("Phone"), max_length=40, blank=True)
    email = models.CharField(_("Mail address"), max_length=254, blank=True)
    is_default = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("Invoice title")
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="invoice_title_has_name"),
            models.UniqueConstraint(
                fields=["customer"], condition=Q(is_default=True), name="one_usual_invoice_title"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class InvoiceQuerySet(ScopedQuerySet["Invoice"]):
    module = "payments"


class Invoice(models.Model):
    """In the order's currency, tax included. A red one (`red_of`) takes back: it counts against."""

    order = models.ForeignKey("sales.Order", on_delete=models.PROTECT, related_name="invoices")
    customer = models.ForeignKey(
        "customers.Customer", on_delete=models.PROTECT, related_name="invoices"
    )
    kind = models.CharField(_("Kind"), max_length=7, choices=InvoiceKind)
    state = models.CharField(max_length=6, choices=InvoiceState, default=InvoiceState.ASKED)
    # The number on the paper, known once it is issued.
    number = models.CharField(_("Invoice number"), max_length=40, blank=True)
    # As the title stood that day: {"name": …, "tax_number": …}.
    title = models.JSONField(default=dict)
    amount = MoneyField(_("Amount"))
    tax_bp = models.PositiveIntegerField(_("Tax rate"), default=0)
    tax = MoneyField(_("Tax"), default=0)
    base_amount = MoneyField(default=0)
    issued_on = models.DateField(_("Issued on"), null=True, blank=True)
    sent_by = models.CharField(_("Sent by"), max_length=120, blank=True)
    red_of = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="red_invoices"
    )
    note = models.CharField(_("Note"), max_length=200, blank=True)
    owner = models.ForeignKey(
        "accounts.Employee", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    department = models.ForeignKey(
        "accounts.Department", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    created_by = models.ForeignKey("accounts.Employee", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = InvoiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("Invoice")
        indexes = [models.Index(fields=["state", "-issued_on"], name="invoice_state")]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0, tax__gte=0, base_amount__gte=0, tax_bp__lte=10_000),
                name="invoice_positive",
            ),
            models.CheckConstraint(
                condition=~Q(state=InvoiceState.ISSUED)
                | (Q(issued_on__isnull=False) & ~Q(number="")),
                name="invoice_issued_whole",
            ),
            models.UniqueConstraint(
                fields=["number"],
                condition=~Q(number="") & Q(deleted_at=None),
                name="invoice_number_once",
            ),
        ]

    def __str__(self) -> str:
        return self.number or f"#{self.pk}"
