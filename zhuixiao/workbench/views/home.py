"""The first page after log-in: what next, and how the day stands."""

from django.http import HttpResponse
from django.utils import timezone

from zhuixiao.accounts.choices import FieldAccess
from zhuixiao.accounts.guards import StaffRequest, staff
from zhuixiao.activities.queries import day as days
from zhuixiao.customers.fields import REACH
from zhuixiao.kit import htmx
from zhuixiao.kit.periods import Period
from zhuixiao.kit.spans import Span, period_of
from zhuixiao.reports.choices import ReportKind
from zhuixiao.reports.models import WorkReport
from zhuixiao.reports.queries import figures, team
from zhuixiao.sales.queries import targets

from ..queries import company


@staff
def home(request: StaffRequest) -> HttpResponse:
    """Everybody sees the own day; who sees the work of others, their day too."""
    me = request.user
    now = timezone.now()
    day = Period(request.company.today(now), request.company.today(now))
    writes = me.access.may("reports", "create")
    leads = me.access.may("reports", "view") and me.access.scope("reports") != "own"
    acts = me.access.may("activities", "view")
    oversees = acts and me.access.scope("activities") != "own"
    context = {
        "day": day,
        "hour": days.greeting_hour(now, request.company.zone),
        "works": me.access.may("activities", "create") and me.access.scope("activities") != "all",
        "acts": acts,
        "leads": leads,
        "oversees": oversees,
        "queue": days.of_person(me, today=day.start, zone=request.company.zone),
        "figures": figures.of_person(me, day, reader=me)[:8],
        "targets": targets.of_reader(me, today=day.start),
        "may_call": me.access.field(REACH) in {FieldAccess.READ, FieldAccess.WRITE},
        "may_plan": me.access.may("activities", "edit"),
        "writes": writes,
        "report": _own_report(request, day) if writes else None,
    }
    if oversees:
        asked = request.GET.get("of", "")
        chosen = Span(asked) if asked in company.SPANS else Span.TODAY
        shown = period_of(chosen, today=day.start) or day
        context |= {"spans": company.SPANS, "span": chosen, "shown": shown}
        context["numbers"] = company.numbers(me, shown)
        context["overdue"] = company.overdue(me, today=day.start)
    if leads:
        context["lines"] = team.of_period(ReportKind.DAY, day, reader=me)
    return htmx.render_page(request, "workbench/home.html", context)


def _own_report(request: StaffRequest, day: Period) -> WorkReport | None:
    rows = WorkReport.objects.of_period(ReportKind.DAY, day)
    return rows.filter(employee=request.user).first()
