"""A request that is sent twice is done once: the second gets the answer of the first."""

import uuid
from collections.abc import Callable
from functools import update_wrapper
from typing import Concatenate, ParamSpec, TypeVar

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .errors import RuleError
from .models import Answer

KEPT_HEADERS = (
    "Content-Type",
    "Content-Language",
    "Location",
    "Vary",
    "HX-Location",
    "HX-Push-Url",
    "HX-Redirect",
    "HX-Refresh",
    "HX-Replace-Url",
    "HX-Reselect",
    "HX-Reswap",
    "HX-Retarget",
    "HX-Trigger",
    "HX-Trigger-After-Settle",
    "HX-Trigger-After-Swap",
)

R = TypeVar("R", bound=HttpRequest)
P = ParamSpec("P")


def idempotent(
    view: Callable[Concatenate[R, P], HttpResponse],
) -> Callable[Concatenate[R, P], HttpResponse]:
    """Decorate a writing view, inside its guard.

    The client's id is the form field `request_id` or the header `Idempotency-Key`, a UUID; without
    one the view simply runs. The row is inserted first and committed together with the view's
    writes: a twin that comes while the first still runs waits for it in the database. Refusals
    (status 400 and above) are not kept, so a corrected form may use its id again.
    """

    def once(request: R, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        key = _client_id(request)
        if key is None:
            return view(request, *args, **kwargs)
        scope = f"{getattr(request, 'user', None) and request.user.pk}:{request.path}"[:250]
        with transaction.atomic():
            row = _first(key, scope)
            if row is None:
                return _again(Answer.objects.get(key=key, scope=scope))
            response = view(request, *args, **kwargs)
            _keep(row, response)
        return response

    return update_wrapper(once, view)  # type: ignore[return-value]


def _client_id(request: HttpRequest) -> uuid.UUID | None:
    text = request.POST.get("request_id", "") or request.headers.get("Idempotency-Key", "")
    if not text:
        return None
    try:
        return uuid.UUID(text.strip())
    except ValueError as error:
        raise RuleError(
            _("This form carries a damaged number. Load the page again."), code="request_id"
        ) from error


def _first(key: uuid.UUID, scope: str) -> Answer | None:
    """The new row, or None when the request came before."""
    try:
        with transaction.atomic():
            return Answer.objects.create(key=key, scope=scope, created_at=timezone.now())
    except IntegrityError:
        return None


def _keep(row: Answer, response: HttpResponse) -> None:
    """Store what the client is told; a refusal, a stream or a secret leaves no answer."""
    is_secret = "no-store" in response.headers.get("Cache-Control", "")
    if response.status_code >= 400 or response.streaming or is_secret:
        row.delete()
        return
    row.status = response.status_code
    row.headers = {
        name: response.headers[name] for name in KEPT_HEADERS if name in response.headers
    }
    row.body = response.content
    row.save(update_fields=["status", "headers", "body"])


def _again(row: Answer) -> HttpResponse:
    headers = {**row.headers, "Idempotent-Replay": "1"}
    return HttpResponse(bytes(row.body), status=row.status, headers=headers)
