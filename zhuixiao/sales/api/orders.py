"""Contract orders over the API."""

from typing import Any

from django.http import Http404, HttpResponse
from ninja import Router, Status

from zhuixiao.accounts.bearer import api_actor, needs
from zhuixiao.accounts.guards import StaffRequest
from zhuixiao.accounts.models import Employee
from zhuixiao.catalog import costs
from zhuixiao.kit import paging
from zhuixiao.kit.chosen import chosen
from zhuixiao.kit.typed import Id

from ..actions import changing, crediting, ending, ordering, renewing, signing
from ..models import Order
from ..queries import order_page, orders
from .order_schemas import (
    CreditIn,
    OrderChangeIn,
    OrderIn,
    OrderLineOut,
    OrderOut,
    OrdersOut,
    ReasonIn,
    StateIn,
    VersionIn,
)

router = Router(tags=["orders"])


@router.get("/orders", response=OrdersOut)
@needs("orders", "view")
def index(
    request: StaffRequest,
    q: str = "",
    state: str = "",
    customer: Id | None = None,
    cursor: str = "",
    limit: int = paging.MOST_ROWS,
) -> dict[str, Any]:
    """Orders whose number, title or customer holds `q`, the last signed first; without lines."""
    asked = orders.OrderFilter(text=q[:100], state=state[:8])
    rows = orders.listed(asked, reader=request.user, today=api_actor(request).today)
    rows = rows.select_related("request")
    if customer is not None:
        rows = rows.filter(customer=customer)
    found = paging.after(cursor, rows, by="-signed_on", limit=limit)
    items = [shown(request, row, with_lines=False) for row in found.items]
    return {"items": items, "next": found.next}


@router.get("/orders/{pk}", response=OrderOut)
@needs("orders", "view")
def read(request: StaffRequest, pk: int) -> OrderOut:
    """One order with its lines."""
    return shown(request, load(request, pk))


@router.post("/orders", response={201: OrderOut})
@needs("orders", "create")
def create(request: StaffRequest, data: OrderIn) -> Status[OrderOut]:
    """A new draft; sign it, and it counts."""
    order = ordering.draft(by=api_actor(request), new=data.new_order())
    return Status(201, shown(request, order))


@router.patch("/orders/{pk}", response=OrderOut)
@needs("orders", "edit")
def change(request: StaffRequest, pk: int, data: OrderChangeIn) -> OrderOut:
    """Write a draft anew, or change a signed order with a `reason`; what is left out stays.

    Where somebody has to agree first the order comes back unchanged, with `waits_for` the approval.
    """
    order, by = load(request, pk), api_actor(request)
    new = data.new_order(order)
    if order.is_in_force:
        done = changing.change(
            by=by, order=order, new=new, reason=data.reason, version=data.version
        )
        return shown(request, done.order)
    return shown(request, ordering.edit(by=by, order=order, new=new, version=data.version))


@router.delete("/orders/{pk}", response={204: None})
@needs("orders", "edit")
def delete(request: StaffRequest, pk: int) -> HttpResponse:
    """Delete a draft."""
    ending.delete(by=api_actor(request), order=load(request, pk))
    return HttpResponse(status=204)


@router.post("/orders/{pk}/signature", response=OrderOut)
@needs("orders", "edit")
def sign(request: StaffRequest, pk: int, data: VersionIn) -> OrderOut:
    """Sign a draft: its state is then signed, or asked while somebody has to agree."""
    order = load(request, pk)
    return shown(request, signing.sign(by=api_actor(request), order=order, version=data.version))


@router.post("/orders/{pk}/withdrawal", response=OrderOut)
@needs("orders", "edit")
def withdraw(request: StaffRequest, pk: int) -> OrderOut:
    """Take back what was asked about it."""
    signing.withdraw(by=api_actor(request), order=load(request, pk))
    return shown(request, load(request, pk))


@router.post("/orders/{pk}/state", response=OrderOut)
@needs("orders", "edit")
def advance(request: StaffRequest, pk: int, data: StateIn) -> OrderOut:
    """Let a signed order run, or be complete."""
    order = load(request, pk)
    return shown(request, ending.advance(by=api_actor(request), order=order, to=data.state))


@router.post("/orders/{pk}/void", response=OrderOut)
@needs("orders", "delete")
def void(request: StaffRequest, pk: int, data: ReasonIn) -> OrderOut:
    """Make a signed order void."""
    order = load(request, pk)
    return shown(request, ending.void(by=api_actor(request), order=order, reason=data.reason))


@router.post("/orders/{pk}/credit", response=OrderOut)
@needs("orders", "manage")
def credit(request: StaffRequest, pk: int, data: CreditIn) -> OrderOut:
    """Give the credit to another person."""
    order = load(request, pk)
    owner = chosen(
        Employee.objects.active().known_to(request.user), data.owner_id, field="owner_id"
    )
    return shown(request, crediting.credit(by=api_actor(request), order=order, owner=owner))


@router.post("/orders/{pk}/renewal", response={201: OrderOut})
@needs("orders", "create")
def renew(request: StaffRequest, pk: int) -> Status[OrderOut]:
    """A draft of the contract that follows."""
    follow = renewing.renew(by=api_actor(request), order=load(request, pk))
    return Status(201, shown(request, follow))


def load(request: StaffRequest, pk: int) -> Order:
    """The order, if the caller may see it."""
    order = order_page.order_of(request.user, pk)
    if order is None:
        raise Http404
    return order


def shown(request: StaffRequest, order: Order, *, with_lines: bool = True) -> OrderOut:
    """The order as the caller may see it."""
    may_read = costs.may_read(request.user.access)
    names = [name for name in OrderOut.model_fields if hasattr(order, name) and name != "lines"]
    values: dict[str, Any] = {name: getattr(order, name) for name in names}
    if not may_read:
        values["cost"] = None
    asked = order.request if order.request_id else None
    lines = order.lines.order_by("position") if with_lines else ()
    rows = [
        OrderLineOut.model_validate(row, from_attributes=True).model_copy(
            update={} if may_read else {"cost": None}
        )
        for row in lines
    ]
    return OrderOut(
        **values,
        margin=order.base_amount - order.cost if may_read else None,
        waits_for=asked.pk if asked is not None and asked.is_open else None,
        lines=rows,
    )
