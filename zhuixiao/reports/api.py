"""Reports over the API."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Router, Schema, Status

from zhuixiao.accounts.bearer import api_actor, needs
from zhuixiao.accounts.guards import StaffRequest
from zhuixiao.accounts.models import Department
from zhuixiao.activities.actions import commenting
from zhuixiao.activities.models import Comment
from zhuixiao.kit.periods import Period, PeriodKind
from zhuixiao.kit.typed import Id

from .actions import judging, writing
from .choices import ReportKind
from .models import WorkReport
from .outlines import outline
from .postings import REPORT
from .queries import figures, readers, team

router = Router(tags=["reports"])
MOST = 100
# Whose figures they are decides who sees them.
_SUBJECT = ("employee", "of_department")


class ReportOut(Schema):
    """`snapshot` holds the figures at submission that the caller may see; `of_department_id` is the
    department that it tells of, null for a person's own."""

    id: int
    employee_id: int
    of_department_id: int | None
    kind: str
    start: date
    end: date
    summary: list[str]
    plan: list[str]
    problems: list[str]
    help_wanted: list[str]
    state: str
    is_late: bool
    submitted_at: datetime | None
    snapshot: dict[str, int]
    version: int

    @staticmethod
    def resolve_snapshot(report: WorkReport, context: Mapping[str, Any]) -> dict[str, int]:
        return figures.frozen(report, reader=context["request"].user)


class ReportIn(Schema):
    """Problems and help wanted that are left out stay as they are."""

    summary: list[str]
    plan: list[str] = []
    problems: list[str] | None = None
    help_wanted: list[str] | None = None
    version: int | None = None


class FigureOut(Schema):
    """`target` is that of the month; `share` what was reached of it by the end, in hundredths."""

    metric: str
    label: str
    unit: str
    value: int
    previous: int
    link: str
    target: int | None
    share: int | None


class CommentIn(Schema):
    """A question asks the report's author, and is open until he comments."""

    text: str
    is_question: bool = False


class CommentOut(Schema):
    id: int
    employee_id: int
    text: str
    asked_id: int | None
    at: datetime


class LikedOut(Schema):
    is_liked: bool


class ScoreIn(Schema):
    points: int


class ScoreOut(Schema):
    points: int


class LineOut(Schema):
    employee_id: int
    report_id: int | None
    state: str
    values: dict[str, int]


@router.get("/reports/mine/{kind}/{day}/figures", response=list[FigureOut])
@needs("reports", "view")
def numbers(request: StaffRequest, kind: ReportKind, day: date) -> list[dict[str, Any]]:
    """What the caller did in the period, from the ledger."""
    me, period = request.user, _period(kind, day)
    wanted = outline(request.company, role_id=me.role_id, kind=kind)
    rows = figures.of_person(me, period, reader=me, metrics=wanted.metrics)
    rows = figures.aimed(rows, period, of=me, reader=me)
    names = ("metric", "unit", "value", "previous", "link", "target", "share")
    return [
        {name: getattr(row, name) for name in names} | {"label": str(row.label)} for row in rows
    ]


@router.put("/reports/mine/{kind}/{day}", response=ReportOut)
@needs("reports", "create")
def save(request: StaffRequest, kind: ReportKind, day: date, data: ReportIn) -> WorkReport:
    """Keep the caller's words as a draft."""
    return writing.save(
        by=api_actor(request),
        kind=kind,
        period=_period(kind, day),
        summary=data.summary,
        plan=data.plan,
        problems=data.problems,
        help_wanted=data.help_wanted,
        version=data.version,
    )


@router.put("/reports/departments/{pk}/{kind}/{day}", response=ReportOut)
@needs("reports", "view")
def save_of_department(
    request: StaffRequest, pk: Id, kind: ReportKind, day: date, data: ReportIn
) -> WorkReport:
    """Keep the words of the report of a department that the caller heads as a draft."""
    led = Department.objects.filter(head=request.user, closed_at=None)
    return writing.save(
        by=api_actor(request),
        kind=kind,
        period=_period(kind, day),
        summary=data.summary,
        plan=data.plan,
        problems=data.problems,
        help_wanted=data.help_wanted,
        version=data.version,
        of=get_object_or_404(led, pk=pk),
    )


