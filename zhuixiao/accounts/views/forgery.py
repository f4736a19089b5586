"""What a request with a missing or old protection token gets."""

from django.http import HttpRequest, HttpResponse
from django.views.csrf import csrf_failure

from ..guards import session_ended


def refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A page says so; a form sent by scripts renews its token and tries again.

    Logging in, also in another tab, makes a new token: what stands in open pages is old then.
    """
    return session_ended(request) or csrf_failure(request, reason=reason)
