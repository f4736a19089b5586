"""Keeping what finds a customer in step with its names and phones."""

from collections.abc import Iterable

from zhuixiao.kit.text.tokens import index_tokens

from ..models import Contact, Customer, CustomerPhone, SearchIndex
from ..numbers import numbers_in


def reindex(customers: Iterable[Customer], *, fresh: bool = False) -> None:
    """Rewrite phone numbers and search tokens of these customers, contacts included.

    `fresh` says that they are new, so that nothing has to be removed first.
    """
    by_id = {customer.pk: customer for customer in customers}
    contacts: dict[int, list[Contact]] = {}
    for contact in Contact.objects.filter(customer_id__in=by_id, deleted_at=None):
        contacts.setdefault(contact.customer_id, []).append(contact)
    phones: list[CustomerPhone] = []
    indexes: list[SearchIndex] = []
    for pk, customer in by_id.items():
        people = contacts.get(pk, [])
        found: set[tuple[int | None, str]] = {
            (None, number) for number in numbers_in(customer.phone)
        }
        found |= {(person.pk, number) for person in people for number in numbers_in(person.phone)}
        phones += [
            CustomerPhone(customer_id=pk, contact_id=owner, number=number)
            for owner, number in sorted(found, key=str)
        ]
        names = [customer.name, *(person.name for person in people)]
        tokens = index_tokens(names, [number for _owner, number in found])
        indexes.append(SearchIndex(customer_id=pk, tokens=" ".join(tokens)))
    if not fresh:
        CustomerPhone.objects.filter(customer_id__in=by_id).delete()
    CustomerPhone.objects.bulk_create(phones, batch_size=500)
    SearchIndex.objects.bulk_create(
        indexes,
        batch_size=500,
        update_conflicts=not fresh,
        update_fields=None if fresh else ["tokens"],
        unique_fields=None if fresh else ["customer"],
    )
