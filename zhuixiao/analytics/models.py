"""A summary table as it was composed and saved, and who may read it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhuixiao.accounts.models import Department, Employee, Group
from zhuixiao.kit.spans import Span

from .choices import COLUMNS, SPANS, ChartKind, Comparison, Split
from .definition import MOST_ROWS, Definition


class SummaryTableQuerySet(models.QuerySet["SummaryTable"]):
    def visible_to(self, employee: Employee) -> "SummaryTableQuerySet":
        """The own tables and those that were shared with the person; a table shows its reader only
        numbers of the reader's own scope, whoever composed it."""
        if not employee.access.may("analytics", "view"):
            return self.none()
        shared = employee.access.shared("analytics").readable
        return self.filter(Q(owner=employee) | Q(pk__in=sorted(shared)))

    def shared_with(self, employee: Employee) -> "SummaryTableQuerySet":
        """By name, or with a department that the person works in or below, or a group."""
        units = employee.department.ancestor_ids
        found = self.filter(
            Q(people=employee) | Q(departments__in=units) | Q(groups__members=employee)
        )
        return found.distinct()


class SummaryTable(models.Model):
    """The fields are those of a `Definition`."""

    name = models.CharField(_("Name"), max_length=60)
    owner = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    metrics = models.JSONField(_("Numbers"))
    rows = models.CharField(pgettext_lazy("table", "Rows"), max_length=10, choices=Split)
    then_rows = models.CharField(_("Within them"), max_length=10, choices=Split, blank=True)
    columns = models.CharField(
        _("Columns"), max_length=10, choices=[(row.value, row.label) for row in COLUMNS], blank=True
    )
    filters = models.JSONField(_("Filters"), default=dict, blank=True)
    span = models.CharField(
        _("Period"), max_length=12, choices=[(row.value, row.label) for row in SPANS]
    )
    start = models.DateField(_("From"), null=True, blank=True)
    end = models.DateField(_("To"), null=True, blank=True)
    comparison = models.CharField(_("Compare"), max_length=9, choices=Comparison, blank=True)
    has_totals = models.BooleanField(_("Totals"), default=True)
    chart = models.CharField(_("Chart"), max_length=4, choices=ChartKind, blank=True)
    sort_by = models.CharField(_("Sort by"), max_length=60, blank=True)
    is_ascending = models.BooleanField(_("Smallest first"), default=False)
    top = models.PositiveSmallIntegerField(_("Only the first"), null=True, blank=True)
    people: "models.ManyToManyField[Employee, Employee]" = models.ManyToManyField(
        Employee, verbose_name=_("Colleagues"), blank=True, related_name="+"
    )
    departments: "models.ManyToManyField[Department, Department]" = models.ManyToManyField(
        Department, verbose_name=_("Departments"), blank=True, related_name="+"
    )
    groups: "models.ManyToManyField[Group, Group]" = models.ManyToManyField(
        Group, verbose_name=_("Groups"), blank=True, related_name="+"
    )
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = SummaryTableQuerySet.as_manager()

    class Meta:
        verbose_name = _("Summary table")
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="summary_table_has_name"),
            models.CheckConstraint(
                condition=Q(rows__in=Split.values)
                & Q(then_rows__in=["", *Split.values])
                & Q(columns__in=["", *(row.value for row in COLUMNS)]),
                name="summary_table_splits_known",
            ),
            models.CheckConstraint(
                condition=~Q(then_rows=F("rows"))
                & ~Q(columns=F("rows"))
                & (Q(columns="") | ~Q(columns=F("then_rows"))),
                name="summary_table_splits_differ",
            ),
            models.CheckConstraint(
                condition=Q(span__in=[row.value for row in SPANS])
                & (
                    Q(span=Span.OTHER, start__isnull=False, end__gte=F("start"))
                    | ~Q(span=Span.OTHER) & Q(start=None, end=None)
                ),
                name="summary_table_days_of_span",
            ),
            models.CheckConstraint(
                condition=Q(comparison__in=["", *Comparison.values])
                & Q(chart__in=["", *ChartKind.values]),
                name="summary_table_kinds_known",
            ),
            models.CheckConstraint(
                condition=Q(top=None) | Q(top__gte=1, top__lte=MOST_ROWS),
                name="summary_table_top_in_bounds",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def definition(self) -> Definition:
        return Definition(
            metrics=self.metrics,
            rows=[row for row in (self.rows, self.then_rows) if row],
            columns=self.columns,
            filters=self.filters,
            span=self.span,
            start=self.start,
            end=self.end,
            comparison=self.comparison,
            has_totals=self.has_totals,
            chart=self.chart,
            sort_by=self.sort_by,
            is_ascending=self.is_ascending,
            top=self.top,
        )
