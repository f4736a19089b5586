"""Who owned a customer when, and through which stages it went."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..choices import OwnerReason


class OwnerSpan(models.Model):
    """One span of ownership; the spans of a customer are one chain without gaps or forks.

    A span without an owner lies in a pool, or with nobody. `before` had it until then. A span that
    moved a customer is a fact of the ledger and has a `day`; departments are those of the moment.
    """

    customer = models.ForeignKey(
        "customers.Customer", on_delete=models.CASCADE, related_name="owner_spans"
    )
    owner = models.ForeignKey(
        "accounts.Employee", null=True, on_delete=models.PROTECT, related_name="+"
    )
    pool = models.ForeignKey(
        "customers.Pool", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    reason = models.CharField(max_length=12, choices=OwnerReason)
    note = models.CharField(max_length=200, default="", db_default="", blank=True)
    by = models.ForeignKey(
        "accounts.Employee", null=True, on_delete=models.PROTECT, related_name="+"
    )
    before = models.ForeignKey(
        "accounts.Employee", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    department_id = models.BigIntegerField(default=0, db_default=0)
    before_department_id = models.BigIntegerField(default=0, db_default=0)
    day = models.DateField(null=True)
    is_undone = models.BooleanField(default=False, db_default=False)

    class Meta:
        verbose_name = _("Span of ownership")
        indexes = [
            # What somebody claimed today, and whom one run recycled.
            models.Index(
                fields=["owner", "since"],
                condition=models.Q(reason="claimed"),
                name="span_claimed",
            ),
            models.Index(
                fields=["since", "customer"],
                condition=models.Q(reason="recycled"),
                name="span_recycled",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["customer"], condition=models.Q(until=None), name="one_open_span"
            ),
            models.CheckConstraint(
                condition=models.Q(until=None) | models.Q(until__gte=models.F("since")),
                name="span_ends_after_it_began",
            ),
            models.CheckConstraint(
                condition=models.Q(owner=None) | models.Q(pool=None), name="span_owner_or_pool"
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_reason_display())


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

    def __str__(self) -> str:
        return str(self.after or "")
