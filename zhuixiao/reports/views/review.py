"""The review: reports of people and periods side by side, read, searched, printed."""

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.kit import htmx

from ..actions import judging
from ..forms.review import ReviewForm
from ..queries import review, team
from ..queries.duty import Duty
from ..queries.review import Row
from .asked import Asked, asked


@requires("reports", "view")
@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """The last periods of the chosen people, holes and all."""
    wanted = asked(request)
    form, rows = _read(request, wanted)
    context = {
        "asked": wanted,
        "form": form,
        "people": form.people,
        "rows": rows,
        "unread": len(review.unread(rows, request.user)),
        "writes": request.user.access.may("reports", "create"),
        "query": request.GET.urlencode(),
    }
    return htmx.render_page(request, "reports/review.html", context, partial="found")


@requires("reports", "view")
@require_POST
def mark_read(request: StaffRequest) -> HttpResponse:
    """Mark everything that the review of the address shows as read."""
    _form, rows = _read(request, asked(request))
    by = actor(request)
    number = judging.mark_all_read(by=by, reports=review.unread(rows, request.user))
    text = ngettext("%(n)d report marked as read.", "%(n)d reports marked as read.", number)
    messages.success(request, text % {"n": number})
    return htmx.redirect_to(request, f"{reverse('reports:review')}?{request.GET.urlencode()}")


def _read(request: StaffRequest, wanted: Asked) -> tuple[ReviewForm, list[Row]]:
    me = request.user
    form = ReviewForm(request.GET, kind=wanted.kind, writers=team.writers(me), reader=me)
    shown = review.periods(wanted.period, form.number)
    duty = Duty(request.company, wanted.kind, shown, now=timezone.now())
    rows = review.matrix(form.people, shown, wanted.kind, reader=me, duty=duty, words=form.words)
    return form, rows
