"""Sending what was ordered, wholly or in parts."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zhuixiao.accounts import audit
from zhuixiao.accounts.audit import Actor
from zhuixiao.activities.actions.conflicts import kept_of_theirs
from zhuixiao.kit.errors import Conflict, NotAllowed, RuleError
from zhuixiao.kit.text.normal import clean
from zhuixiao.ledger.actions import post_many

from .. import closing, postings
from ..choices import ShipmentState
from ..models import Order, Shipment
from ..queries import receivers
from . import goods, numbering

_MOST = {
    "carrier": 60,
    "tracking_number": 60,
    "receiver": 60,
    "address": 200,
    "phone": 40,
    "note": 200,
}


@dataclass(frozen=True)
class NewShipment:
    """A shipment as it is typed; `quantities` are thousandths by the id of the order's line.

    Without a phone it is that of the contact who receives it, or the one that stands there.
    """

    shipped_on: date
    quantities: Mapping[int, int] = field(default_factory=dict)
    carrier: str = ""
    tracking_number: str = ""
    receiver: str = ""
    address: str = ""
    phone: str = ""
    note: str = ""


@transaction.atomic
def ship(*, by: Actor, order: Order, new: NewShipment) -> Shipment:
    """Send goods of an order in force. Raises NotAllowed, Invalid, RuleError."""
    held = _order(by, order.pk)
    if not held.is_in_force:
        raise RuleError(_("Only what was signed is shipped. Sign the order first."))
    _check_days(by, held, new.shipped_on)
    shipment = Shipment(
        number=numbering.next_number(numbering.SHIPMENT, by.today),
        order=held,
        created_by=by.employee,
        created_at=by.at,
        **_texts(new),
        shipped_on=new.shipped_on,
    )
    shipment.phone = shipment.phone or receivers.phone_for(held, shipment.receiver)
    shipment.save(force_insert=True)
    goods.fill(held, shipment, new.quantities)
    _post(shipment)
    _log(by, "create", shipment)
    return shipment


@transaction.atomic
def change(
    *,
    by: Actor,
    shipment: Shipment,
    new: NewShipment,
    version: int | None = None,
    keep_mine: Collection[str] = (),
) -> Shipment:
    """Other goods, or another day, carrier or address. Raises NotAllowed, Invalid, Conflict,
    RuleError."""
    held = _locked(by, shipment)
    values: dict[str, Any] = {**_texts(new), "shipped_on": new.shipped_on}
    values["phone"] = values["phone"] or held.phone
    theirs = kept_of_theirs(
        kind=postings.SHIPMENT,
        record_id=held.pk,
        mine=values,
        seen=version,
        now=held.version,
        record=held,
        keep_mine=keep_mine,
    )
    changes = audit.differences(held, {k: v for k, v in values.items() if k not in theirs})
    _check_days(by, held.order, held.shipped_on, new.shipped_on)
    if held.signed_on and new.shipped_on > held.signed_on:
        text = _("It was signed for before this day. Correct that day first.")
        raise RuleError(text, field="shipped_on")
    before = goods.quantities_of(held)
    if before != goods.wanted(new.quantities):
        if version is not None and version != held.version and "quantities" not in keep_mine:
            mine = goods.named(goods.wanted(new.quantities))
            both = {"base": None, "mine": mine, "theirs": goods.named(before)}
            raise Conflict({"quantities": both}, version=held.version)
        goods.refill(held.order, held, new.quantities)
        changes["quantities"] = (goods.named(before), goods.named(goods.quantities_of(held)))
    if changes:
        for name in changes.keys() & values.keys():
            setattr(held, name, values[name])
        held.version += 1
        held.save()
        _post(held)
        _log(by, "edit", held, changes)
    return held


@transaction.atomic
def sign(*, by: Actor, shipment: Shipment, on: date, who: str = "") -> Shipment:
    """It has arrived: who signed for it, and when. Raises NotAllowed, RuleError."""
    held = _locked(by, shipment)
    if not held.shipped_on <= on <= by.today:
        text = _("Choose a day between that of the shipment and today.")
        raise RuleError(text, field="signed_on")
    return _sign(by, held, "sign", on, clean(who)[:60])


@transaction.atomic
def unsign(*, by: Actor, shipment: Shipment) -> Shipment:
    """It is still on its way after all. Raises NotAllowed, RuleError."""
    return _sign(by, _locked(by, shipment), "unsign", None, "")


@transaction.atomic
def take_back(*, by: Actor, shipment: Shipment) -> None:
    """It was not sent after all: its goods are left again. Raises NotAllowed, Invalid where some of
    them came back, RuleError."""
    held = _locked(by, shipment)
    closing.check_open(held.shipped_on)
    goods.check_returned(held, {})
    goods.empty(held)
    held.deleted_at = by.at
    held.version += 1
    held.save()
    _post(held)
    _log(by, "delete", held)


def _order(by: Actor, pk: int) -> Order:
    """The locked order of who may work on it: of everything here the first lock."""
    by.employee.access.check("orders", "edit")
    if not Order.objects.workable_by(by.employee).filter(pk=pk).exists():
        raise NotAllowed
    held: Order = Order.objects.select_for_update(of=("self",)).get(pk=pk)
    return held


def _locked(by: Actor, shipment: Shipment) -> Shipment:
    order = _order(by, shipment.order_id)
    held = Shipment.objects.select_for_update(of=("self",)).get(pk=shipment.pk)
    held.order = order
    if held.deleted_at is not None:
        raise RuleError(_("This shipment was taken back already."))
    return held


def _check_days(by: Actor, order: Order, *days: date) -> None:
    if days[-1] > by.today:
        text = _("This day is still to come. Write it down once it is sent.")
        raise RuleError(text, field="shipped_on")
    closing.check_open(*days, field="shipped_on")


def _sign(by: Actor, held: Shipment, action: str, on: date | None, who: str) -> Shipment:
    values = {
        "state": ShipmentState.SIGNED if on else ShipmentState.SENT,
        "signed_on": on,
        "signed_by": who,
    }
    if changes := audit.differences(held, values):
        for name, value in values.items():
            setattr(held, name, value)
        held.version += 1
        held.save()
        _log(by, action, held, changes)
    return held


def _texts(new: NewShipment) -> dict[str, str]:
    return {name: clean(getattr(new, name))[:most] for name, most in _MOST.items()}


def _post(shipment: Shipment) -> None:
    lines = postings.of_shipment(shipment)
    post_many(items=[(postings.fact(postings.SHIPMENT, shipment), lines)])


def _log(by: Actor, action: str, shipment: Shipment, changes: audit.Changes | None = None) -> None:
    audit.write(
        by=by,
        action=action,
        kind=postings.SHIPMENT,
        record_id=shipment.pk,
        label=shipment.number,
        changes=changes,
        version=shipment.version,
    )
