"""The work list of duplicates: two side by side, merged or told apart."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zhuixiao.accounts.guards import StaffRequest, actor, requires
from zhuixiao.kit import htmx
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.models import Job
from zhuixiao.kit.templatetags.paging import Tab

from ..actions import deduplicating
from ..fields import STANDARD
from ..models import DuplicatePair
from ..queries.shown import shown
from ..tasks import duplicates as tasks

PAGE = 20
_PHONE = next(field for field in STANDARD if field.key == "phone")


@requires("customers", "delete")
@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """Open pairs by reason, twenty a page; the last search and how to begin another."""
    rows = DuplicatePair.objects.open_for(request.user)
    counts = dict(rows.order_by().values_list("reason").annotate(Count("pk")))
    asked = request.GET.get("reason", "")
    reason = asked if asked in DuplicatePair.Reason.values else ""
    found = rows.filter(reason=reason) if reason else rows
    found = found.select_related(
        "first__owner", "first__pool", "second__owner", "second__pool"
    ).order_by("-pk")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    access = request.user.access
    context = {
        "page": page,
        "rows": [
            (
                pair,
                [(one, shown(_PHONE, one.phone, access)) for one in (pair.first, pair.second)],
            )
            for pair in page
        ],
        "tabs": _tabs(reason, counts),
        "job": Job.objects.filter(kind=tasks.SEARCH).order_by("-created_at").first(),
        "manages": access.may("customers", "manage"),
    }
    return htmx.render_page(request, "customers/duplicates/list.html", context)


@requires("customers", "manage")
@require_POST
def search(request: StaffRequest) -> HttpResponse:
    """Look through the whole base."""
    tasks.start(request.user.pk)
    messages.success(request, _("The search has begun; the list fills when it is done."))
    return htmx.redirect_to(request, reverse("customers:duplicates"))


@requires("customers", "delete")
@require_POST
def differ(request: StaffRequest, pk: int) -> HttpResponse:
    """They are two customers."""
    pair = get_object_or_404(DuplicatePair.objects.open_for(request.user), pk=pk)
    try:
        deduplicating.differ(by=actor(request), pair=pair)
    except RuleError as error:
        messages.error(request, str(error.message))
    return htmx.redirect_to(request, reverse("customers:duplicates"))


def _tabs(reason: str, counts: dict[str, int]) -> list[Tab]:
    everything = Tab(_("All"), "?", is_active=not reason, count=sum(counts.values()))
    return [
        everything,
        *(
            Tab(label, f"?reason={key}", is_active=key == reason, count=counts.get(key, 0))
            for key, label in DuplicatePair.Reason.choices
        ),
    ]
