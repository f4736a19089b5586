"""Who receives a shipment, and how the phone is shown."""

from dataclasses import dataclass

from zhuixiao.accounts.access import Access
from zhuixiao.customers.models import Contact
from zhuixiao.customers.queries.shown import mask_phones, shown_reach

from ..models import Order, Shipment


@dataclass(frozen=True)
class Receiver:
    name: str
    address: str
    phone: str


def usual(order: Order) -> Receiver:
    """The order's contact, else the customer's first one, else the customer itself."""
    customer = order.customer
    contact = _contact(order)
    return Receiver(
        name=contact.name if contact else customer.name[:60],
        address=customer.address[:200],
        phone=_first((contact.phone if contact else "") or customer.phone),
    )


def phone_for(order: Order, receiver: str) -> str:
    """The phone that goes with a receiver for which none was typed: that of the usual one, and
    nobody else's. For the record only: what leaves the server goes through `shown_phone`."""
    known = usual(order)
    return known.phone if receiver in {"", known.name} else ""


def shown_phone(phone: str, access: Access, *, full: bool = False) -> str:
    """A phone of a shipment under the rule of customers' phones; `full` for the delivery note."""
    return shown_reach(phone, mask_phones, access.field("customers.phone"), full=full)


def shown_phone_of(shipment: Shipment, access: Access) -> str:
    return shown_phone(shipment.phone, access)


def _first(phones: str) -> str:
    """One of several in a cell: a carrier calls one number."""
    return phones.partition("/")[0].strip()[:40]


def _contact(order: Order) -> Contact | None:
    rows = Contact.objects.filter(customer=order.customer_id, deleted_at=None)
    chosen = rows.filter(pk=order.contact_id).first() if order.contact_id else None
    return chosen or rows.order_by("position", "pk").first()
