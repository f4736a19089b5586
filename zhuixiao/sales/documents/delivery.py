"""送货单: what goes along with the goods. It names no price."""

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from zhuixiao.accounts.models import Employee
from zhuixiao.kit.documents import Party, Signature, Total
from zhuixiao.kit.templatetags.numbers import quantity

from ..models import Shipment
from .parts import Document, Frame, day, made, may_reach, paragraphs, rows


def delivery_document(shipment: Shipment, *, reader: Employee, language: str) -> Document:
    """The delivery note of a shipment."""

    def fill() -> tuple[str, dict[str, Any], str, str]:
        frame, order = Frame.of(reader), shipment.order
        parts = list(shipment.lines.select_related("line").order_by("line__position"))
        for part in parts:
            part.line.quantity = part.quantity
        buyer = _receiver(frame, shipment)
        facts = [(_("Shipped on"), day(shipment.shipped_on)), (_("Contract order"), order.number)]
        if shipment.carrier:
            facts.append((_("Carrier"), shipment.carrier))
        if shipment.tracking_number:
            facts.append((_("Tracking number"), shipment.tracking_number))
        title = pgettext("document", "Delivery note")
        units = {part.line.unit for part in parts}
        whole = sum(part.quantity for part in parts)
        context = {
            **frame.context(),
            "number": shipment.number,
            "subject": order.title,
            "facts": facts,
            "parties": [buyer, frame.seller(_("Sender"), order.owner)],
            "rows": rows([part.line for part in parts]),
            # Metres and pieces do not add up.
            "totals": [
                Total(_("Total quantity"), f"{quantity(whole)} {units.pop()}", is_grand=True)
            ]
            if len(units) == 1
            else [],
            "terms": paragraphs(shipment.note),
            "signatures": [
                Signature(_("Handed over by"), frame.head.name, [_("Signed by"), _("Date")]),
                Signature(
                    _("Received complete and undamaged"),
                    order.customer.name,
                    [_("Signed by"), _("Date")],
                ),
            ],
        }
        return "sales/documents/delivery.html", context, title, f"{title} {shipment.number}"

    return made(language, fill)


def _receiver(frame: Frame, shipment: Shipment) -> Party:
    """The customer; what the shipment says of person, phone and place goes before."""
    order = shipment.order
    plain = frame.buyer(_("Receiver"), order.customer, order.contact)
    if not (shipment.receiver or shipment.address or shipment.phone):
        return plain
    named: list[tuple[object, object]] = []
    if shipment.receiver:
        named.append((_("Contact"), shipment.receiver))
    if shipment.phone and may_reach(frame.reader.access):
        named.append((_("Phone"), shipment.phone))
    if address := shipment.address or order.customer.address:
        named.append((_("Address"), address))
    return replace(plain, facts=named)
