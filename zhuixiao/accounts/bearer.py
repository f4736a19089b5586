"""API requests: who a token stands for, what it may do, and that each operation says so."""

from collections.abc import Callable
from datetime import timedelta
from functools import update_wrapper
from typing import Any, TypeVar

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from ninja.security.http import HttpAuthBase

from zhuixiao.kit.errors import NotAllowed, RuleError
from zhuixiao.kit.idempotency import idempotent

from .audit import Actor
from .choices import Via
from .guards import StaffRequest, client_ip
from .middleware import problem
from .models import Employee, Token
from .tokens import hashed

PREFIX = "/api/"
NOWHERE = {
    404: (_("There is nothing here, or nothing that you may see."), "not_found"),
    405: (_("This address does not take this method."), "method_not_allowed"),
}
Handler = Callable[[HttpRequest], HttpResponse]
Operation = TypeVar("Operation", bound=Callable[..., Any])


class BearerMiddleware:
    """Below /api/ the token says who asks; a session cookie counts for nothing there.

    A write with an Idempotency-Key is done once, as on the pages.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response
        self.once = idempotent(get_response)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(PREFIX):
            return self.get_response(request)
        owner = _owner(request)
        request.user = owner or AnonymousUser()
        language = owner.language if owner else settings.LANGUAGE_CODE
        writes = request.method in {"POST", "PUT", "PATCH", "DELETE"}
        with translation.override(language):
            try:
                response = (self.once if writes and owner else self.get_response)(request)
            except RuleError as error:
                return _answer(problem(error))
            return _without_page(response)


class BearerToken(HttpAuthBase):
    """For the API's `auth`: whether a valid token came along."""

    openapi_scheme = "bearer"

    def __call__(self, request: HttpRequest) -> bool:
        return isinstance(request.user, Employee)


def needs(module: str, action: str) -> Callable[[Operation], Operation]:
    """The operation needs this action of this module; "" for every employee."""

    def decorate(operation: Operation) -> Operation:
        def guarded(request: StaffRequest, *args: Any, **kwargs: Any) -> Any:
            if module:
                request.user.access.check(module, action)
            elif not request.user.is_active:
                raise NotAllowed
            return operation(request, *args, **kwargs)

        update_wrapper(guarded, operation)
        guarded.permission = (module, action)  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return decorate


def api_actor(request: StaffRequest) -> Actor:
    """Who acts through this API request."""
    return Actor(
        employee=request.user,
        at=timezone.now(),
        zone=request.company.zone,
        via=Via.API,
        ip=client_ip(request),
    )


def _without_page(response: HttpResponse) -> HttpResponse:
    """A refusal in place of the page that the framework has for an unknown address or method."""
    is_json = "json" in response.headers.get("Content-Type", "")
    if is_json or response.status_code not in NOWHERE:
        return response
    title, code = NOWHERE[response.status_code]
    return _answer(
        {"type": "about:blank", "title": str(title), "status": response.status_code, "code": code}
    )


def _answer(body: dict[str, Any]) -> HttpResponse:
    return JsonResponse(body, status=body["status"], content_type="application/problem+json")


def _owner(request: HttpRequest) -> Employee | None:
    """The active employee of a valid token, with rights narrowed to the token's scopes."""
    kind, _, secret = request.headers.get("Authorization", "").partition(" ")
    if kind.casefold() != "bearer" or not secret or len(secret) > 200:
        return None
    now = timezone.now()
    token = (
        Token.objects.filter(token_hash=hashed(secret), revoked_at=None, employee__is_active=True)
        .select_related("employee__department", "employee__role")
        .first()
    )
    if token is None or (token.expires_at is not None and token.expires_at <= now):
        return None
    if token.last_used_at is None or now - token.last_used_at > timedelta(minutes=1):
        Token.objects.filter(pk=token.pk).update(last_used_at=now)
    employee = token.employee
    employee.access = employee.access.narrowed_to(frozenset(token.scopes))
    return employee
