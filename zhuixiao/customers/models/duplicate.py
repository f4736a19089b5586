"""Two customers that may be the same one, until somebody has decided."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.choices import DataScope
from zhuixiao.accounts.models import Employee

from .customer import Customer


class DuplicatePairQuerySet(models.QuerySet["DuplicatePair"]):
    def open_for(self, employee: Employee) -> "DuplicatePairQuerySet":
        """Undecided ones of which this employee may decide about both customers."""
        open_ones = self.filter(decided_at=None, first__deleted_at=None, second__deleted_at=None)
        if employee.access.scope("customers") == DataScope.ALL:
            return open_ones
        held = Customer.objects.held_by(employee).values("pk")
        return open_ones.filter(first__in=held, second__in=held)


class DuplicatePair(models.Model):
    """`first` has the lower id; of a large group every one stands with its first. Decided ones
    stay, so that they are not found again."""

    class Reason(models.TextChoices):
        PHONE = "phone", _("Same phone")
        CREDIT_CODE = "credit_code", _("Same credit code")
        NAME = "name", _("Same name")
        EMAIL = "email", _("Same mail address")

    first = models.ForeignKey("customers.Customer", on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey("customers.Customer", on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=12, choices=Reason)
    found_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        "accounts.Employee", null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = DuplicatePairQuerySet.as_manager()

    class Meta:
        verbose_name = _("Duplicates")
        indexes = [
            models.Index(fields=["reason", "id"], condition=Q(decided_at=None), name="pair_open")
        ]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="pair_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="pair_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.first} / {self.second}"
