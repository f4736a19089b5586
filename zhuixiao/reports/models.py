"""A person's report of a period, who read it and who liked it."""

from django.db import models
from django.db.models import Exists, ExpressionWrapper, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.models import Department, Employee
from zhuixiao.kit.periods import Period

from .choices import ReportKind, ReportState
from .parts import Part

# What a score may be.
LEAST, MOST = 1, 5


class WorkReportQuerySet(models.QuerySet["WorkReport"]):
    def visible_to(self, employee: Employee) -> "WorkReportQuerySet":
        """The own reports, those of departments that the employee heads, and the submitted ones of
        people within the scope, and of those whose reader he was named, whom no dealer's person
        ever is."""
        within = employee.access.q("reports", owner="employee_id")
        named = Q()
        if employee.access.may("reports", "view") and employee.department.dealer() is None:
            mine = ReportReader.objects.filter(reader=employee)
            people = mine.exclude(employee=None).values("employee")
            # What somebody writes for a department is read by those who were named for that.
            named = Q(employee__in=people, of_department=None)
            named |= Q(department_id__in=ReportReader.units_read_by(employee).values("pk"))
        submitted = (within | named if within and named else within) & Q(
            state=ReportState.SUBMITTED
        )
        led = Department.objects.filter(head=employee, closed_at=None)
        own = Q(employee=employee) | Q(of_department__in=led.values("pk"))
        return self.filter(own | submitted)

    def of_period(
        self, kind: ReportKind, period: Period, *, of: Department | None = None
    ) -> "WorkReportQuerySet":
        """Those of people, or that of a department."""
        return self.filter(kind=kind, start=period.start, of_department=of)


class WorkReport(models.Model):
    """What a person wrote about a period, of his own or, as its head, of a department; its facts
    are computed whenever it is read.

    Its parts (summary, plan, problems, help_wanted) are lists of sentences; `mentions` names
    the customers and people behind an @ in them: {"kind", "id", "name"}. `snapshot` holds the
    figures as they were at submission, {metric key: value}. A fact of the ledger while submitted.
    """

    employee = models.ForeignKey("accounts.Employee", on_delete=models.PROTECT, related_name="+")
    department_id = models.BigIntegerField()
    # Whose head writes it for the whole department; empty for a person's own.
    of_department = models.ForeignKey(
        "accounts.Department", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
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
            models.UniqueConstraint(
                fields=["employee", "kind", "start"],
                condition=Q(of_department=None),
                name="one_report",
            ),
            models.UniqueConstraint(
                fields=["of_department", "kind", "start"], name="one_report_of_department"
            ),
            models.CheckConstraint(condition=Q(start__lte=F("end")), name="report_period"),
            models.CheckConstraint(
                condition=Q(state=ReportState.DRAFT)
                | Q(submitted_at__isnull=False, submitted_on__isnull=False),
                name="submitted_report_has_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.period.label()}"

    @property
    def subject(self) -> Employee | Department:
        """Of whom it tells."""
        return self.of_department or self.employee

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


class ReportScore(models.Model):
    """How somebody values a report, from 1 to 5, where the company wants scores."""

    report = models.ForeignKey(WorkReport, on_delete=models.CASCADE, related_name="scores")
    employee = models.ForeignKey("accounts.Employee", on_delete=models.PROTECT, related_name="+")
    points = models.PositiveSmallIntegerField(_("Score"))
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("Score")
        constraints = [
            models.UniqueConstraint(fields=["report", "employee"], name="report_scored_once"),
            models.CheckConstraint(
                condition=Q(points__range=(LEAST, MOST)), name="report_score_within"
            ),
        ]


class ReportReader(models.Model):
    """Somebody reads the reports of a person, or of a department with all below it, beyond what his
    role lets him see; what he sees of the records and numbers stays as it is."""

    reader = models.ForeignKey("accounts.Employee", on_delete=models.PROTECT, related_name="+")
    employee = models.ForeignKey(
        "accounts.Employee", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    department = models.ForeignKey(
        "accounts.Department", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("Named reader")
        constraints = [
            models.UniqueConstraint(fields=["reader", "employee"], name="reader_of_person_once"),
            models.UniqueConstraint(
                fields=["reader", "department"], name="reader_of_department_once"
            ),
            models.CheckConstraint(
                condition=Q(employee=None, department__isnull=False)
                | Q(employee__isnull=False, department=None),
                name="reader_of_one",
            ),
        ]

    @staticmethod
    def units_read_by(employee: Employee) -> models.QuerySet[Department]:
        """The departments whose reports the employee was named to read, with all below them."""
        path = ExpressionWrapper(OuterRef("path"), output_field=models.CharField())
        above = ReportReader.objects.filter(reader=employee).annotate(inner=path)
        return Department.objects.filter(
            Exists(above.filter(inner__startswith=F("department__path")))
        )
