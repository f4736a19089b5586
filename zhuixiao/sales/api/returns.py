"""Returns of goods over the API."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Router, Status

from zhuixiao.accounts.bearer import api_actor, needs
from zhuixiao.accounts.guards import StaffRequest

from ..actions import returning
from ..models import Return
from ..queries import order_page
from .order_schemas import ReturnIn, ReturnLineOut, ReturnOut
from .orders import load

router = Router(tags=["orders"])


@router.get("/orders/{pk}/returns", response=list[ReturnOut])
@needs("orders", "view")
def index(request: StaffRequest, pk: int) -> list[ReturnOut]:
    """What came back of an order, the latest first."""
    return [_out(row) for row in order_page.returns_of(load(request, pk))]


@router.post("/orders/{pk}/returns", response={201: ReturnOut})
@needs("orders", "edit")
def create(request: StaffRequest, pk: int, data: ReturnIn) -> Status[ReturnOut]:
    """Goods come back: at once, or in the state asked while somebody has to agree."""
    order = load(request, pk)
    back = returning.take_back(by=api_actor(request), order=order, new=data.new_return())
    return Status(201, _out(back))


@router.delete("/returns/{pk}", response={204: None})
@needs("orders", "edit")
def undo(request: StaffRequest, pk: int) -> HttpResponse:
    """They never came back."""
    back = get_object_or_404(order_page.returns_seen(request.user), pk=pk)
    returning.undo(by=api_actor(request), back=back)
    return HttpResponse(status=204)


def _out(back: Return) -> ReturnOut:
    return ReturnOut(
        id=back.pk,
        number=back.number,
        order_id=back.order_id,
        kind=back.kind,
        state=back.state,
        returned_on=back.returned_on,
        reason=back.reason,
        amount=back.amount,
        version=back.version,
        lines=[
            ReturnLineOut(line_id=part.line_id, quantity=part.quantity, amount=part.amount)
            for part in back.lines.all()
        ],
    )
