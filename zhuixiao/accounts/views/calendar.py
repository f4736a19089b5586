"""The company's calendar: holidays and days worked in exchange."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from zhuixiao.kit import htmx
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.forms import add_rule_error
from zhuixiao.kit.typed import whole

from ..actions import calendar
from ..forms.calendar import WORK, SpecialDayForm
from ..guards import StaffRequest, actor, requires
from ..models import SpecialDay
from ..queries import calendar as calendar_queries


@requires("accounts", "manage")
@require_http_methods(["GET", "POST"])
def index(request: StaffRequest) -> HttpResponse:
    """The special days of a year; POST adds one or changes it."""
    by = actor(request)
    year = whole(request.GET.get("year", "")) or by.today.year
    if not calendar.FIRST <= year <= calendar.LAST:
        raise Http404
    form = SpecialDayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            row = calendar.set_day(
                by=by, day=typed["day"], is_workday=typed["what"] == WORK, name=typed["name"]
            )
        except RuleError as error:
            add_rule_error(form, error)
        else:
            return _saved(request, row.day.year, _("Saved."))
    context = {
        "form": form,
        "year": year,
        "days": calendar_queries.of_year(year),
        "before": year - 1,
        "after": year + 1,
    }
    return render(request, "accounts/calendar.html", context, status=422 if form.errors else 200)


@requires("accounts", "manage")
@require_POST
def removal(request: StaffRequest, pk: int) -> HttpResponse:
    """Let the weekday decide again."""
    row = get_object_or_404(SpecialDay, pk=pk)
    calendar.remove(by=actor(request), row=row)
    return _saved(request, row.day.year, _("Taken out of the calendar."))


@requires("accounts", "manage")
@require_POST
def filling(request: StaffRequest) -> HttpResponse:
    """Enter the legal holidays of a year."""
    year = whole(request.POST.get("year", "")) or 0
    try:
        number = calendar.fill(by=actor(request), year=year)
    except RuleError as error:
        messages.error(request, str(error.message))
        return htmx.redirect_to(request, f"{reverse('accounts:calendar')}?year={year}")
    text = ngettext("%(n)d day entered.", "%(n)d days entered.", number) % {"n": number}
    return _saved(request, year, text)


def _saved(request: StaffRequest, year: int, text: str) -> HttpResponse:
    messages.success(request, text)
    return htmx.redirect_to(request, f"{reverse('accounts:calendar')}?year={year}")
