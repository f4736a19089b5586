"""Which report a page asks for: kind and period from the address."""

from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.http import Http404
from django.utils import timezone

from zhuixiao.accounts.guards import StaffRequest
from zhuixiao.kit.periods import Period, PeriodKind

from ..choices import ReportKind


@dataclass(frozen=True)
class Asked:
    """A kind of report and a period that has begun."""

    kind: ReportKind
    period: Period
    today: date

    @property
    def query(self) -> str:
        return _query(self.kind, self.period.start)

    @property
    def before(self) -> str:
        return _query(self.kind, self.period.previous().start)

    @property
    def after(self) -> str:
        """The address part of the next period, "" when that lies ahead."""
        following = self.period.end + timedelta(days=1)
        return _query(self.kind, following) if following <= self.today else ""

    @property
    def kinds(self) -> list[tuple[ReportKind, str]]:
        """All kinds with the address part that shows the same time in each."""
        return [(kind, _query(kind, min(self.period.end, self.today))) for kind in ReportKind]


def asked(request: StaffRequest) -> Asked:
    """From ?kind=day&day=2026-11-23; today's daily report without. 404 for nonsense and ahead."""
    today = request.company.today(timezone.now())
    try:
        kind = ReportKind(request.GET.get("kind", ReportKind.DAY))
        day = date.fromisoformat(request.GET.get("day", today.isoformat()))
    except ValueError as error:
        raise Http404 from error
    period = Period.of(PeriodKind(kind), day)
    if period.start > today or period.start.year < 1990:
        raise Http404
    return Asked(kind, period, today)


def _query(kind: ReportKind, day: date) -> str:
    return "?" + urlencode({"kind": kind.value, "day": day.isoformat()})
