"""When money is due, what came in, and which order it pays."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zhuixiao.kit.money import MoneyField

from ..choices import PaymentKind
from .scope import ScopedQuerySet


class PaymentPlan(models.Model):
    """An instalment, in the order's currency. Whether it is overdue follows from the day."""

    order = models.ForeignKey("sales.Order", on_delete=models.PROTECT, related_name="plans")
    position = models.PositiveSmallIntegerField()
    due_on = models.DateField(_("Due on"))
    amount = MoneyField(_("Amount"))
    # Sum of the allocations to it.
    paid = MoneyField(_("Paid"), default=0)
    note = models.CharField(_("Note"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("Payment plan")
        indexes = [
            models.Index(fields=["due_on"], condition=Q(paid__lt=F("amount")), name="plan_waiting")
        ]
        constraints = [
            models.UniqueConstraint(fields=["order", "position"], name="plan_place_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="plan_positive"),
            models.CheckConstraint(
                condition=Q(paid__gte=0, paid__lte=F("amount")), name="plan_payments_within"
            ),
        ]

    @property
    def owed(self) -> int:
        return int(self.amount - self.paid)


class PaymentQuerySet(ScopedQuerySet["Payment"]):
    module = "payments"


class Payment(models.Model):
    """Money that came in, or (REFUND) went back; `amount` is above zero in both, in its currency.

    What no allocation has taken and no refund has brought back is an advance of the customer.
    """

    number = models.CharField(_("Number"), max_length=60, unique=True)
    customer = models.ForeignKey(
        "customers.Customer",
        verbose_name=_("Customer"),
        on_delete=models.PROTECT,
        related_name="payments",
        db_index=False,
    )
    kind = models.CharField(max_length=8, choices=PaymentKind, default=PaymentKind.RECEIPT)
    paid_on = models.DateField(_("Paid on"))
    currency = models.CharField(_("Currency"), max_length=3)
    rate_e6 = models.BigIntegerField(_("Rate"), default=1_000_000)
    amount = MoneyField(_("Amount"))
    base_amount = MoneyField()
    # Sum of its allocations.
    allocated = MoneyField(default=0)
    # Of an advance what was paid back without ever paying an order: the sum of `refunds`.
    paid_back = MoneyField(default=0)
    refund_of = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="refunds"
    )
    method = models.ForeignKey(
        "catalog.Option",
        verbose_name=_("Way of payment"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    account = models.CharField(_("Paid into"), max_length=80, blank=True)
    note = models.CharField(_("Note"), max_length=200, blank=True)
    # Who gets the credit.
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
    created_by = models.ForeignKey("accounts.Employee", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    source_key = models.CharField(max_length=120, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = PaymentQuerySet.as_manager()

    class Meta:
        verbose_name = _("Payment")
        indexes = [
            models.Index(fields=["customer", "-paid_on"], name="payment_of_customer"),
            models.Index(fields=["owner", "-paid_on", "-id"], name="payment_of_owner"),
            models.Index(fields=["-paid_on", "-id"], name="payment_newest"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0, base_amount__gte=0, rate_e6__gt=0),
                name="payment_positive",
            ),
            models.CheckConstraint(
                condition=Q(
                    allocated__gte=0,
                    paid_back__gte=0,
                    amount__gte=F("allocated") + F("paid_back"),
                ),
                name="payment_used_within",
            ),
            models.UniqueConstraint(
                fields=["source_key"], condition=~Q(source_key=""), name="payment_imported_once"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_refund(self) -> bool:
        return self.kind == PaymentKind.REFUND

    @property
    def rest(self) -> int:
        """What may still be allocated; a refund leaves nothing."""
        return 0 if self.is_refund else int(self.amount - self.allocated - self.paid_back)


class Allocation(models.Model):
    """How much of a payment pays (a refund: is taken off) which order, and which instalment."""

    payment = models.ForeignKey(Payment, on_delete=models.CASCADE, related_name="allocations")
    order = models.ForeignKey("sales.Order", on_delete=models.PROTECT, related_name="allocations")
    plan = models.ForeignKey(
        PaymentPlan, null=True, blank=True, on_delete=models.PROTECT, related_name="allocations"
    )
    amount = MoneyField(_("Amount"))
    allocated_on = models.DateField()

    class Meta:
        verbose_name = _("Allocation of a payment")
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="allocation_positive"),
            models.UniqueConstraint(
                fields=["payment", "order"],
                condition=Q(plan=None),
                name="allocation_to_order_once",
            ),
            models.UniqueConstraint(fields=["payment", "plan"], name="allocation_to_plan_once"),
        ]
