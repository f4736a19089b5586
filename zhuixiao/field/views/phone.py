"""The phone's own pages: the shell, what it keeps, what it sends."""

from dataclasses import asdict
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from zhuixiao.accounts.guards import StaffRequest, actor, staff
from zhuixiao.accounts.middleware import problem
from zhuixiao.kit.errors import RuleError

from ..actions import phone as actions
from ..phone.items import item
from ..phone.items import several as items
from ..queries import phone as queries

# What is over by itself: the phone tries again without asking.
WAITS = "waits"


@staff
@require_safe
def state(request: StaffRequest) -> HttpResponse:
    """What the phone keeps, with `pieces` (keys with commas) only those; with the token that its
    next sending needs."""
    asked = request.GET.get("pieces")
    only = None if asked is None else asked.split(",")
    body = queries.state(request.user, request.company, now=timezone.now(), only=only)
    return JsonResponse({**body, "csrf": get_token(request)})


@staff
@require_safe
def session(request: StaffRequest) -> HttpResponse:
    """Whose session it is, with the token that the next sending needs: a glance before each, where
    all of `state` would cost more than what is sent."""
    return JsonResponse({"person": request.user.pk, "csrf": get_token(request)})


@staff
@require_POST
def outbox(request: StaffRequest) -> HttpResponse:
    """Take in one item: {client_id, url, is_repeated, changes}, or problem+json with `retry`:
    whether the phone sends it again by itself, or a person has to mend it."""
    try:
        sent = item(request.POST.dict())
        taken = actions.take(by=actor(request), item=sent, files=request.FILES.getlist("files"))
    except RuleError as error:
        return JsonResponse(
            _refused(error), status=error.status, content_type="application/problem+json"
        )
    return JsonResponse({"client_id": str(sent.client_id), **asdict(taken)})


@staff
@require_POST
def several(request: StaffRequest) -> HttpResponse:
    """Take in a list of items without files: {answers}, one for each in the same order, what
    `outbox` would have answered with its `status`."""
    sent = items(request.body)
    found = actions.take_several(by=actor(request), sent=sent)
    answers = [
        _refused(one)
        if isinstance(one, RuleError)
        else {"status": 200, "client_id": fields["client_id"], **asdict(one)}
        for fields, one in zip(sent, found, strict=True)
    ]
    return JsonResponse({"answers": answers})


def _refused(error: RuleError) -> dict[str, Any]:
    return {**problem(error), "retry": error.code == WAITS}
