"""Shipments: the panel of an order, and their words."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhuixiao.accounts import labels
from zhuixiao.customers import persons
from zhuixiao.customers.persons import Person, Words
from zhuixiao.kit import panels

from .. import postings
from ..choices import ShipmentState
from ..metrics import ORDERS
from ..models import Shipment


def register() -> None:
    """Called once, in AppConfig.ready()."""
    panels.register(
        "order",
        panels.Panel(
            "shipments",
            pgettext_lazy("list", "Shipments"),
            "sales:order-shipments",
            30,
            "truck",
            ORDERS,
        ),
    )
    labels.register(
        postings.SHIPMENT,
        {
            "shipped_on": _("Shipped on"),
            "quantities": _("Goods"),
            "carrier": _("Carrier"),
            "tracking_number": _("Tracking number"),
            "receiver": _("Receiver"),
            "address": _("Address"),
            "phone": _("Phone"),
            "note": _("Note"),
            "state": _("State"),
            "signed_on": _("Signed for on"),
            "signed_by": _("Signed for by"),
        },
        label=_("Shipment"),
        value_names={
            "state": lambda value: ShipmentState(value).label,
            "quantities": ", ".join,
        },
        sensitive={"phone": "customers.phone"},
        actions={
            "create": pgettext_lazy("shipment", "Sent"),
            "sign": pgettext_lazy("shipment", "Signed for"),
            "unsign": pgettext_lazy("shipment", "Not signed for after all"),
            "delete": pgettext_lazy("shipment", "Taken back"),
        },
    )
    persons.register(
        Words(
            postings.SHIPMENT,
            pgettext_lazy("list", "Shipments"),
            Shipment,
            texts=("receiver", "address", "phone", "signed_by", "note"),
            of=_received,
            around=lambda pk: Q(order__customer=pk),
            facts={"shipped_on": _("Shipped on"), "number": pgettext_lazy("document", "Number")},
            record=lambda row: (postings.SHIPMENT, row.pk),
        )
    )


def _received(person: Person) -> Q:
    """As the contact of the order whose goods it received, or as the customer itself."""
    if person.contact:
        return Q(order__contact=person.contact, receiver=person.contact.name)
    return Q(order__customer=person.customer)
