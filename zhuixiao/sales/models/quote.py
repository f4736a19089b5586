"""What was offered to a customer."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhuixiao.kit.money import MoneyField

from ..choices import QuoteState
from .lines import Line, line_checks
from .scope import ScopedQuerySet


class QuoteQuerySet(ScopedQuerySet["Quote"]):
    module = "orders"


class Quote(models.Model):
    """Versions of one quote share its number; `revision` counts them from 1 on. Money is in the
    quote's currency, tax included; `discount` is taken off the whole and spread over the lines."""

    number = models.CharField(_("Number"), max_length=40)
    revision = models.PositiveSmallIntegerField(_("Version"), default=1)
    title = models.CharField(_("Title"), max_length=120, blank=True)
    customer = models.ForeignKey(
        "customers.Customer",
        verbose_name=_("Customer"),
        on_delete=models.PROTECT,
        related_name="quotes",
    )
    contact = models.ForeignKey(
        "customers.Contact",
        verbose_name=_("Contact"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    opportunity = models.ForeignKey(
        "sales.Opportunity",
        verbose_name=_("Opportunity"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="quotes",
    )
    owner = models.ForeignKey(
        "accounts.Employee",
        verbose_name=_("Owner"),
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    department = models.ForeignKey(
        "accounts.Department", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    state = models.CharField(max_length=8, choices=QuoteState, default=QuoteState.DRAFT)
    quoted_on = models.DateField(_("Quoted on"))
    valid_until = models.DateField(_("Valid until"), null=True, blank=True)
    currency = models.CharField(_("Currency"), max_length=3)
    # Company's currency per unit of this one, in millionths.
    rate_e6 = models.BigIntegerField(_("Rate"), default=1_000_000)
    discount = MoneyField(_("Discount on the whole"), default=0)
    amount = MoneyField(_("Amount"), default=0)
    tax = MoneyField(_("Tax"), default=0)
    terms = models.TextField(_("Terms"), blank=True)
    note = models.TextField(_("Note"), blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey("accounts.Employee", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = QuoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("Quote")
        indexes = [
            models.Index(fields=["owner", "-quoted_on", "-id"], name="quote_of_owner"),
            models.Index(fields=["-quoted_on", "-id"], name="quote_newest"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["number", "revision"], name="quote_number_once"),
            models.CheckConstraint(
                condition=Q(discount__gte=0, amount__gte=0, tax__gte=0, rate_e6__gt=0),
                name="quote_positive",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def is_expired(self, today: date) -> bool:
        """Whether it waits, and it is too late to accept it."""
        return self.state in {QuoteState.DRAFT, QuoteState.SENT} and self.is_late(today)

    def is_late(self, today: date) -> bool:
        """Whether the last day on which it is valid has passed."""
        return self.valid_until is not None and self.valid_until < today


class QuoteLine(Line):
    quote = models.ForeignKey(Quote, on_delete=models.CASCADE, related_name="lines")

    class Meta:
        verbose_name = _("Line of a quote")
        constraints = [
            models.UniqueConstraint(fields=["quote", "position"], name="quote_line_place_once"),
            *line_checks("quote_line"),
        ]