@router.post("/reports/{pk}/submission", response=ReportOut)
@needs("reports", "view")
def submit(request: StaffRequest, pk: int) -> WorkReport:
    """Hand the own report, or that of the department that one heads, in."""
    return writing.submit(by=api_actor(request), report=_changeable(request, pk))


@router.delete("/reports/{pk}/submission", response=ReportOut)
@needs("reports", "view")
def reopen(request: StaffRequest, pk: int) -> WorkReport:
    """Take the own report, or that of the department that one heads, back to change it; that it was
    submitted stays in the log."""
    return writing.reopen(by=api_actor(request), report=_changeable(request, pk))


@router.get("/reports", response=list[ReportOut])
@needs("reports", "view")
def index(
    request: StaffRequest,
    kind: ReportKind | None = None,
    employee: Id | None = None,
    since: date | None = None,
    until: date | None = None,
    before: Id | None = None,
) -> list[WorkReport]:
    """Reports that the caller may see, newest first, of days from `since` to `until`."""
    asked = {
        "kind": kind,
        "employee_id": employee,
        "end__gte": since,
        "start__lte": until,
        "pk__lt": before,
    }
    given = {name: value for name, value in asked.items() if value is not None}
    rows = WorkReport.objects.visible_to(request.user).filter(**given)
    return list(rows.select_related(*_SUBJECT).order_by("-pk")[:MOST])


@router.get("/reports/{pk}/comments", response=list[CommentOut])
@needs("reports", "view")
def comments(request: StaffRequest, pk: int) -> list[Comment]:
    """Comments on a report, oldest first."""
    return list(Comment.objects.of_record(REPORT, _visible(request, pk).pk))


@router.post("/reports/{pk}/comments", response={201: CommentOut})
@needs("activities", "comment")
def comment(request: StaffRequest, pk: int, data: CommentIn) -> Status[Comment]:
    """Comment on a report; people named with @ are told."""
    row = commenting.comment(
        by=api_actor(request),
        kind=REPORT,
        record_id=_visible(request, pk).pk,
        text=data.text,
        is_question=data.is_question,
    )
    return Status(201, row)


@router.post("/reports/{pk}/like", response=LikedOut)
@needs("reports", "view")
def like(request: StaffRequest, pk: int) -> dict[str, bool]:
    """Like a report, or take the like back."""
    report = _visible(request, pk)
    return {"is_liked": judging.toggle_like(by=api_actor(request), report=report)}


@router.post("/reports/{pk}/score", response=ScoreOut)
@needs("reports", "comment")
def score(request: StaffRequest, pk: int, data: ScoreIn) -> dict[str, int]:
    """Give a report 1 to 5 points in place of those before, 0 takes them back."""
    report = _visible(request, pk)
    judging.score(by=api_actor(request), report=report, points=data.points)
    return {"points": data.points}


@router.get("/reports/team/{kind}/{day}", response=list[LineOut])
@needs("reports", "view")
def lines(request: StaffRequest, kind: ReportKind, day: date) -> list[dict[str, Any]]:
    """Who reported in the period, with key figures."""
    return [
        {
            "employee_id": line.person.pk,
            "report_id": line.report.pk if line.report else None,
            "state": line.report.state if line.report else "missing",
            "values": {cell.metric: cell.value for cell in line.cells if cell.value is not None},
        }
        for line in team.of_period(kind, _period(kind, day), reader=request.user)
    ]


@router.get("/reports/{pk}", response=ReportOut)
@needs("reports", "view")
def read(request: StaffRequest, pk: int) -> WorkReport:
    """One report that the caller may see."""
    return _visible(request, pk)


def _visible(request: StaffRequest, pk: int) -> WorkReport:
    rows = WorkReport.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related(*_SUBJECT), pk=pk)


def _changeable(request: StaffRequest, pk: int) -> WorkReport:
    report = _visible(request, pk)
    if not readers.may_change(report, request.user):
        raise Http404
    return report


def _period(kind: ReportKind, day: date) -> Period:
    today = timezone.now().date()
    return Period.of(PeriodKind(kind), day if day.year >= 1990 else today)
