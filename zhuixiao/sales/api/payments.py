"""Payments and payment plans over the API; money in minor units."""

from datetime import date

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status

from zhuixiao.accounts.bearer import api_actor, needs
from zhuixiao.accounts.guards import StaffRequest
from zhuixiao.accounts.models import Employee
from zhuixiao.kit import paging
from zhuixiao.kit.chosen import chosen
from zhuixiao.kit.paging import Slice
from zhuixiao.kit.periods import Period
from zhuixiao.kit.typed import Id

from ..actions import allocating, dunning, paying, planning
from ..actions.allocating import Details
from ..actions.dunning import Dunned
from ..actions.payment_values import NewPayment, Share
from ..actions.planning import Every, Instalment
from ..choices import PaymentKind
from ..metrics import PAYMENTS
from ..models import Allocation, Order, Payment, PaymentPlan
from ..preferences import preferences
from ..queries import due as due_queries
from ..queries import payments, plans
from ..queries.due import Bucket, Due
from ..queries.due_lists import DueRows

router = Router(tags=["payments"])
_DUE, _LAST_PAGE = 200, 100_000


class ShareIn(Schema):
    """So much for an order; the chosen instalment is paid first, then the oldest due."""

    order_id: Id
    amount: int
    plan_id: Id | None = None


class PaymentIn(Schema):
    """What `shares` leave is an advance. A refund names the orders that it is taken off, or as
    `refund_of_id` the advance that goes back. `rate_e6`: the company's currency for one unit, in
    millionths; without `currency` and `rate_e6` those of the first order or of the advance."""

    customer_id: Id
    amount: int
    paid_on: date
    kind: PaymentKind = PaymentKind.RECEIPT
    shares: list[ShareIn] = []
    refund_of_id: Id | None = None
    currency: str = ""
    rate_e6: int | None = None
    method_id: Id | None = None
    account: str = ""
    note: str = ""
    owner_id: Id | None = None


class DetailsIn(Schema):
    paid_on: date
    method_id: Id | None = None
    account: str = ""
    note: str = ""
    version: int | None = None


class AllocationOut(Schema):
    id: int
    order_id: int
    plan_id: int | None
    amount: int
    allocated_on: date


class PaymentOut(Schema):
    """`rest` may still be allocated."""

    id: int
    number: str
    kind: str
    customer_id: int
    paid_on: date
    currency: str
    rate_e6: int
    amount: int
    base_amount: int
    allocated: int
    paid_back: int
    rest: int
    refund_of_id: int | None
    method_id: int | None
    account: str
    note: str
    owner_id: int
    version: int


class PaymentDetailOut(PaymentOut):
    allocations: list[AllocationOut]

    @staticmethod
    def resolve_allocations(payment: Payment) -> "QuerySet[Allocation]":
        return payments.allocations_of(payment)


class PaymentsOut(Schema):
    items: list[PaymentOut]
    next: str


@router.get("/payments", response=PaymentsOut)
@needs(PAYMENTS, "view")
def index(
    request: StaffRequest,
    q: str = "",
    customer_id: Id | None = None,
    since: date | None = None,
    until: date | None = None,
    advance: bool = False,  # noqa: FBT001, FBT002
    cursor: str = "",
    limit: int = paging.MOST_ROWS,
) -> Slice[Payment]:
    """Payments, the newest first; `advance` only those with something left."""
    period = None
    if since or until:
        first, last = since or date(2000, 1, 1), until or api_actor(request).today
        period = Period(min(first, last), max(first, last))
    asked = payments.Asked(
        period=period, customer=customer_id, text=q[:100].strip(), advance=advance
    )
    rows = payments.listed(asked, reader=request.user)
    return paging.after(cursor, rows, by="-paid_on", limit=limit)


@router.post("/payments", response={201: PaymentDetailOut})
@needs(PAYMENTS, "create")
def create(request: StaffRequest, data: PaymentIn) -> Status[Payment]:
    """Write down what came in or went back."""
    values = data.dict(exclude={"shares", "owner_id"})
    owner = None
    if data.owner_id:
        people = Employee.objects.active().known_to(request.user)
        owner = chosen(people, data.owner_id, field="owner_id")
    new = NewPayment(**values, owner=owner, shares=_shares(data.shares))
    return Status(201, paying.record(by=api_actor(request), new=new))


class DueOut(Schema):
    """An instalment that is not paid, or what of an order stands in none (`plan_id` null)."""

    key: str
    order_id: int
    customer_id: int
    plan_id: int | None
    due_on: date
    amount: int
    base: int
    days_late: int
    bucket: str

    @classmethod
    def of(cls, due: Due) -> "DueOut":
        """As the query found it."""
        return cls(
            key=due.key,
            order_id=due.order.pk,
            customer_id=due.order.customer_id,
            plan_id=due.plan.pk if due.plan else None,
            due_on=due.due_on,
            amount=due.amount,
            base=due.base,
            days_late=due.late,
            bucket=due.bucket,
        )


@router.get("/payments/due", response=list[DueOut])
@needs(PAYMENTS, "view")
def due(
    request: StaffRequest,
    customer_id: Id | None = None,
    owner_id: Id | None = None,
    bucket: Bucket | None = None,
    page: int = 1,
) -> list[DueOut]:
    """What is owed, the oldest first, 200 rows a page, none after the last; `amount` in the order's
    currency, `base` in the company's."""
    asked = due_queries.Asked(customer=customer_id, person=owner_id, bucket=bucket or "")
    days = preferences().due_days
    today = api_actor(request).today
    rows = DueRows(asked, reader=request.user, today=today, days=days)
    start = (min(max(page, 1), _LAST_PAGE) - 1) * _DUE
    return [DueOut.of(row) for row in rows[start : start + _DUE]]


