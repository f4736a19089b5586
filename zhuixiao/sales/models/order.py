"""The contract order: what was sold to whom on which terms, and how far it is paid."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zhuixiao.kit.money import MoneyField

from ..choices import IN_FORCE, OrderState
from .lines import Line, QuantityField, line_checks
from .scope import ScopedQuerySet


class OrderQuerySet(ScopedQuerySet["Order"]):
    module = "orders"

    def in_force(self) -> "OrderQuerySet":
        """Those that count as sold."""
        return self.filter(state__in=IN_FORCE, deleted_at=None)


class Order(models.Model):
    """Money is in the order's currency, tax included, except `base_amount` and `cost`, which are in
    the company's. What is returned, paid and invoiced is the sum of the records that say so, kept
    here so that the database holds the ceilings.
    """

    number = models.CharField(_("Number"), max_length=60, unique=True)
    title = models.CharField(_("Title"), max_length=120, blank=True)
    customer = models.ForeignKey(
        "customers.Customer",
        verbose_name=_("Customer"),
        on_delete=models.PROTECT,
        related_name="orders",
        db_index=False,
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
        related_name="orders",
    )
    quote = models.ForeignKey(
        "sales.Quote",
        verbose_name=_("Quote"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="orders",
    )
    # The order that this one renews, or whose goods it replaces.
    follows = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="followed_by"
    )
    type = models.ForeignKey(
        "catalog.Option",
        verbose_name=_("Type"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    # Who gets the credit, with the department of that time.
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
    # The customer's on the day of signing, as the ledger counts them.
    channel_id = models.BigIntegerField(default=0)
    region_id = models.BigIntegerField(default=0)
    state = models.CharField(max_length=8, choices=OrderState, default=OrderState.DRAFT)
    signed_on = models.DateField(_("Signed on"))
    starts_on = models.DateField(_("Starts on"), null=True, blank=True)
    ends_on = models.DateField(_("Ends on"), null=True, blank=True)
    delivery_on = models.DateField(_("Delivery promised for"), null=True, blank=True)
    currency = models.CharField(_("Currency"), max_length=3)
    # Company's currency per unit of this one, in millionths, on the day of signing.
    rate_e6 = models.BigIntegerField(_("Rate"), default=1_000_000)
    discount = MoneyField(_("Discount on the whole"), default=0)
    amount = MoneyField(_("Amount"), default=0)
    tax = MoneyField(_("Tax"), default=0)
    base_amount = MoneyField(default=0)
    cost = MoneyField(_("Cost"), default=0)
    returned = MoneyField(_("Returned"), default=0)
    paid = MoneyField(_("Paid"), default=0)
    invoiced = MoneyField(_("Invoiced"), default=0)
    terms = models.TextField(_("Terms"), blank=True)
    note = models.TextField(_("Note"), blank=True)
    void_reason = models.CharField(_("Reason"), max_length=200, blank=True)
    # The last request for approval.
    request = models.ForeignKey(
        "approvals.Request", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reminded_on = models.DateField(null=True, blank=True)
    created_by = models.ForeignKey("accounts.Employee", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    # Its own number in the system that it was imported from.
    source_key = models.CharField(max_length=120, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = OrderQuerySet.as_manager()

    class Meta:
        verbose_name = _("Contract order")
        indexes = [
            models.Index(fields=["customer", "-signed_on"], name="order_of_customer"),
            models.Index(fields=["owner", "-signed_on", "-id"], name="order_of_owner"),
            models.Index(fields=["-signed_on", "-id"], name="order_newest"),
            models.Index(
                fields=["ends_on"], condition=Q(ends_on__isnull=False), name="order_ending"
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(number=""), name="order_has_number"),
            models.CheckConstraint(
                condition=Q(
                    discount__gte=0,
                    amount__gte=0,
                    tax__gte=0,
                    base_amount__gte=0,
                    cost__gte=0,
                    rate_e6__gt=0,
                ),
                name="order_positive",
            ),
            models.CheckConstraint(
                condition=Q(returned__gte=0, returned__lte=F("amount")),
                name="order_returns_within",
            ),
            models.CheckConstraint(
                condition=Q(paid__gte=0, paid__lte=F("amount")), name="order_payments_within"
            ),
            models.CheckConstraint(
                condition=Q(invoiced__gte=0, invoiced__lte=F("amount")),
                name="order_invoices_within",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gte=F("starts_on")),
                name="order_ends_after_start",
            ),
            models.UniqueConstraint(
                fields=["source_key"], condition=~Q(source_key=""), name="order_imported_once"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_in_force(self) -> bool:
        """Whether it counts as sold."""
        return self.state in IN_FORCE and self.deleted_at is None

    @property
    def due(self) -> int:
        """What the contract comes to after returns."""
        return int(self.amount - self.returned)

    @property
    def owed(self) -> int:
        """What is still to be paid; below zero, what is to be paid back."""
        return self.due - int(self.paid)

    @property
    def to_invoice(self) -> int:
        """How much may still be invoiced."""
        return self.due - int(self.invoiced)


class OrderLine(Line):
    """`base_amount` and `cost` (of the whole line, on the day of signing) are in the company's
    currency; `returned` and `shipped` are quantities."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="lines")
    base_amount = MoneyField(default=0)
    cost = MoneyField(_("Cost"), default=0)
    returned = QuantityField(_("Returned"), default=0)
    shipped = QuantityField(_("Shipped"), default=0)

    class Meta:
        verbose_name = _("Line of an order")
        constraints = [
            models.UniqueConstraint(fields=["order", "position"], name="order_line_place_once"),
            *line_checks("order_line"),
            models.CheckConstraint(
                condition=Q(base_amount__gte=0, cost__gte=0), name="order_line_base_positive"
            ),
            models.CheckConstraint(
                condition=Q(
                    returned__gte=0,
                    returned__lte=F("quantity"),
                    shipped__gte=0,
                    shipped__lte=F("quantity"),
                ),
                name="order_line_within",
            ),
        ]
        indexes = [
            # Who bought this product.
            models.Index(fields=["product", "order"], name="order_line_product"),
        ]

    @property
    def left(self) -> int:
        """How much is still to be shipped; nothing where more came back than was kept here."""
        return max(0, int(self.quantity - self.returned - self.shipped))


class OrderVersion(models.Model):
    """An order as it was agreed before it was changed: `content` is all of it as JSON."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    reason = models.CharField(_("Reason"), max_length=200, blank=True)
    replaced_at = models.DateTimeField()
    replaced_by = models.ForeignKey("accounts.Employee", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("Version of an order")
        constraints = [
            models.UniqueConstraint(fields=["order", "number"], name="order_version_once"),
        ]
