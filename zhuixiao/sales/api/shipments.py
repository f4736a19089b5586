"""Shipments over the API."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status

from zhuixiao.accounts.bearer import api_actor, needs
from zhuixiao.accounts.guards import StaffRequest
from zhuixiao.kit import paging
from zhuixiao.kit.paging import Slice
from zhuixiao.kit.typed import Id

from ..actions import shipping
from ..actions.shipping import NewShipment
from ..models import Order, Shipment
from ..queries import receivers, shipments

router = Router(tags=["orders"])


class PartIn(Schema):
    """`quantity` in thousandths of the line's unit."""

    line_id: Id
    quantity: Id


class ShipmentIn(Schema):
    """Without `lines` everything that is left goes out. Without a phone it is the receiver's."""

    shipped_on: date
    lines: list[PartIn] | None = None
    carrier: str = ""
    tracking_number: str = ""
    receiver: str = ""
    address: str = ""
    phone: str = ""
    note: str = ""


class ShipmentChangeIn(ShipmentIn):
    """Without `lines` the goods stay as they are."""

    version: int | None = None


class SignatureIn(Schema):
    signed_on: date
    signed_by: str = ""


class PartOut(Schema):
    line_id: int
    name: str
    quantity: int


class ShipmentOut(Schema):
    """The phone is masked, as in every list."""

    id: int
    number: str
    order_id: int
    state: str
    shipped_on: date
    carrier: str
    tracking_number: str
    receiver: str
    address: str
    phone: str
    signed_on: date | None
    signed_by: str
    note: str
    lines: list[PartOut]
    version: int

    @staticmethod
    def resolve_phone(shipment: Shipment, context: Any) -> str:
        return receivers.shown_phone(shipment.phone, context["request"].user.access)

    @staticmethod
    def resolve_lines(shipment: Shipment) -> list[PartOut]:
        return [
            PartOut(line_id=part.line_id, name=part.line.name, quantity=part.quantity)
            for part in shipment.lines.all()
        ]


class ShipmentsOut(Schema):
    items: list[ShipmentOut]
    next: str


@router.get("/shipments", response=ShipmentsOut)
@needs("orders", "view")
def index(
    request: StaffRequest,
    order_id: Id | None = None,
    cursor: str = "",
    limit: int = paging.MOST_ROWS,
) -> Slice[Shipment]:
    """Those of orders that the caller may see, the last sent first."""
    rows = shipments.with_goods(shipments.visible_to(request.user))
    if order_id is not None:
        rows = rows.filter(order=order_id)
    return paging.after(cursor, rows, by="-shipped_on", limit=limit)


@router.post("/orders/{pk}/shipments", response={201: ShipmentOut})
@needs("orders", "edit")
def create(request: StaffRequest, pk: int, data: ShipmentIn) -> Status[Shipment]:
    """Send goods of an order in force."""
    order = get_object_or_404(Order.objects.visible_to(request.user), pk=pk)
    left = {line.pk: line.left for line in shipments.lines_of(order)}
    return Status(201, shipping.ship(by=api_actor(request), order=order, new=_new(data, left)))


@router.get("/shipments/{pk}", response=ShipmentOut)
@needs("orders", "view")
def read(request: StaffRequest, pk: int) -> Shipment:
    """One shipment."""
    return _visible(request, pk)


@router.put("/shipments/{pk}", response=ShipmentOut)
@needs("orders", "edit")
def change(request: StaffRequest, pk: int, data: ShipmentChangeIn) -> Shipment:
    """Change a shipment; `version` is the one that was read."""
    shipment = _visible(request, pk)
    held = {part.line_id: part.quantity for part in shipment.lines.all()}
    new = _new(data, held)
    shipping.change(by=api_actor(request), shipment=shipment, new=new, version=data.version)
    return _visible(request, pk)


@router.delete("/shipments/{pk}", response={204: None})
@needs("orders", "edit")
def delete(request: StaffRequest, pk: int) -> HttpResponse:
    """It was not sent after all."""
    shipping.take_back(by=api_actor(request), shipment=_visible(request, pk))
    return HttpResponse(status=204)


@router.put("/shipments/{pk}/signature", response=ShipmentOut)
@needs("orders", "edit")
def sign(request: StaffRequest, pk: int, data: SignatureIn) -> Shipment:
    """It has arrived."""
    by, shipment = api_actor(request), _visible(request, pk)
    return shipping.sign(by=by, shipment=shipment, on=data.signed_on, who=data.signed_by)


@router.delete("/shipments/{pk}/signature", response=ShipmentOut)
@needs("orders", "edit")
def unsign(request: StaffRequest, pk: int) -> Shipment:
    """It is still on its way after all."""
    return shipping.unsign(by=api_actor(request), shipment=_visible(request, pk))


def _new(data: ShipmentIn, usual: dict[int, int]) -> NewShipment:
    values = data.dict(exclude={"lines", "version"})
    if data.lines is None:
        return NewShipment(quantities=usual, **values)
    return NewShipment(quantities={row.line_id: row.quantity for row in data.lines}, **values)


def _visible(request: StaffRequest, pk: int) -> Shipment:
    rows = shipments.with_goods(shipments.visible_to(request.user))
    return get_object_or_404(rows, pk=pk)
