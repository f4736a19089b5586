"""The page by which everything is measured."""

from django.http import HttpResponse

from zhuixiao.accounts.guards import StaffRequest, staff
from zhuixiao.kit import htmx


@staff
def empty(request: StaffRequest) -> HttpResponse:
    """The shell that every page has, and nothing in it."""
    return htmx.render_page(request, "benchmarks/empty.html", {})
