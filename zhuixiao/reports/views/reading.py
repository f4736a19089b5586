"""Reading reports: one, and everybody's of a period."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.activities.models import Comment
from zhuixiao.kit import htmx
from zhuixiao.kit.typed import whole
from zhuixiao.ledger import catalogue

from .. import postings
from ..actions import judging
from ..choices import ReportKind
from ..models import WorkReport
from ..outlines import outline
from ..queries import commenting, facts, figures, readers, scoring, team
from ..queries.duty import Duty
from ..queries.figures import Figure
from ..queries.linking import Links
from ..rules import rules
from .asked import asked


@requires("reports", "view")
def read(request: StaffRequest, pk: int) -> HttpResponse:
    """One report with its facts, frozen figures, comments and likes."""
    report = visible(request, pk)
    judging.mark_read(by=actor(request), report=report)
    today = request.company.today(timezone.now())
    person, period, reader = report.employee, report.period, request.user
    numbers = numbers_of(request, report)
    sees_records = figures.holds("activities", report.subject, reader)
    context = {
        "report": report,
        "written": Links([report], reader=reader).read(report),
        "person": person,
        "today": today,
        "is_day": report.kind == ReportKind.DAY,
        "reads_others": readers.reads_others(reader),
        "figures": numbers,
        "facts": facts.of_person(person, period, reader=reader, today=today)
        if sees_records and not report.of_department
        else None,
        "is_words_only": not sees_records and not numbers,
        "comments": Comment.objects.of_record(postings.REPORT, report.pk),
        "reads": report.reads.select_related("employee").order_by("at"),
        "may_ask": report.is_submitted and readers.answers_for(report) not in {None, reader.pk},
        "may_reopen": report.is_submitted and readers.may_change(report, reader),
        **_likes(request, report),
        **_scores(request, report),
    }
    return htmx.render_page(request, "reports/read.html", context)


@requires("reports", "view")
@require_POST
def like(request: StaffRequest, pk: int) -> HttpResponse:
    """Like the report, or take the like back; answers the button."""
    report = visible(request, pk)
    judging.toggle_like(by=actor(request), report=report)
    context = {"report": report, **_likes(request, report)}
    return htmx.render_page(request, "reports/like.html", context)


@requires("reports", "comment")
@require_POST
def score(request: StaffRequest, pk: int) -> HttpResponse:
    """Give the report points, or take them back; answers the buttons."""
    report = visible(request, pk)
    points = whole(request.POST.get("points", ""))
    judging.score(by=actor(request), report=report, points=-1 if points is None else points)
    if not htmx.wants_partial(request):
        return htmx.redirect_to(request, reverse("reports:read", args=[pk]))
    context = {"report": report, **_scores(request, report)}
    return htmx.render_page(request, "reports/scores.html", context)


@requires("reports", "view")
def people(request: StaffRequest) -> HttpResponse:
    """Who reported in the period, with key figures; holes are visible."""
    wanted, me = asked(request), request.user
    writes = me.access.may("reports", "create")
    lines = team.of_period(wanted.kind, wanted.period, reader=me)
    duty = Duty(request.company, wanted.kind, [wanted.period], now=timezone.now())
    open_ones = [line for line in lines if not (line.report and line.report.is_submitted)]
    missing = {line.person.pk for line in open_ones if duty.is_due(line.person, wanted.period)}
    context = {
        "asked": wanted,
        "lines": lines,
        "writes": writes,
        "led": readers.led_by(me),
        # A writer finds them beside the own report.
        "asked_of": () if writes else commenting.asked_of(me),
        "columns": [(key, catalogue.find(key).label) for key in team.columns(me)],
        "submitted": len(lines) - len(open_ones),
        "late": sum(1 for line in lines if line.report and line.report.is_late),
        "missing": missing,
    }
    return htmx.render_page(request, "reports/team.html", context, partial="lines")


def visible(request: StaffRequest, pk: int) -> WorkReport:
    """The report, 404 where the reader may not see it."""
    rows = WorkReport.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("employee__department", "of_department"), pk=pk)


def numbers_of(request: StaffRequest, report: WorkReport) -> list[Figure]:
    """The figures that its template asks for, as far as the reader sees them."""
    period, reader, role_id = report.period, request.user, report.employee.role_id
    asks = outline(request.company, role_id=role_id, kind=ReportKind(report.kind))
    numbers = figures.of_subject(
        report.subject, period, reader=reader, metrics=asks.metrics, snapshot=report.snapshot
    )
    return figures.aimed(numbers, period, of=report.subject, reader=reader)


def _likes(request: StaffRequest, report: WorkReport) -> dict[str, object]:
    likes = list(report.likes.select_related("employee").order_by("at"))
    return {
        "likes": likes,
        "is_liked": any(row.employee_id == request.user.pk for row in likes),
    }


def _scores(request: StaffRequest, report: WorkReport) -> dict[str, object]:
    """Nothing where the company wants none."""
    if not rules(request.company).is_scored or not report.is_submitted:
        return {"scores": None}
    is_own = report.employee_id == request.user.pk
    return {
        "scores": scoring.of_report(report, reader=request.user),
        "may_score": request.user.access.may("reports", "comment") and not is_own,
    }
