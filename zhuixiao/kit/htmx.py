"""All knowledge of htmx: fragment or page, toasts, redirects."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django_htmx.middleware import HtmxDetails


def wants_partial(request: HttpRequest) -> bool:
    """Whether htmx asked for a fragment (not a boosted link, not a history restore)."""
    htmx = getattr(request, "htmx", None)
    if not isinstance(htmx, HtmxDetails) or not htmx:
        return False
    return not htmx.boosted and not htmx.history_restore_request


def render_page(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    *,
    partial: str = "",
    status: int = 200,
) -> HttpResponse:
    """The page, or its named partial when htmx asked for it."""
    name = f"{template}#{partial}" if partial and wants_partial(request) else template
    response = render(request, name, context, status=status)
    patch_vary_headers(response, ["HX-Request", "HX-Boosted"])
    return response


def redirect_to(request: HttpRequest, url: str) -> HttpResponse:
    """Go to another page, also from a request that htmx made."""
    if wants_partial(request):
        return HttpResponse(status=204, headers={"HX-Redirect": url})
    return HttpResponse(status=303, headers={"Location": url})


def trigger(response: HttpResponse, **events: Any) -> HttpResponse:
    """Tell the page what happened: trigger(response, toast={"text": "Saved"})."""
    known = json.loads(response.headers.get("HX-Trigger", "{}"))
    response.headers["HX-Trigger"] = json.dumps({**known, **events}, default=str)
    return response
