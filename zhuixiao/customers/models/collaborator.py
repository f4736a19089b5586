"""Who else works on a customer beside its owner."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.choices import Right
from zhuixiao.accounts.models import Employee
from zhuixiao.kit.periods import day_of


class CollaboratorQuerySet(models.QuerySet["Collaborator"]):
    def visible_to(self, employee: Employee) -> "CollaboratorQuerySet":
        """Who sees the customer sees who works along on it."""
        seen = employee.access.q(
            "customers",
            owner="customer__owner_id",
            department="customer__department_id",
            record="customer_id",
        )
        return self.filter(seen, customer__deleted_at=None)

    def in_force(self) -> "CollaboratorQuerySet":
        """Not ended by the database's clock, and of customers that no pool holds: those are open
        to whoever claims them."""
        lasting = Q(ends_at=None) | Q(ends_at__gt=Now())
        return self.filter(lasting, customer__pool=None)


class Collaborator(models.Model):
    """One employee let into one customer, to read it or to work on it, perhaps until an instant."""

    customer = models.ForeignKey(
        "customers.Customer", on_delete=models.CASCADE, related_name="collaborators"
    )
    employee = models.ForeignKey(
        "accounts.Employee", verbose_name=_("Collaborator"), on_delete=models.PROTECT
    )
    right = models.CharField(_("Rights"), max_length=4, choices=Right)
    # The midnight after the last day, in the company's time.
    ends_at = models.DateTimeField(null=True, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey("accounts.Employee", on_delete=models.PROTECT, related_name="+")

    objects = CollaboratorQuerySet.as_manager()

    class Meta:
        verbose_name = _("Collaborator")
        constraints = [
            models.UniqueConstraint(fields=["employee", "customer"], name="collaborator_once"),
            models.CheckConstraint(
                condition=Q(right__in=[Right.READ, Right.WORK]), name="collaborator_reads_or_works"
            ),
        ]

    def __str__(self) -> str:
        return str(self.employee)

    def last_day(self, zone: ZoneInfo) -> date | None:
        """The last day on which it holds; None for one without an end."""
        ends_at: datetime | None = self.ends_at
        return day_of(ends_at - timedelta(seconds=1), zone) if ends_at else None
