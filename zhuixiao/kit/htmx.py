"""All knowledge of htmx: fragment or page, toasts, redirects."""

import json
from typing import Any

from django.contrib import messages
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


def done(
    request: HttpRequest, text: str, url: str, *, link: tuple[str, str] | None = None, **events: Any
) -> HttpResponse:
    """The answer to a dialog that did what it was for: it closes, a toast says so, with a `link` of
    address and words, and `events` tell the page what changed. Without htmx the page at `url`."""
    if not wants_partial(request):
        messages.success(request, text)
        return redirect_to(request, url)
    toast = {"text": text, "kind": "success"}
    if link:
        toast["link"], toast["link_text"] = link
    return trigger(HttpResponse(status=204), closeDialog=True, toast=toast, **events)


def trigger(response: HttpResponse, **events: Any) -> HttpResponse:
    """Tell the page what happened: trigger(response, toast={"text": "Saved"})."""
    known = json.loads(response.headers.get("HX-Trigger", "{}"))
    response.headers["HX-Trigger"] = json.dumps({**known, **events}, default=str)
    return response
