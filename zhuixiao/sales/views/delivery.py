"""The delivery note (送货单) of a shipment, to print or as a PDF."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from zhuixiao.accounts.guards import StaffRequest, requires
from zhuixiao.accounts.queries.letterhead import letterhead
from zhuixiao.customers.models import Customer
from zhuixiao.files.embedding import data_address
from zhuixiao.kit import documents
from zhuixiao.kit.documents import Party, Signature

from ..models import Shipment
from ..queries import receivers, shipments


@requires("orders", "view")
@require_safe
def note(request: StaffRequest, pk: int) -> HttpResponse:
    """As print page (`?print`) or PDF, in the reader's language.

    The phone stands there in full for whoever sees it on the customer's own page.
    """
    rows = shipments.with_goods(shipments.visible_to(request.user))
    shipment = get_object_or_404(rows, pk=pk)
    customers = Customer.objects.visible_to(request.user).filter(pk=shipment.order.customer_id)
    phone = receivers.shown_phone(shipment.phone, request.user.access, full=customers.exists())
    language = request.user.language
    with translation.override(language):
        context = _content(request, shipment, phone)
        title = _("Delivery note")
    return documents.answer(
        request,
        "sales/delivery_note.html",
        context,
        title=title,
        language=language,
        name=shipment.number,
    )


def _content(request: StaffRequest, shipment: Shipment, phone: str) -> dict[str, Any]:
    held = letterhead(request.company)
    day = [_("Date")]
    facts = (
        (_("Shipped on"), date_format(shipment.shipped_on)),
        (_("Contract order"), shipment.order.number),
        (_("Carrier"), shipment.carrier),
        (_("Tracking number"), shipment.tracking_number),
    )
    receiver = (
        (_("Receiver"), shipment.receiver),
        (_("Phone"), phone),
        (_("Address"), shipment.address),
    )
    return {
        "letterhead": held,
        "logo": data_address(held.logo),
        "number": shipment.number,
        "facts": [(label, value) for label, value in facts if value],
        "parties": [
            Party(
                pgettext("delivery note", "To"),
                shipment.order.customer.name,
                [(label, value) for label, value in receiver if value],
            )
        ],
        "lines": list(shipment.lines.all()),
        "note": shipment.note,
        "signatures": [
            Signature(pgettext("delivery note", "Sent by"), held.name, day),
            Signature(pgettext("delivery note", "Received by"), shipment.order.customer.name, day),
        ],
    }
