"""行动历史: everything that was done, by filters."""

from itertools import groupby

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.kit import htmx

from ..forms.history import HistoryForm
from ..queries import lists, timeline

PER_PAGE = 20


@requires("activities", "view")
@require_safe
def history(request: StaffRequest) -> HttpResponse:
    """Action records of a period, by day, newest first."""
    now = actor(request).at
    today = request.company.today(now)
    form = HistoryForm(request.GET, reader=request.user)
    chosen = form.chosen(today)
    paginator = Paginator(lists.listed(chosen, reader=request.user).with_people(), PER_PAGE)
    page = paginator.get_page(request.GET.get("page"))
    rows = timeline.rows_of(list(page), reader=request.user, company=request.company, now=now)
    context = {
        "form": form,
        "page": page,
        "period": chosen.period,
        "days": [(day, list(same)) for day, same in groupby(rows, key=lambda row: row.day)],
        "is_filtered": any(name in request.GET for name in form.fields),
    }
    return htmx.render_page(request, "activities/history.html", context, partial="found")
