"""The planned next contact with a customer."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.models import Employee
from zhuixiao.customers.models import Customer

from ..choices import FollowUpState


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    def visible_to(self, employee: Employee) -> "FollowUpQuerySet":
        """Plans within the person's scope, or of customers that the person sees."""
        within = employee.access.q("activities", owner="employee_id")
        if within == Q() or not employee.access.may("activities", "view"):
            return self.filter(within)
        return self.filter(within | Q(customer__in=Customer.objects.visible_to(employee)))

    def open(self) -> "FollowUpQuerySet":
        """Still to be done; those of deleted customers wait with them."""
        return self.filter(state=FollowUpState.OPEN, customer__deleted_at=None)


class FollowUp(models.Model):
    """A fact of the ledger on its planned day. `made_by` planned it, `done_by` carried it out."""

    customer = models.ForeignKey(
        "customers.Customer", on_delete=models.PROTECT, related_name="follow_ups", db_index=False
    )
    employee = models.ForeignKey(
        "accounts.Employee", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    department_id = models.BigIntegerField()
    on = models.DateField(_("Next contact"))
    note = models.CharField(_("Note"), max_length=200, blank=True)
    state = models.CharField(max_length=9, choices=FollowUpState, default=FollowUpState.OPEN)
    made_by = models.ForeignKey(
        "activities.Activity", null=True, on_delete=models.SET_NULL, related_name="planned"
    )
    done_by = models.ForeignKey(
        "activities.Activity", null=True, on_delete=models.SET_NULL, related_name="kept"
    )
    done_on = models.DateField(null=True)
    # Of a plan that was cancelled together with its action record, the moment of that.
    cancelled_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("Follow-up")
        indexes = [
            models.Index(fields=["customer", "state", "on"], name="follow_up_of_customer"),
            models.Index(fields=["employee", "state", "on"], name="follow_up_of_employee"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=FollowUpState.DONE, done_on__isnull=False)
                | Q(state__in=[FollowUpState.OPEN, FollowUpState.CANCELLED], done_on=None),
                name="follow_up_done_has_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on:%Y-%m-%d}"

    @property
    def is_kept(self) -> bool:
        """Whether it was done on the planned day or before."""
        return self.done_on is not None and self.done_on <= self.on
