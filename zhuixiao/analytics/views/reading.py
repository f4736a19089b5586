"""The tables that a person has, and one of them."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from zhuixiao.accounts.guards import StaffRequest, requires
from zhuixiao.kit import htmx

from .. import ready
from ..queries import listing
from . import page


@requires("analytics", "view")
@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """Own and shared tables, and those to begin with."""
    access = request.user.access
    context = {
        "own": listing.own(request.user),
        "shared": listing.shared(request.user),
        "ready": ready.offered(request.user) if access.may("analytics", "create") else [],
        "creates": access.may("analytics", "create"),
    }
    return htmx.render_page(request, "analytics/index.html", context)


@requires("analytics", "view")
@require_safe
def read(request: StaffRequest, pk: int) -> HttpResponse:
    """A table with the reader's numbers."""
    table, access = page.load(request, pk), request.user.access
    is_own = table.owner_id == request.user.pk
    context = {
        "table": table,
        "is_own": is_own,
        "edits": is_own and access.may("analytics", "create"),
        "copies": access.may("analytics", "create"),
        "shares": is_own and access.may("analytics", "share"),
        "exports": access.may("analytics", "export"),
        **page.drawn(request, table.definition),
    }
    return htmx.render_page(request, "analytics/read.html", context)
