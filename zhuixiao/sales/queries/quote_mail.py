"""To which addresses a quote may go, as far as the person may know them."""

import re
from dataclasses import dataclass

from zhuixiao.accounts.choices import FieldAccess
from zhuixiao.accounts.models import Employee
from zhuixiao.customers.fields import REACH
from zhuixiao.customers.models import Contact
from zhuixiao.customers.queries.shown import shown_reach
from zhuixiao.kit.text.handles import mask_mail

from ..models import Quote

_APART = re.compile(r"[\s,;/，；、]+")


@dataclass(frozen=True)
class Address:
    """`key` stands for the address where it may not be read; `shown` is what the person sees."""

    key: str
    address: str
    shown: str
    who: str
    is_first: bool


def addresses_of(quote: Quote, *, reader: Employee) -> list[Address]:
    """The addresses of the customer's contacts and its own, that of the quote's contact first.

    Masked where `customers.phone` is; none where it is hidden: then they are typed.
    """
    granted = reader.access.field(REACH)
    if granted == FieldAccess.HIDDEN:
        return []
    contacts = Contact.objects.filter(customer=quote.customer_id, deleted_at=None).exclude(email="")
    named = [
        (f"contact-{row.pk}", f"{row.name} {row.title}".strip(), row.email, row.pk)
        for row in contacts.order_by("position", "pk")
    ]
    named.sort(key=lambda row: row[3] != quote.contact_id)
    named.append(("customer", quote.customer.name, quote.customer.email, 0))
    found: dict[str, Address] = {}
    for key, who, text, pk in named:
        for place, address in enumerate(split(text)):
            masked = shown_reach(address, mask_mail, granted, full=True)
            is_first = bool(pk) and pk == quote.contact_id
            row = Address(f"{key}-{place}", address, masked, who, is_first)
            found.setdefault(address.casefold(), row)
    return list(found.values())


def split(text: str) -> list[str]:
    """The mail addresses of a cell, in which people separate them as they like."""
    return [part for part in _APART.split(text.strip()) if "@" in part]
