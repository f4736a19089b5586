"""Contacts as a person may see them."""

from zhuixiao.accounts.access import Access

from ..fields import PHONE
from ..models import Contact
from .shown import shown_phone


def shown_to(contact: Contact, access: Access) -> Contact:
    """The contact, not to be saved, with its phone as far as the person may see it."""
    contact.phone = shown_phone(contact.phone, access.field(PHONE), full=True)
    return contact
