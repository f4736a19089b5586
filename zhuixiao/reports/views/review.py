"""The review: reports of people and periods side by side, read, searched, printed."""

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.kit import htmx

from ..actions import judging
from ..parts import Part
from ..queries import review, team
from ..queries.duty import Duty
from ..queries.whose import Choice
from ..rules import rules
from .asked import Asked, asked

_LONGEST = 100


@requires("reports", "view")
@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """The last periods of the chosen people, holes and all."""
    wanted, choice = _asked(request)
    people, shown = choice.people, review.periods(wanted.period, choice.number)
    duty = Duty(request.company, wanted.kind, shown, now=timezone.now())
    rows = review.matrix(
        people,
        shown,
        wanted.kind,
        reader=request.user,
        duty=duty,
        words=_words(request),
        is_scored=rules(request.company).is_scored,
    )
    context = {
        "asked": wanted,
        "choice": choice,
        "words": _words(request),
        "people": people,
        "rows": rows,
        "parts": Part,
        "unfolded": (Part.SUMMARY, Part.PLAN),
        "unread": review.unread(rows, request.user),
        "writes": request.user.access.may("reports", "create"),
    }
    return htmx.render_page(request, "reports/review.html", context, partial="found")


@requires("reports", "view")
@require_POST
def mark_read(request: StaffRequest) -> HttpResponse:
    """Mark everything that the review of the address shows as read."""
    wanted, choice = _asked(request)
    shown = review.periods(wanted.period, choice.number)
    found = review.reports_of(choice.people, shown, wanted.kind, reader=request.user)
    judging.mark_all_read(by=actor(request), reports=review.with_words(found, _words(request)))
    messages.success(request, _("Marked as read."))
    return htmx.redirect_to(request, f"{reverse('reports:review')}?{request.GET.urlencode()}")


def _asked(request: StaffRequest) -> tuple[Asked, Choice]:
    wanted, me = asked(request), request.user
    choice = Choice(
        request.GET.getlist("of"),
        kind=wanted.kind,
        count=request.GET.get("count", ""),
        writers=team.writers(me),
        reader=me,
    )
    return wanted, choice


def _words(request: StaffRequest) -> str:
    return request.GET.get("q", "").strip()[:_LONGEST]
