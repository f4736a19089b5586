"""Answers for whoever watches over the server."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.templatetags.static import static
from django.utils import timezone

from . import health


def healthz(_request: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is asked."""
    return HttpResponse("ok", content_type="text/plain")


def readyz(_request: HttpRequest) -> HttpResponse:
    """200 when requests can be served, else 503; names what is wrong, without details."""
    findings = health.ready(timezone.now())
    is_ready = all(finding.state != health.State.FAIL for finding in findings)
    body = {"ready": is_ready, **{finding.name: finding.state for finding in findings}}
    return JsonResponse(body, status=200 if is_ready else 503)


def favicon(_request: HttpRequest) -> HttpResponse:
    """Where browsers look for the icon of whatever has no page around it: a file, a fragment."""
    return HttpResponseRedirect(static("app/logo.svg"))


for view in (healthz, readyz, favicon):
    view.permission = "public"  # type: ignore[attr-defined]
