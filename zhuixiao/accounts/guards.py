"""Every view declares who may call it; one that does not keeps the program from starting."""

from collections.abc import Callable
from functools import update_wrapper
from ipaddress import ip_address
from typing import Any, Concatenate, ParamSpec, cast
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from zhuixiao.kit import htmx

from .audit import Actor
from .choices import Via
from .leavers import forgetting
from .models import Company, Employee


class StaffRequest(HttpRequest):
    """A request of a logged-in employee."""

    user: Employee
    company: Company


P = ParamSpec("P")
StaffView = Callable[Concatenate[StaffRequest, P], HttpResponse]
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def requires(module: str, action: str) -> Callable[[StaffView[P]], View[P]]:
    """The view needs this action of this module."""

    def decorate(view: StaffView[P]) -> View[P]:
        return _guard(view, (module, action))

    return decorate


def staff(view: StaffView[P]) -> View[P]:
    """The view serves every logged-in employee (own settings, home, notices)."""
    return _guard(view, ("", ""))


def staff_before_enrolment(view: StaffView[P]) -> View[P]:
    """As `staff`, open also while the role's second factor is still missing."""
    return _guard(view, ("", ""), before_enrolment=True)


def public(view: View[P]) -> View[P]:
    """The view is open to anybody; the list of these is kept short by a test."""
    view.permission = "public"  # type: ignore[attr-defined]
    return view


def actor(request: StaffRequest) -> Actor:
    """Who acts through this request, for actions."""
    return Actor(
        employee=request.user,
        at=timezone.now(),
        zone=request.company.zone,
        via=Via.PAGE,
        ip=client_ip(request),
    )


def client_ip(request: HttpRequest) -> str | None:
    """The caller's address; a forwarded one counts only behind a configured proxy.

    The last address of the header is the one that the proxy itself added; whatever stands before
    it was sent by the caller. None when there is no valid address.
    """
    address = request.META.get("REMOTE_ADDR", "")
    if settings.SECURE_PROXY_SSL_HEADER:
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
        address = forwarded.split(",")[-1].strip() or address
    try:
        return str(ip_address(address))
    except ValueError:
        return None


def _guard(
    view: StaffView[P], permission: tuple[str, str], *, before_enrolment: bool = False
) -> View[P]:
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not isinstance(request.user, Employee):
            return _to_login(request)
        if request.user.must_enrol and not before_enrolment:
            return htmx.redirect_to(request, reverse("second-factor"))
        if permission[0]:
            request.user.access.check(*permission)
        return view(cast("StaffRequest", request), *args, **kwargs)

    update_wrapper(guarded, view)
    guarded.permission = permission  # type: ignore[attr-defined]
    return guarded


def _to_login(request: HttpRequest) -> HttpResponse:
    """Pages go to the log-in page and come back; htmx and fetch get 401, so typed text survives.

    A form that was sent without scripts gets a page that says so; its draft waits in the browser.
    """
    if told := session_ended(request):
        return told
    if request.method != "GET":
        context = {"login_url": _login_url(_form_of(request))}
        page = render(request, "accounts/session_ended.html", context, status=401)
        return forgetting(request, page)
    to_login = HttpResponse(status=302, headers={"Location": _login_url(request.get_full_path())})
    return forgetting(request, to_login)


def session_ended(request: HttpRequest) -> HttpResponse | None:
    """The 401 that makes session.js renew the session and send again; None for a page load."""
    is_page_load = request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"
    if is_page_load and not htmx.wants_partial(request):
        return None
    told = htmx.trigger(HttpResponse(status=401), sessionExpired={"url": reverse("login")})
    return told if isinstance(request.user, Employee) else forgetting(request, told)


def _login_url(then: str) -> str:
    return f"{reverse('login')}?{urlencode({'next': then})}"


def _form_of(request: HttpRequest) -> str:
    """The page of ours whose form was sent; many addresses take forms only and show nothing."""
    page = urlsplit(request.headers.get("Referer", ""))
    if page.netloc != request.get_host():
        return "/"
    return f"{page.path}?{page.query}" if page.query else page.path


@register(deploy=False)
def every_view_declares_its_permission(**_kwargs: Any) -> list[CheckMessage]:
    """System check: a view without a declared permission stops the start."""
    return [
        Error(f"{name or callback} declares no permission", id="zhuixiao.E001")
        for name, callback in routes(get_resolver())
        if not hasattr(callback, "permission")
    ]


def routes(resolver: URLResolver) -> list[tuple[str, Callable[..., Any]]]:
    """All named routes below a resolver with their views."""
    found: list[tuple[str, Callable[..., Any]]] = []
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            found.append((pattern.name or "", pattern.callback))
        elif isinstance(pattern, URLResolver) and pattern.namespace != "api":
            found += routes(pattern)
    return found
