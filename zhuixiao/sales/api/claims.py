"""Expense claims over the API; they are decided by /approvals."""

from datetime import date, datetime

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status

from zhuixiao.accounts.bearer import api_actor, needs
from zhuixiao.accounts.guards import StaffRequest
from zhuixiao.kit import paging
from zhuixiao.kit.paging import Slice
from zhuixiao.kit.typed import Id

from ..actions import expense_claims
from ..models import ExpenseClaim

router = Router(tags=["expenses"])


class ClaimIn(Schema):
    """Own expenses that are in no other claim."""

    expense_ids: list[Id] = []
    note: str = ""


class ClaimChangeIn(ClaimIn):
    version: int | None = None


class PayoutIn(Schema):
    on: date


class ClaimOut(Schema):
    """`amount` is the sum of the expenses, in minor units; `request_id` is its approval."""

    id: int
    number: str
    employee_id: int
    department_id: int
    state: str
    amount: int
    note: str
    request_id: int | None
    paid_on: date | None
    created_at: datetime
    expense_ids: list[int]
    version: int

    @staticmethod
    def resolve_expense_ids(claim: ExpenseClaim) -> list[int]:
        return sorted(row.pk for row in claim.expenses.all())


class ClaimsOut(Schema):
    items: list[ClaimOut]
    next: str


@router.get("/claims", response=ClaimsOut)
@needs("expenses", "view")
def index(
    request: StaffRequest,
    state: str = "",
    cursor: str = "",
    limit: int = paging.MOST_ROWS,
) -> Slice[ExpenseClaim]:
    """Those that the caller may see, the newest first."""
    rows = ExpenseClaim.objects.visible_to(request.user).prefetch_related("expenses")
    if state:
        rows = rows.filter(state=state)
    return paging.after(cursor, rows, by="-created_at", limit=limit)


@router.post("/claims", response={201: ClaimOut})
@needs("expenses", "create")
def create(request: StaffRequest, data: ClaimIn) -> Status[ExpenseClaim]:
    """A draft of own expenses."""
    return Status(201, expense_claims.draft(by=api_actor(request), **data.dict()))


@router.get("/claims/{pk}", response=ClaimOut)
@needs("expenses", "view")
def read(request: StaffRequest, pk: int) -> ExpenseClaim:
    """One claim that the caller may see."""
    return _visible(request, pk)


@router.put("/claims/{pk}", response=ClaimOut)
@needs("expenses", "edit")
def change(request: StaffRequest, pk: int, data: ClaimChangeIn) -> ExpenseClaim:
    """Other expenses of a draft; `version` is the one that was read."""
    return expense_claims.change(by=api_actor(request), claim=_visible(request, pk), **data.dict())


@router.delete("/claims/{pk}", response={204: None})
@needs("expenses", "edit")
def delete(request: StaffRequest, pk: int) -> HttpResponse:
    """Drop a draft; its expenses stay."""
    expense_claims.delete(by=api_actor(request), claim=_visible(request, pk))
    return HttpResponse(status=204)


@router.post("/claims/{pk}/submission", response=ClaimOut)
@needs("expenses", "edit")
def submit(request: StaffRequest, pk: int) -> ExpenseClaim:
    """Hand it in: who has to decide is asked."""
    return expense_claims.submit(by=api_actor(request), claim=_visible(request, pk))


@router.delete("/claims/{pk}/submission", response=ClaimOut)
@needs("expenses", "edit")
def withdraw(request: StaffRequest, pk: int) -> ExpenseClaim:
    """Take it back while nobody has finally decided."""
    expense_claims.withdraw(by=api_actor(request), claim=_visible(request, pk))
    return _visible(request, pk)


@router.post("/claims/{pk}/payout", response=ClaimOut)
@needs("expenses", "view")
def pay(request: StaffRequest, pk: int, data: PayoutIn) -> ExpenseClaim:
    """Note that it was paid out; for who manages payments or expenses."""
    return expense_claims.pay(by=api_actor(request), claim=_visible(request, pk), on=data.on)


@router.delete("/claims/{pk}/payout", response=ClaimOut)
@needs("expenses", "view")
def take_payment_back(request: StaffRequest, pk: int) -> ExpenseClaim:
    """It was not paid out after all."""
    return expense_claims.take_payment_back(by=api_actor(request), claim=_visible(request, pk))


def _visible(request: StaffRequest, pk: int) -> ExpenseClaim:
    rows = ExpenseClaim.objects.visible_to(request.user).select_related("request")
    return get_object_or_404(rows, pk=pk)
