"""Approvals over the API: what waits, one of them, deciding, taking back."""

from datetime import datetime
from typing import Literal

from django.shortcuts import get_object_or_404
from ninja import Router, Schema

from zhuixiao.accounts.bearer import api_actor, needs
from zhuixiao.accounts.guards import StaffRequest

from .actions import asking, deciding
from .models import Request
from .queries import inbox
from .queries.inbox import Tab

router = Router(tags=["approvals"])
MOST = 100


class ApprovalOut(Schema):
    """`state`: running, sent_back, approved, rejected, withdrawn."""

    id: int
    subject: str
    text: str
    state: str
    asker_id: int
    asked_at: datetime
    ended_at: datetime | None


class DecisionIn(Schema):
    decision: Literal["approve", "reject", "send_back"]
    note: str = ""


@router.get("/approvals", response=list[ApprovalOut])
@needs("approvals", "view")
def listed(request: StaffRequest, tab: Literal["mine", "asked", "done"] = "mine") -> list[Request]:
    """Those to decide ("mine"), asked for ("asked"), or decided ("done"): at most 100."""
    return list(inbox.rows(Tab(tab), reader=request.user)[:MOST])


@router.get("/approvals/{pk}", response=ApprovalOut)
@needs("approvals", "view")
def read(request: StaffRequest, pk: int) -> Request:
    """One request."""
    return _visible(request, pk)


@router.post("/approvals/{pk}/decision", response=ApprovalOut)
@needs("approvals", "decide")
def decide(request: StaffRequest, pk: int, data: DecisionIn) -> Request:
    """Agree, reject or send back what waits for the caller."""
    acts = {
        "approve": deciding.approve,
        "reject": deciding.reject,
        "send_back": deciding.send_back,
    }
    row = _visible(request, pk)
    return acts[data.decision](by=api_actor(request), request=row, note=data.note)


@router.post("/approvals/{pk}/withdrawal", response=ApprovalOut)
@needs("approvals", "view")
def withdraw(request: StaffRequest, pk: int) -> Request:
    """Take back what the caller asked for; who reads it may, as on the page."""
    return asking.withdraw(by=api_actor(request), request=_visible(request, pk))


def _visible(request: StaffRequest, pk: int) -> Request:
    return get_object_or_404(Request.objects.visible_to(request.user), pk=pk)
