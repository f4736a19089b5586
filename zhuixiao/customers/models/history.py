"""Who owned a customer when, and through which stages it went."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..choices import OwnerReason


class OwnerSpan(models.Model):
    """One span of ownership; the spans of a customer are one chain without gaps or forks."""

    customer = models.ForeignKey(
        "customers.Customer", on_delete=models.CASCADE, related_name="owner_spans"
    )
    owner = models.ForeignKey(
        "accounts.Employee", null=True, on_delete=models.PROTECT, related_name="+"
    )
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    reason = models.CharField(max_length=10, choices=OwnerReason)
    by = models.ForeignKey(
        "accounts.Employee", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("Span of ownership")
        constraints = [
            models.UniqueConstraint(
                fields=["customer"], condition=models.Q(until=None), name="one_open_span"
            ),
        ]


class StageChange(models.Model):
    """A customer entered a stage; a fact of the ledger."""

    customer = models.ForeignKey(
        "customers.Customer", on_delete=models.CASCADE, related_name="stage_changes"
    )
    before = models.ForeignKey(
        "catalog.Option", null=True, on_delete=models.PROTECT, related_name="+"
    )
    after = models.ForeignKey(
        "catalog.Option", null=True, on_delete=models.PROTECT, related_name="+"
    )
    is_win = models.BooleanField(default=False)
    employee = models.ForeignKey("accounts.Employee", on_delete=models.PROTECT, related_name="+")
    department_id = models.BigIntegerField(default=0)
    at = models.DateTimeField()
    day = models.DateField()

    class Meta:
        verbose_name = _("Stage change")
        indexes = [models.Index(fields=["customer", "-at"], name="stage_change_of_customer")]
