"""Customers and contacts as business cards."""

from collections.abc import Iterator, Sequence
from datetime import date

from zhuixiao.accounts.access import Access
from zhuixiao.accounts.choices import FieldAccess
from zhuixiao.kit.text.phone_cells import DamagedNumber, split_phones

from ..choices import BirthdayCalendar
from ..fields import REACH
from ..models import Contact, Customer
from ..vcards.write import CardData
from .reading import contacts


def of_contact(contact: Contact, access: Access) -> CardData:
    """The card of one person at a customer, as far as this reader may see it."""
    customer = contact.customer
    return CardData(
        name=contact.name,
        company=customer.name,
        title=contact.title,
        phones=_phones(contact.phone, access),
        email=contact.email if _is_open(access) else "",
        address=customer.address,
        website=customer.website,
        birthday=_birthday(contact),
        wechat=contact.wechat if _is_open(access) else "",
        uid=f"contact-{contact.pk}",
    )


def of_customer(customer: Customer, access: Access) -> CardData:
    """The card of the customer itself."""
    return CardData(
        name=customer.name,
        company=customer.name if customer.kind == "company" else "",
        phones=_phones(customer.phone, access),
        email=customer.email if _is_open(access) else "",
        address=customer.address,
        website=customer.website,
        uid=f"customer-{customer.pk}",
    )


def of_customers(customers: Sequence[Customer], access: Access) -> Iterator[CardData]:
    """A card for each contact, and for customers without one or with a phone of their own."""
    people = contacts([customer.pk for customer in customers])
    for customer in customers:
        own = people.get(customer.pk, [])
        if customer.phone or not own:
            yield of_customer(customer, access)
        for contact in own:
            contact.customer = customer
            yield of_contact(contact, access)


def _is_open(access: Access) -> bool:
    """In full or not at all: a masked number on a card would be saved to a telephone."""
    return access.field(REACH) in {FieldAccess.READ, FieldAccess.WRITE}


def _phones(cell: str, access: Access) -> list[str]:
    if not _is_open(access):
        return []
    try:
        return split_phones(cell)
    except DamagedNumber:
        return []


def _birthday(contact: Contact) -> date | None:
    """Cards know solar dates with a year only."""
    if contact.birthday_calendar != BirthdayCalendar.SOLAR or not contact.birthday_year:
        return None
    try:
        return date(contact.birthday_year, contact.birthday_month or 0, contact.birthday_day or 0)
    except ValueError:
        return None
