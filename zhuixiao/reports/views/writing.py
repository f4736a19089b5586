"""The own report: its facts, the words, submitting."""

from collections.abc import Mapping

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.accounts.models import Department, Employee
from zhuixiao.kit import htmx
from zhuixiao.kit.errors import Conflict, Invalid, NotAllowed, RuleError
from zhuixiao.kit.idempotency import idempotent
from zhuixiao.kit.typed import whole

from .. import wording
from ..actions import writing
from ..choices import ReportKind
from ..models import WorkReport
from ..outlines import outline
from ..parts import Part
from ..queries import commenting, facts, figures, readers, review, starting, team
from .asked import Asked, asked
from .boxes import boxes, typed
from .reading import visible


@requires("reports", "view")
def home(request: StaffRequest) -> HttpResponse:
    """Writers come to their own report of today, the others to everybody's."""
    own = request.user.access.may("reports", "create")
    return htmx.redirect_to(request, reverse("reports:mine" if own else "reports:team"))


@requires("reports", "create")
@require_http_methods(["GET", "POST"])
@idempotent
def mine(request: StaffRequest) -> HttpResponse:
    """Read and write the own report of a period; POST keeps the words, and submits on request."""
    return _write(request, None)


@requires("reports", "view")
@require_http_methods(["GET", "POST"])
@idempotent
def department(request: StaffRequest, pk: int) -> HttpResponse:
    """The same for the report of a department, for its head."""
    led = Department.objects.filter(head=request.user, closed_at=None)
    return _write(request, get_object_or_404(led, pk=pk))


def _write(request: StaffRequest, of: Department | None) -> HttpResponse:
    wanted = asked(request)
    if request.method == "GET":
        return _page(request, wanted, of)
    by = actor(request)
    sent = typed(request.POST)
    lines = {part: text.splitlines() for part, text in sent.items()}
    try:
        report = writing.save(
            by=by,
            kind=wanted.kind,
            period=wanted.period,
            summary=lines.get(Part.SUMMARY, []),
            plan=lines.get(Part.PLAN),
            problems=lines.get(Part.PROBLEMS),
            help_wanted=lines.get(Part.HELP_WANTED),
            version=whole(request.POST.get("version", "")),
            of=of,
        )
        if "submit" in request.POST:
            report = writing.submit(by=by, report=report)
    except NotAllowed:
        raise
    except RuleError as error:
        return _page(request, wanted, of, sent=sent, errors=_errors(error), status=422)
    if "submit" in request.POST:
        return htmx.redirect_to(request, reverse("reports:read", args=[report.pk]))
    if htmx.wants_partial(request):
        return htmx.render_page(request, "reports/saved.html", {"report": report})
    return htmx.redirect_to(request, _address(of) + wanted.query)


@requires("reports", "view")
@require_POST
def reopen(request: StaffRequest, pk: int) -> HttpResponse:
    """Take the own submitted report, or that of the department that one heads, back."""
    report = visible(request, pk)
    if not readers.may_change(report, request.user):
        raise Http404
    report = writing.reopen(by=actor(request), report=report)
    query = f"?kind={report.kind}&day={report.start.isoformat()}"
    return htmx.redirect_to(request, _address(report.of_department) + query)


def _address(of: Department | None) -> str:
    """Where the report is written."""
    return reverse("reports:department", args=[of.pk]) if of else reverse("reports:mine")


def _errors(error: RuleError) -> Mapping[str, object]:
    """The message at each field, "" for none; the text stays, and sent again it wins."""
    if isinstance(error, Conflict):
        text = _("Changed in another window meanwhile: %(theirs)s. Submit again to keep yours.")
        return {
            name: text % {"theirs": "; ".join(sides["theirs"])}
            for name, sides in error.fields.items()
        }
    return error.errors if isinstance(error, Invalid) else {error.field: error.message}


def _page(
    request: StaffRequest,
    wanted: Asked,
    of: Department | None,
    *,
    sent: Mapping[Part, str] | None = None,
    errors: Mapping[str, object] | None = None,
    status: int = 200,
) -> HttpResponse:
    me = request.user
    rows = WorkReport.objects.of_period(wanted.kind, wanted.period, of=of)
    report = (rows if of else rows.filter(employee=me)).first()
    if report and report.is_submitted and request.method == "GET":
        return htmx.redirect_to(request, reverse("reports:read", args=[report.pk]))
    asks = outline(request.company, role_id=me.role_id, kind=wanted.kind)
    subject = of or me
    numbers = figures.of_subject(subject, wanted.period, reader=me, metrics=asks.metrics)
    happened = (
        facts.DayFacts()
        if of
        else facts.of_person(me, wanted.period, reader=me, today=wanted.today)
    )
    start = starting.start(me, wanted.kind, wanted.period, facts=happened, figures=numbers, of=of)
    context = {
        "asked": wanted,
        "of": of,
        "address": _address(of),
        "led": readers.led_by(me),
        "lines": _lines_of(of, wanted, me) if of else (),
        "report": report,
        "person": me,
        "today": wanted.today,
        "is_day": wanted.kind == ReportKind.DAY,
        "figures": figures.aimed(numbers, wanted.period, of=subject, reader=me),
        "facts": happened,
        "boxes": boxes(asks, report=report, start=start, sent=sent, errors=errors or {}),
        "refused": (errors or {}).get("", ""),
        "asked_of": commenting.asked_of(me),
        "may_write_own": me.access.may("reports", "create"),
        "reads_others": readers.reads_others(me),
        "lines_hint": _("One point a line; @ names colleagues and customers"),
        "names_customers": me.access.may("customers", "view"),
        "rewords": wording.is_available(),
    }
    return htmx.render_page(request, "reports/mine.html", context, status=status)


def _lines_of(
    of: Department, wanted: Asked, reader: Employee
) -> list[tuple[Employee, WorkReport | None]]:
    """Who of the department reported; none of its figures are told by person."""
    people = team.writers(reader, among=Q(department__path__startswith=of.path))
    rows = review.reports_of(people, [wanted.period], wanted.kind, reader=reader)
    known = {row.employee_id: row for row in rows}
    return [(person, known.get(person.pk)) for person in people]
