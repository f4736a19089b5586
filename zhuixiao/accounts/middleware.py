"""The company, its time zone and the person's language for each request; the first-run page."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.middleware import get_user
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from zhuixiao.kit import htmx
from zhuixiao.kit.errors import Conflict, Invalid, RuleError

from .models import Company, Employee

Handler = Callable[[HttpRequest], HttpResponse]
OPEN_BEFORE_SETUP = ("/setup/", "/static/", "/healthz", "/readyz", "/favicon.ico", "/language/")


class CompanyMiddleware:
    """Sets request.company, activates its zone and the language; before set-up all leads there."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith((settings.STATIC_URL, "/healthz")):
            return self.get_response(request)
        company = Company.objects.first()
        if company is None and not request.path.startswith(OPEN_BEFORE_SETUP):
            return _not_set_up(request)
        request.company = company  # type: ignore[attr-defined]
        if isinstance(request.user, SimpleLazyObject):
            # Loaded here in any case; its wrapping would cost with each query that compares it.
            request.user = get_user(request)
        language = self._language(request)
        zone = company.zone if company else None
        with translation.override(language), timezone.override(zone):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A rule's no becomes a toast for htmx, problem+json for scripts, a page for a person."""
        if not isinstance(error, RuleError):
            return None
        if htmx.wants_partial(request):
            response = HttpResponse(status=error.status)
            toast = {"text": str(error.message), "kind": "error"}
            return htmx.trigger(response, toast=toast)
        if "application/json" in request.headers.get("Accept", ""):
            return JsonResponse(
                problem(error), status=error.status, content_type="application/problem+json"
            )
        return render(request, "kit/refused.html", {"error": error}, status=error.status)

    def _language(self, request: HttpRequest) -> str:
        if isinstance(request.user, Employee):
            return request.user.language
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        return chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def _not_set_up(request: HttpRequest) -> HttpResponse:
    """People are led to the first page; a program is told."""
    if not request.path.startswith("/api/"):
        return HttpResponse(status=302, headers={"Location": reverse("setup")})
    body = {
        "type": "about:blank",
        "title": _("This installation has no company yet. Open its page first."),
        "status": 503,
        "code": "not_set_up",
    }
    return JsonResponse(body, status=503, content_type="application/problem+json")


def problem(error: RuleError) -> dict[str, object]:
    """RFC 9457 problem details of a rule's no; pages and the API give the same."""
    body: dict[str, object] = {
        "type": f"about:blank#{error.code}",
        "title": str(error.message),
        "status": error.status,
        "code": error.code,
    }
    if error.field:
        body["field"] = error.field
    if isinstance(error, Invalid):
        body["errors"] = {name: str(text) for name, text in error.errors.items()}
    if isinstance(error, Conflict):
        body |= {"fields": error.fields, "version": error.version}
    return body
