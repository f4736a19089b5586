"""A contact that is named for the first time in an action record."""

from zhuixiao.accounts.audit import Actor
from zhuixiao.customers.actions import contacts
from zhuixiao.customers.models import Contact, Customer


def named(*, by: Actor, customer: Customer, name: str) -> Contact:
    """The customer's contact of this name, made if there is none; inside the caller's transaction.

    Raises NotAllowed when the person may not change customers.
    """
    held = Contact.objects.filter(customer=customer, name=name, deleted_at=None).first()
    return held or contacts.add(by=by, customer=customer, values={"name": name})
