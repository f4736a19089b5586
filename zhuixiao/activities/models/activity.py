"""The action record: what somebody did for a customer, when, with whom."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.models import Employee
from zhuixiao.customers.models import Customer


class ActivityQuerySet(models.QuerySet["Activity"]):
    def visible_to(self, employee: Employee) -> "ActivityQuerySet":
        """Records, not deleted, within the person's scope, of the person, or of seen customers."""
        return self.seen_by(employee).filter(deleted_at=None)

    def seen_by(self, employee: Employee) -> "ActivityQuerySet":
        """The same with deleted ones, which can be brought back."""
        within = employee.access.q("activities", owner="executor_id")
        if within == Q() or not employee.access.may("activities", "view"):
            return self.filter(within)
        joined = ActivityExecutor.objects.filter(employee=employee).values("activity")
        customers = Customer.objects.visible_to(employee).values("pk")
        return self.filter(within | Q(pk__in=joined) | Q(customer__in=customers))

    def with_people(self) -> "ActivityQuerySet":
        """With all that a line of a list shows, in two queries."""
        return self.select_related("customer", "contact", "type", "executor").prefetch_related(
            models.Prefetch(
                "executor_rows",
                ActivityExecutor.objects.select_related("employee")
                .only("activity", "department_id", "position", "employee__name")
                .order_by("position"),
            )
        )

    def newest(self) -> "ActivityQuerySet":
        return self.order_by("-at", "-id")


class Activity(models.Model):
    """A fact of the ledger. `executor` is the main one and stands first among `executor_rows`.

    `day` is the company's calendar day of `at`; `department_id` is the main executor's at the time.
    """

    subject = models.CharField(_("Subject"), max_length=120)
    customer = models.ForeignKey(
        "customers.Customer",
        verbose_name=_("Customer"),
        on_delete=models.PROTECT,
        related_name="activities",
        db_index=False,
    )
    contact = models.ForeignKey(
        "customers.Contact",
        verbose_name=_("Contact"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        db_index=False,
    )
    type = models.ForeignKey(
        "catalog.Option",
        verbose_name=_("Type"),
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    at = models.DateTimeField(_("Time"))
    day = models.DateField(_("Date"))
    description = models.TextField(_("Description"), blank=True)
    recorded_by = models.ForeignKey(
        "accounts.Employee", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    executor = models.ForeignKey(
        "accounts.Employee", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    department_id = models.BigIntegerField()
    # A record of a higher app, see related.py; related_text is a number typed by hand.
    related_kind = models.CharField(max_length=20, blank=True)
    related_id = models.BigIntegerField(default=0)
    related_text = models.CharField(_("Work order"), max_length=60, blank=True)
    # As the type's rule said at the time: later changes of the rule do not rewrite history.
    is_contact = models.BooleanField(default=False)
    # Something shows that it took place: a file, a pasted transcript.
    is_verified = models.BooleanField(default=False)
    mentions = models.JSONField(default=list, blank=True)
    created_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = _("Action record")
        indexes = [
            models.Index(fields=["customer", "-at", "-id"], name="activity_of_customer"),
            models.Index(fields=["executor", "-at", "-id"], name="activity_of_executor"),
            models.Index(fields=["-at", "-id"], name="activity_newest"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(subject=""), name="activity_has_subject"),
            models.CheckConstraint(
                condition=Q(related_kind="", related_id=0) | ~Q(related_kind=""),
                name="activity_related_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def executors(self) -> list[Employee]:
        """All executors, the main one first."""
        return [row.employee for row in self.executor_rows.all()]


class ActivityExecutor(models.Model):
    """Who carried it out; position 0 is the main executor, the others joined."""

    activity = models.ForeignKey(
        Activity, on_delete=models.CASCADE, related_name="executor_rows", db_index=False
    )
    employee = models.ForeignKey(
        "accounts.Employee", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    department_id = models.BigIntegerField()
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("Executor")
        indexes = [models.Index(fields=["employee", "activity"], name="activities_of_employee")]
        constraints = [
            models.UniqueConstraint(fields=["activity", "employee"], name="executor_once"),
        ]
