"""A person's report of a period, who read it and who liked it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.models import Employee
from zhuixiao.kit.periods import Period

from .choices import ReportKind, ReportState
from .parts import Part


class WorkReportQuerySet(models.QuerySet["WorkReport"]):
    def visible_to(self, employee: Employee) -> "WorkReportQuerySet":
        """The own reports, and the submitted ones of people within the scope."""
        within = employee.access.q("reports", owner="employee_id")
        return self.filter(Q(employee=employee) | within & Q(state=ReportState.SUBMITTED))

    def of_period(self, kind: ReportKind, period: Period) -> "WorkReportQuerySet":
        return self.filter(kind=kind, start=period.start)


class WorkReport(models.Model):
    """The person's part of a report; its facts are computed for its period whenever it is read.

    Its parts (summary, plan, problems, help_wanted) are lists of sentences; `mentions` names
    the customers and people behind an @ in them: {"kind", "id", "name"}. `snapshot` holds the
    figures as they were at submission, {metric key: value}. A fact of the ledger while submitted.
    """

    employee = models.ForeignKey("accounts.Employee", on_delete=models.PROTECT, related_name="+")
    department_id = models.BigIntegerField()
    kind = models.CharField(max_length=5, choices=ReportKind)
    start = models.DateField(_("From"))
    end = models.DateField(_("To"))
    summary = models.JSONField(_("Summary"), default=list, blank=True)
    plan = models.JSONField(_("Plan"), default=list, blank=True)
    problems = models.JSONField(_("Problems met"), default=list, blank=True)
    help_wanted = models.JSONField(_("Help wanted"), default=list, blank=True)
    mentions = models.JSONField(default=list, blank=True)
    state = models.CharField(max_length=9, choices=ReportState, default=ReportState.DRAFT)
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_on = models.DateField(null=True, blank=True)
    is_late = models.BooleanField(default=False)
    snapshot = models.JSONField(default=dict, blank=True)
    reopened_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = WorkReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("Report")
        indexes = [models.Index(fields=["kind", "start", "employee"], name="report_of_period")]
        constraints = [
            models.UniqueConstraint(fields=["employee", "kind", "start"], name="one_report"),
            models.CheckConstraint(condition=Q(start__lte=models.F("end")), name="report_period"),
            models.CheckConstraint(
                condition=Q(state=ReportState.DRAFT)
                | Q(submitted_at__isnull=False, submitted_on__isnull=False),
                name="submitted_report_has_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.employee} {self.period.label()}"

    @property
    def period(self) -> Period:
        return Period(self.start, self.end)

    @property
    def written(self) -> list[tuple[Part, list[str]]]:
        """The parts that hold something, in their order."""
        return [(part, lines) for part in Part if (lines := getattr(self, part.value))]

    @property
    def is_submitted(self) -> bool:
        return self.state == ReportState.SUBMITTED


class ReportRead(models.Model):
    """Somebody has read a report."""

    report = models.ForeignKey(WorkReport, on_delete=models.CASCADE, related_name="reads")
    employee = models.ForeignKey("accounts.Employee", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("Read mark")
        constraints = [
            models.UniqueConstraint(fields=["report", "employee"], name="report_read_once")
        ]


class ReportLike(models.Model):
    """Somebody liked a report."""

    report = models.ForeignKey(WorkReport, on_delete=models.CASCADE, related_name="likes")
    employee = models.ForeignKey("accounts.Employee", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("Like")
        constraints = [
            models.UniqueConstraint(fields=["report", "employee"], name="report_liked_once")
        ]
