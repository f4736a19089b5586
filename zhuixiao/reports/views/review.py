"""The review: reports of people and periods side by side, read, searched, printed."""

from typing import NamedTuple

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.kit import htmx
from zhuixiao.kit.idempotency import idempotent
from zhuixiao.sales.exporting.lists import LISTINGS
from zhuixiao.sales.exporting.writing import Wish
from zhuixiao.sales.views import exports

from .. import exporting
from ..actions import judging
from ..parts import Part
from ..queries import review, team
from ..queries.duty import Duty
from ..queries.review import Row
from ..queries.whose import Choice
from ..rules import rules
from .asked import Asked, asked

_LONGEST = 100


class Chosen(NamedTuple):
    """What the address asks for."""

    asked: Asked
    choice: Choice
    words: str


@requires("reports", "view")
@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """The last periods of the chosen people, holes and all."""
    wanted = chosen(request)
    rows = rows_of(request, wanted)
    context = {
        "asked": wanted.asked,
        "choice": wanted.choice,
        "words": wanted.words,
        "people": wanted.choice.people,
        "rows": rows,
        "has_departments": any(row.departments for row in rows),
        "parts": Part,
        "unfolded": (Part.SUMMARY, Part.PLAN),
        "unread": review.unread(rows, request.user),
        "writes": request.user.access.may("reports", "create"),
        "exports": request.user.access.may("reports", "export"),
    }
    return htmx.render_page(request, "reports/review.html", context, partial="found")


@requires("reports", "view")
@require_POST
def mark_read(request: StaffRequest) -> HttpResponse:
    """Mark everything that the review of the address shows as read."""
    wanted = chosen(request)
    shown = review.periods(wanted.asked.period, wanted.choice.number)
    found = review.reports_of(wanted.choice.people, shown, wanted.asked.kind, reader=request.user)
    judging.mark_all_read(by=actor(request), reports=review.with_words(found, wanted.words))
    messages.success(request, _("Marked as read."))
    return htmx.redirect_to(request, f"{reverse('reports:review')}?{request.GET.urlencode()}")


@requires("reports", "export")
@require_POST
@idempotent
def export(request: StaffRequest) -> HttpResponse:
    """The numbers of the review of the address as an Excel file."""
    wanted, by = chosen(request), actor(request)
    kept = exporting.params(wanted.asked.kind, wanted.asked.period, wanted.choice, wanted.words)
    wish = Wish(LISTINGS[exporting.KEY], kept, by.today)
    return exports.begin(request, wish)


def chosen(request: StaffRequest) -> Chosen:
    """Read the address; wrong values mean the usual ones."""
    wanted, me = asked(request), request.user
    choice = Choice(
        request.GET.getlist("of"),
        kind=wanted.kind,
        count=request.GET.get("count", ""),
        writers=team.writers(me),
        reader=me,
    )
    return Chosen(wanted, choice, request.GET.get("q", "").strip()[:_LONGEST])


def rows_of(request: StaffRequest, wanted: Chosen) -> list[Row]:
    """The reports that were chosen."""
    kind = wanted.asked.kind
    shown = review.periods(wanted.asked.period, wanted.choice.number)
    duty = Duty(request.company, kind, shown, now=timezone.now())
    return review.matrix(
        wanted.choice.people,
        shown,
        kind,
        reader=request.user,
        duty=duty,
        words=wanted.words,
        is_scored=rules(request.company).is_scored,
        units=wanted.choice.unit_ids,
    )
