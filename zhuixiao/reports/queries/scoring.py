"""The scores of reports."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Avg

from zhuixiao.accounts.models import Employee

from ..models import LEAST, MOST, ReportScore, WorkReport

_ONE = Decimal("0.1")


@dataclass(frozen=True)
class Scores:
    """Those of one report; `own` is the reader's, 0 for none."""

    rows: Sequence[ReportScore]
    own: int

    @property
    def mean(self) -> Decimal:
        points = sum(row.points for row in self.rows)
        return (Decimal(points) / (len(self.rows) or 1)).quantize(_ONE)

    @property
    def choices(self) -> range:
        return range(LEAST, MOST + 1)


def of_report(report: WorkReport, *, reader: Employee) -> Scores:
    """The scores of a report that the reader may see."""
    rows = list(report.scores.select_related("employee").order_by("at", "pk"))
    own = next((row.points for row in rows if row.employee_id == reader.pk), 0)
    return Scores(rows, own)


def means(reports: Iterable[WorkReport]) -> dict[int, Decimal]:
    """The mean score of each report that has one, by its id."""
    rows = ReportScore.objects.filter(report__in=[row.pk for row in reports])
    found = rows.values_list("report").annotate(Avg("points"))
    return {pk: Decimal(mean).quantize(_ONE) for pk, mean in found}
