"""Reports over the API."""

from datetime import date, datetime
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Router, Schema

from zhuixiao.accounts.bearer import api_actor, needs
from zhuixiao.accounts.guards import StaffRequest
from zhuixiao.kit.periods import Period, PeriodKind

from .actions import writing
from .choices import ReportKind
from .models import WorkReport
from .queries import figures, team

router = Router(tags=["reports"])


class ReportOut(Schema):
    id: int
    employee_id: int
    kind: str
    start: date
    end: date
    summary: list[str]
    plan: list[str]
    state: str
    is_late: bool
    submitted_at: datetime | None
    snapshot: dict[str, int]
    version: int


class ReportIn(Schema):
    summary: list[str]
    plan: list[str] = []
    version: int | None = None


class FigureOut(Schema):
    metric: str
    label: str
    value: int
    previous: int
    link: str


class LineOut(Schema):
    employee_id: int
    report_id: int | None
    state: str
    values: dict[str, int]


@router.get("/reports/mine/{kind}/{day}/figures", response=list[FigureOut])
@needs("reports", "view")
def numbers(request: StaffRequest, kind: ReportKind, day: date) -> list[dict[str, Any]]:
    """What the caller did in the period, from the ledger."""
    rows = figures.of_person(request.user, _period(kind, day), reader=request.user)
    names = ("metric", "value", "previous", "link")
    return [
        {name: getattr(row, name) for name in names} | {"label": str(row.label)} for row in rows
    ]


@router.put("/reports/mine/{kind}/{day}", response=ReportOut)
@needs("reports", "create")
def save(request: StaffRequest, kind: ReportKind, day: date, data: ReportIn) -> WorkReport:
    """Keep the caller's summary and plan as a draft."""
    return writing.save(
        by=api_actor(request),
        kind=kind,
        period=_period(kind, day),
        summary=data.summary,
        plan=data.plan,
        version=data.version,
    )


@router.post("/reports/{pk}/submission", response=ReportOut)
@needs("reports", "create")
def submit(request: StaffRequest, pk: int) -> WorkReport:
    """Hand the own report in."""
    report = get_object_or_404(WorkReport.objects.filter(employee=request.user), pk=pk)
    return writing.submit(by=api_actor(request), report=report)


@router.get("/reports/team/{kind}/{day}", response=list[LineOut])
@needs("reports", "view")
def lines(request: StaffRequest, kind: ReportKind, day: date) -> list[dict[str, Any]]:
    """Who reported in the period, with key figures."""
    return [
        {
            "employee_id": line.person.pk,
            "report_id": line.report.pk if line.report else None,
            "state": line.report.state if line.report else "missing",
            "values": line.values,
        }
        for line in team.of_period(kind, _period(kind, day), reader=request.user)
    ]


@router.get("/reports/{pk}", response=ReportOut)
@needs("reports", "view")
def read(request: StaffRequest, pk: int) -> WorkReport:
    """One report that the caller may see."""
    return get_object_or_404(WorkReport.objects.visible_to(request.user), pk=pk)


def _period(kind: ReportKind, day: date) -> Period:
    today = timezone.now().date()
    return Period.of(PeriodKind(kind), day if day.year >= 1990 else today)