class DunningIn(Schema):
    """The `key` of due rows; `how` is "record" (action records) or "task"."""

    keys: list[str]
    how: str = dunning.RECORD


class DunningOut(Schema):
    done: int
    already: int
    left_out: int


@router.post("/payments/dunning", response=DunningOut)
@needs(PAYMENTS, "view")
def dun(request: StaffRequest, data: DunningIn) -> Dunned:
    """Make one action record or task of each customer, once a day."""
    return dunning.dun(by=api_actor(request), keys=data.keys, how=data.how)


@router.get("/payments/{pk}", response=PaymentDetailOut)
@needs(PAYMENTS, "view")
def read(request: StaffRequest, pk: int) -> Payment:
    """One payment with what it pays."""
    return _load(request, pk)


@router.put("/payments/{pk}", response=PaymentDetailOut)
@needs(PAYMENTS, "edit")
def change(request: StaffRequest, pk: int, data: DetailsIn) -> Payment:
    """Say day, way, account and note better; `version` is the one that was read."""
    details = Details(**data.dict(exclude={"version"}))
    return allocating.describe(
        by=api_actor(request), payment=_load(request, pk), details=details, version=data.version
    )


@router.delete("/payments/{pk}", response={204: None})
@needs(PAYMENTS, "delete")
def delete(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a payment back with what it paid."""
    paying.delete(by=api_actor(request), payment=_load(request, pk))
    return HttpResponse(status=204)


@router.post("/payments/{pk}/restoration", response=PaymentDetailOut)
@needs(PAYMENTS, "delete")
def restore(request: StaffRequest, pk: int) -> Payment:
    """Bring a deleted payment back."""
    gone = Payment.objects.restorable_by(request.user).exclude(deleted_at=None)
    payment = get_object_or_404(gone, pk=pk)
    paying.restore(by=api_actor(request), payment=payment)
    return _load(request, pk)


@router.post("/payments/{pk}/allocations", response=PaymentDetailOut)
@needs(PAYMENTS, "create")
def allocate(request: StaffRequest, pk: int, data: list[ShareIn]) -> Payment:
    """Let what is left pay one or several orders."""
    return allocating.allocate(
        by=api_actor(request), payment=_load(request, pk), shares=_shares(data)
    )


@router.delete("/allocations/{pk}", response={204: None})
@needs(PAYMENTS, "edit")
def take_back(request: StaffRequest, pk: int) -> HttpResponse:
    """What the payment pays of this order is an advance again."""
    row = get_object_or_404(Allocation.objects.select_related("order"), pk=pk)
    payment = _load(request, row.payment_id)
    allocating.take_back(by=api_actor(request), payment=payment, order=row.order)
    return HttpResponse(status=204)


class PlanIn(Schema):
    """With an id a known instalment; those that are not named go."""

    id: Id | None = None
    due_on: date
    amount: int
    note: str = ""


class EqualIn(Schema):
    parts: int
    first_on: date
    every: Every = Every.MONTH


class PlanOut(Schema):
    id: int
    due_on: date
    amount: int
    paid: int
    note: str
    state: str


@router.get("/orders/{pk}/plan", response=list[PlanOut])
@needs(PAYMENTS, "view")
def plan(request: StaffRequest, pk: int) -> list[PlanOut]:
    """The instalments of an order, the oldest due first."""
    return _plan(request, _order(request, pk))


@router.put("/orders/{pk}/plan", response=list[PlanOut])
@needs(PAYMENTS, "create")
def set_plan(request: StaffRequest, pk: int, data: list[PlanIn]) -> list[PlanOut]:
    """Make these the instalments of an order."""
    order = _order(request, pk)
    rows = [Instalment(row.due_on, row.amount, row.note, row.id) for row in data]
    planning.set_plan(by=api_actor(request), order=order, instalments=rows)
    return _plan(request, order)


@router.post("/orders/{pk}/plan", response=list[PlanOut])
@needs(PAYMENTS, "create")
def split(request: StaffRequest, pk: int, data: EqualIn) -> list[PlanOut]:
    """Equal instalments of all that is not in one with payments."""
    order = _order(request, pk)
    planning.equal(by=api_actor(request), order=order, **data.dict())
    return _plan(request, order)


def _plan(request: StaffRequest, order: Order) -> list[PlanOut]:
    rows = plans.rows_of(order, today=api_actor(request).today)
    return [_instalment(row.plan, row.state) for row in rows]


def _instalment(plan: PaymentPlan, state: str) -> PlanOut:
    return PlanOut(
        id=plan.pk,
        due_on=plan.due_on,
        amount=plan.amount,
        paid=plan.paid,
        note=plan.note,
        state=state,
    )


def _shares(rows: list[ShareIn]) -> list[Share]:
    return [Share(row.order_id, row.amount, row.plan_id) for row in rows]


def _load(request: StaffRequest, pk: int) -> Payment:
    return get_object_or_404(Payment.objects.visible_to(request.user), pk=pk)


def _order(request: StaffRequest, pk: int) -> Order:
    return get_object_or_404(Order.objects.visible_to(request.user), pk=pk)
