"""Response headers that hold for every page."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

Handler = Callable[[HttpRequest], HttpResponse]


class ContentSecurityMiddleware:
    """One strict policy without a nonce: nothing inline runs, nothing foreign loads."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._refused(request) or self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", settings.CONTENT_SECURITY_POLICY)
        response.headers.setdefault(
            "Permissions-Policy", "geolocation=(self), camera=(self), microphone=()"
        )
        if not request.path.startswith(settings.STATIC_URL):
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    def _refused(self, request: HttpRequest) -> HttpResponse | None:
        if request.method == "TRACE":
            return HttpResponse(status=405)
        # No address of ours holds a NUL, and PostgreSQL would break down over one.
        return HttpResponse(status=400) if "%00" in request.META.get("QUERY_STRING", "") else None
