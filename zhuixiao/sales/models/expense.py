"""What selling cost, and what people claim back."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.models import Employee
from zhuixiao.customers.models import Customer
from zhuixiao.kit.money import MoneyField

from ..choices import ClaimState


class ExpenseQuerySet(models.QuerySet["Expense"]):
    def visible_to(self, employee: Employee) -> "ExpenseQuerySet":
        """Own ones and those within the person's scope; not all of a customer's, which colleagues
        spent."""
        return self.filter(employee.access.q("expenses", owner="employee_id"), deleted_at=None)


class Expense(models.Model):
    """In the company's currency; for a customer, an order or an action record, or for none."""

    employee = models.ForeignKey(
        "accounts.Employee",
        verbose_name=_("Spent by"),
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    department = models.ForeignKey(
        "accounts.Department", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    spent_on = models.DateField(_("Spent on"))
    type = models.ForeignKey(
        "catalog.Option", verbose_name=_("Type"), on_delete=models.PROTECT, related_name="+"
    )
    amount = MoneyField(_("Amount"))
    purpose = models.CharField(_("Purpose"), max_length=200)
    customer = models.ForeignKey(
        Customer,
        verbose_name=_("Customer"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="expenses",
    )
    order = models.ForeignKey(
        "sales.Order",
        verbose_name=_("Contract order"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="expenses",
    )
    activity = models.ForeignKey(
        "activities.Activity",
        verbose_name=_("Action record"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="expenses",
    )
    claim = models.ForeignKey(
        "sales.ExpenseClaim",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="expenses",
    )
    created_by = models.ForeignKey("accounts.Employee", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ExpenseQuerySet.as_manager()

    class Meta:
        verbose_name = _("Expense")
        indexes = [
            models.Index(fields=["employee", "-spent_on", "-id"], name="expense_of_person"),
            models.Index(fields=["-spent_on", "-id"], name="expense_newest"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="expense_positive"),
            models.CheckConstraint(condition=~Q(purpose=""), name="expense_has_purpose"),
        ]

    def __str__(self) -> str:
        return self.purpose


class ExpenseClaimQuerySet(models.QuerySet["ExpenseClaim"]):
    def visible_to(self, employee: Employee) -> "ExpenseClaimQuerySet":
        """Own ones and those within the person's scope."""
        return self.filter(employee.access.q("expenses", owner="employee_id"))


class ExpenseClaim(models.Model):
    """Expenses that one person hands in together; `amount` is their sum."""

    number = models.CharField(_("Number"), max_length=60, unique=True)
    employee = models.ForeignKey("accounts.Employee", on_delete=models.PROTECT, related_name="+")
    department = models.ForeignKey(
        "accounts.Department", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    state = models.CharField(max_length=8, choices=ClaimState, default=ClaimState.DRAFT)
    amount = MoneyField(_("Amount"), default=0)
    note = models.CharField(_("Note"), max_length=200, blank=True)
    request = models.ForeignKey(
        "approvals.Request", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    paid_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = ExpenseClaimQuerySet.as_manager()

    class Meta:
        verbose_name = _("Expense claim")
        indexes = [models.Index(fields=["employee", "-created_at"], name="claim_of_person")]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=0), name="claim_positive"),
            models.CheckConstraint(
                condition=Q(state=ClaimState.PAID, paid_on__isnull=False)
                | (~Q(state=ClaimState.PAID) & Q(paid_on=None)),
                name="claim_paid_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.number
