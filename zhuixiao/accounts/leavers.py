"""A browser that was a leaver's empties its store as soon as it asks for anything again.

Log-in leaves a signed cookie with the person's number, which outlives the session. Whoever comes
without a session and names by it a person who has left gets the order to forget. A session that
merely ran out changes nothing: what was typed before stays.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from .models import Employee

# The cache of pages, and everything that scripts can keep: local storage, IndexedDB, workers.
FORGET = '"cache", "storage"'
SALT = "zhuixiao.accounts.leavers"
# Browsers keep no cookie for longer.
KEPT_SECONDS = 400 * 24 * 3600


def know(response: HttpResponse, employee: Employee) -> None:
    """Mark the browser as the one in which this person logged in last."""
    response.set_signed_cookie(
        settings.PERSON_COOKIE_NAME,
        str(employee.pk),
        salt=SALT,
        max_age=KEPT_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def forget(response: HttpResponse) -> HttpResponse:
    """Let the browser drop its copies of pages, drafts and whose it was."""
    response.headers["Clear-Site-Data"] = FORGET
    response.delete_cookie(settings.PERSON_COOKIE_NAME, samesite="Lax")
    return response


def forgetting(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The answer to a browser without a session; it tells the one of a leaver to forget."""
    # Of a cookie that was tampered with, nothing.
    known = request.get_signed_cookie(settings.PERSON_COOKIE_NAME, "", salt=SALT)
    has_left = bool(known) and not Employee.objects.filter(pk=known, is_active=True).exists()
    return forget(response) if has_left else response
