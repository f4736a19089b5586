"""A customer that an agent reported: its own for a number of days, and whoever comes later asks."""

from datetime import date

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.choices import Right
from zhuixiao.accounts.models import Employee
from zhuixiao.approvals.choices import State as Decision


class State(models.TextChoices):
    """What became of a report; follows from its dates and from the decision about it."""

    ASKED = "asked", _("Being decided")
    PROTECTED = "protected", _("Protected")
    OVER = "over", _("Protection over")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    ENDED = "ended", _("Went to another one")


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def visible_to(self, employee: Employee) -> "RegistrationQuerySet":
        """The own ones, and those of the people within the data scope of customers."""
        return self.filter(
            employee.access.q(
                "customers",
                owner="employee_id",
                department="department_id",
                record="customer_id",
                right=Right.HOLD,
            )
        )

    def in_force(self, day: date) -> "RegistrationQuerySet":
        """Those that protect on this day."""
        return self.filter(ended_at=None, until__gte=day)


class Registration(models.Model):
    """`customer` is whom it is about; `until` is the last day of its protection, once there is one;
    `request` is the question to the boss where somebody else had the customer."""

    customer = models.ForeignKey(
        "customers.Customer", on_delete=models.CASCADE, related_name="registrations"
    )
    employee = models.ForeignKey("accounts.Employee", on_delete=models.PROTECT, related_name="+")
    department = models.ForeignKey(
        "accounts.Department", on_delete=models.PROTECT, related_name="+"
    )
    # As it was reported: of somebody else's customer the reporter sees nothing more.
    name = models.CharField(_("Customer"), max_length=120)
    note = models.CharField(_("Project"), max_length=200, blank=True)
    reported_at = models.DateTimeField()
    until = models.DateField(null=True, blank=True)
    request = models.ForeignKey(
        "approvals.Request", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("Report of a customer")
        indexes = [models.Index(fields=["employee", "-reported_at"], name="registration_of_person")]
        constraints = [
            models.UniqueConstraint(
                fields=["customer"],
                condition=models.Q(until__isnull=False, ended_at=None),
                name="registered_once",
            ),
            models.CheckConstraint(condition=~models.Q(name=""), name="registration_has_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def state_on(self, day: date) -> State:
        """Where it stands on a day; the request must be loaded along."""
        if self.ended_at is not None:
            was_over = self.until is not None and self.until < timezone.localdate(self.ended_at)
            return State.OVER if was_over else State.ENDED
        if self.until is not None:
            return State.PROTECTED if self.until >= day else State.OVER
        decided = {Decision.REJECTED: State.REFUSED, Decision.WITHDRAWN: State.WITHDRAWN}
        return (
            decided.get(Decision(self.request.state), State.ASKED) if self.request else State.OVER
        )
