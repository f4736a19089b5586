"""API requests: who a token stands for, what it may do, and that each operation says so."""

from collections.abc import Callable
from datetime import timedelta
from functools import update_wrapper
from typing import Any, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
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
        request.user = _owner(request) or AnonymousUser()
        writes = request.method in {"POST", "PUT", "PATCH", "DELETE"}
        is_known = isinstance(request.user, Employee)
        try:
            return (self.once if writes and is_known else self.get_response)(request)
        except RuleError as error:
            return JsonResponse(problem(error), status=error.status)


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
