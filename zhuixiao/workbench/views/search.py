"""Search over customers, contacts, tasks and records: the command box, and a page of its own."""

from django.http import HttpResponse

from zhuixiao.accounts.guards import StaffRequest, staff
from zhuixiao.kit import htmx

from ..queries import searching

SCOPES = ("all", "customers", "contacts")


@staff
def search(request: StaffRequest) -> HttpResponse:
    """Hits for ?q=, as options of the command box or as a page."""
    text = request.GET.get("q", "")[:64]
    scope = request.GET.get("scope", "all")
    scope = scope if scope in SCOPES else "all"
    sections = searching.find(text, reader=request.user, scope=scope) if text.strip() else []
    context = {"q": text, "scope": scope, "sections": sections}
    template = "options" if htmx.wants_partial(request) else "search"
    return htmx.render_page(request, f"workbench/{template}.html", context)
