"""Expenses over the API."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status
from pydantic import Field

from zhuixiao.accounts.bearer import api_actor, needs
from zhuixiao.accounts.guards import StaffRequest
from zhuixiao.files.api import FileOut
from zhuixiao.files.models import StoredFile
from zhuixiao.kit import paging
from zhuixiao.kit.paging import Slice
from zhuixiao.kit.typed import Id

from ..actions import spending
from ..actions.spending import NewExpense
from ..models import Expense
from ..queries import expenses

router = Router(tags=["expenses"])


class ExpenseIn(Schema):
    """`amount` in minor units of the company's currency; `employee_id` only for who manages."""

    spent_on: date
    type_id: Id
    amount: int = Field(ge=-(2**62), le=2**62)
    purpose: str
    employee_id: Id | None = None
    customer_id: Id | None = None
    order_id: Id | None = None
    activity_id: Id | None = None
    file_ids: list[str] = []


class ExpenseChangeIn(ExpenseIn):
    """Everything an expense holds; who spent it stays."""

    version: int | None = None


class ExpenseOut(Schema):
    id: int
    spent_on: date
    type_id: int
    amount: int
    purpose: str
    employee_id: int
    department_id: int
    customer_id: int | None
    order_id: int | None
    activity_id: int | None
    claim_id: int | None
    version: int


class ExpensesOut(Schema):
    items: list[ExpenseOut]
    next: str


@router.get("/expenses", response=ExpensesOut)
@needs("expenses", "view")
def index(
    request: StaffRequest,
    employee_id: Id | None = None,
    customer_id: Id | None = None,
    order_id: Id | None = None,
    cursor: str = "",
    limit: int = paging.MOST_ROWS,
) -> Slice[Expense]:
    """Those that the caller may see, the last first."""
    asked = {"employee": employee_id, "customer": customer_id, "order": order_id}
    rows = Expense.objects.visible_to(request.user)
    rows = rows.filter(**{name: pk for name, pk in asked.items() if pk is not None})
    return paging.after(cursor, rows, by="-spent_on", limit=limit)


@router.post("/expenses", response={201: ExpenseOut})
@needs("expenses", "create")
def create(request: StaffRequest, data: ExpenseIn) -> Status[Expense]:
    """Write down an expense; `file_ids` are uploads of the caller, the receipts."""
    return Status(201, spending.add(by=api_actor(request), new=NewExpense(**data.dict())))


@router.get("/expenses/{pk}", response=ExpenseOut)
@needs("expenses", "view")
def read(request: StaffRequest, pk: int) -> Expense:
    """One expense that the caller may see."""
    return _visible(request, pk)


@router.get("/expenses/{pk}/files", response=list[FileOut])
@needs("expenses", "view")
def receipts(request: StaffRequest, pk: int) -> list[StoredFile]:
    """Its receipts."""
    return list(expenses.receipts(_visible(request, pk)))


@router.put("/expenses/{pk}", response=ExpenseOut)
@needs("expenses", "edit")
def change(request: StaffRequest, pk: int, data: ExpenseChangeIn) -> Expense:
    """Change one that is in no claim, or in a draft; `version` is the one that was read."""
    new = NewExpense(**data.dict(exclude={"version"}))
    return spending.change(
        by=api_actor(request), expense=_visible(request, pk), new=new, version=data.version
    )


@router.delete("/expenses/{pk}", response={204: None})
@needs("expenses", "delete")
def delete(request: StaffRequest, pk: int) -> HttpResponse:
    """Take an expense back."""
    spending.delete(by=api_actor(request), expense=_visible(request, pk))
    return HttpResponse(status=204)


def _visible(request: StaffRequest, pk: int) -> Expense:
    return get_object_or_404(Expense.objects.visible_to(request.user), pk=pk)
