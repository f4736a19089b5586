"""Contacts as a person may see them."""

from zhuixiao.accounts.access import Access

from ..fields import REACH
from ..models import Contact
from .shown import CONTACT_MASKS, shown_reach


def shown_to(contact: Contact, access: Access) -> Contact:
    """The contact, not to be saved, reachable as far as the person may see."""
    granted = access.field(REACH)
    for name, masking in CONTACT_MASKS.items():
        setattr(contact, name, shown_reach(getattr(contact, name), masking, granted, full=True))
    return contact
