"""The own attendance: the button, and the month."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.kit import htmx
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.forms import add_rule_error

from ..actions.attendance_punching import punch
from ..choices.attendance import Standing
from ..forms.attendance_punch import PunchForm
from ..models import Punch
from ..queries import attendance_own
from ..tabs import ATTENDANCE, tabs
from .attendance_months import beside, month_of


@requires("attendance", "view")
@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """Today's shift and punches, the button, and the days of a month; whoever does not punch reads
    the table of the others."""
    if not request.user.access.may("attendance", "create"):
        return htmx.redirect_to(request, reverse("field:attendance-table"))
    return _page(request, PunchForm(initial={"client_id": uuid.uuid4()}))


@requires("attendance", "create")
@require_POST
def punches(request: StaffRequest) -> HttpResponse:
    """Sign in or out, with the position that the browser gives or without one."""
    form = PunchForm(request.POST)
    if form.is_valid():
        by = actor(request)
        try:
            row = punch(
                by=by,
                capture=form.capture(timezone.now()),
                is_in=form.cleaned_data["is_in"],
                reason=form.cleaned_data["reason"],
            )
        except RuleError as error:
            add_rule_error(form, error)
        else:
            messages.success(request, told(row))
            return htmx.redirect_to(request, reverse("field:attendance"))
    return _page(request, form, status=422)


def told(row: Punch) -> str:
    """What came of a punch, in a sentence, as honest as the position was."""
    done = _("Signed in.") if row.is_in else _("Signed out.")
    match row.standing:
        case Standing.OUTSIDE:
            place = row.nearest.name if row.nearest else ""
            where = _("Outside: %(metres)d m from %(place)s.") % {
                "metres": row.distance or 0,
                "place": place,
            }
        case Standing.INSIDE:
            where = row.nearest.name if row.nearest else ""
        case Standing.NOWHERE:
            where = _("Without a position.")
        case _other:
            where = ""
    is_told = row.accuracy is not None and row.standing in {Standing.OUTSIDE, Standing.INSIDE}
    off = _("Off by up to %(metres)d m.") % {"metres": row.accuracy or 0} if is_told else ""
    return " ".join(part for part in (done, where, off) if part)


def _page(request: StaffRequest, form: PunchForm, status: int = 200) -> HttpResponse:
    by, typed = actor(request), form.data if form.is_bound else {}
    kept = ("claimed_at", "latitude", "longitude", "accuracy")
    period = month_of(request.GET.get("month", ""), by.today)
    context = {
        "form": form,
        "kept": [(name, typed[name][:40]) for name in kept if typed.get(name)],
        "tabs": tabs(ATTENDANCE, active="field:attendance", access=request.user.access),
        "today": attendance_own.today(request.user, by.at),
        "period": period,
        "beside": beside(period, by.today),
        "days": attendance_own.month(request.user, period),
        "figures": attendance_own.figures(request.user, period, reader=request.user),
    }
    return htmx.render_page(request, "field/attendance/mine.html", context, status=status)
