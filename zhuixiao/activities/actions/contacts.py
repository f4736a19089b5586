"""A contact that is named for the first time in an action record."""

from zhuixiao.accounts import audit
from zhuixiao.accounts.audit import Actor
from zhuixiao.customers.actions import finding
from zhuixiao.customers.models import Contact, Customer


def named(*, by: Actor, customer: Customer, name: str) -> Contact:
    """The customer's contact of this name, made if there is none; inside the caller's transaction.

    Raises NotAllowed when the person may not change customers.
    """
    held = Contact.objects.filter(customer=customer, name=name, deleted_at=None).first()
    if held is not None:
        return held
    by.employee.access.check("customers", "edit")
    contact = Contact.objects.create(
        customer=customer,
        name=name,
        position=customer.contacts.count(),
        created_at=by.at,
    )
    finding.reindex([customer])
    audit.write(by=by, action="create", kind="contact", record_id=contact.pk, label=name, version=1)
    return contact
