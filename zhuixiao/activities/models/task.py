"""Something to do until a day, for a customer or without one."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.models import Employee

from ..choices import Reminder, Repeat


class TaskQuerySet(models.QuerySet["Task"]):
    def visible_to(self, employee: Employee) -> "TaskQuerySet":
        """Own tasks, those given to others, and those within the person's scope."""
        return self.seen_by(employee).filter(deleted_at=None)

    def seen_by(self, employee: Employee) -> "TaskQuerySet":
        """The same with deleted ones, which can be brought back."""
        within = employee.access.q("activities", owner="employee_id")
        if within == Q() or not employee.access.may("activities", "view"):
            return self.filter(within)
        return self.filter(within | Q(employee=employee) | Q(created_by=employee))

    def of(self, employee: Employee) -> "TaskQuerySet":
        return self.filter(employee=employee)

    def open(self) -> "TaskQuerySet":
        return self.filter(done_at=None, deleted_at=None)


class Task(models.Model):
    """Overdue stays until done. `remind_at` is worked out when due time or reminder change."""

    title = models.CharField(_("Task"), max_length=120)
    note = models.TextField(_("Note"), blank=True)
    customer = models.ForeignKey(
        "customers.Customer",
        verbose_name=_("Customer"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="tasks",
    )
    employee = models.ForeignKey(
        "accounts.Employee",
        verbose_name=_("Who does it"),
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    department_id = models.BigIntegerField()
    due_on = models.DateField(_("Due"))
    due_time = models.TimeField(_("Time"), null=True, blank=True)
    repeat = models.CharField(_("Repeats"), max_length=8, choices=Repeat, default=Repeat.NONE)
    # The day of the month that a monthly task aims at: 31 stays 31 after February.
    repeat_day = models.PositiveSmallIntegerField(default=0)
    # The task that this one repeats.
    previous = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="following"
    )
    remind_minutes_before = models.PositiveIntegerField(
        _("Reminder"), null=True, blank=True, choices=Reminder
    )
    remind_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    done_by = models.ForeignKey(
        "accounts.Employee", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    created_by = models.ForeignKey("accounts.Employee", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("Task")
        indexes = [
            models.Index(fields=["employee", "done_at", "due_on"], name="task_of_employee"),
            models.Index(
                fields=["remind_at"],
                condition=Q(remind_at__isnull=False, reminded_at=None),
                name="task_to_remind",
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="task_has_title"),
            models.CheckConstraint(
                condition=Q(done_at=None, done_on=None, done_by=None)
                | Q(done_at__isnull=False, done_on__isnull=False, done_by__isnull=False),
                name="task_done_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_done(self) -> bool:
        return self.done_at is not None

    def is_overdue(self, today: date) -> bool:
        return not self.is_done and self.due_on < today
