"""Keeping what finds a customer in step with its names and phones."""

from collections.abc import Iterable

from zhuixiao.kit import bulk
from zhuixiao.kit.text.tokens import index_tokens

from ..models import Contact, Customer, CustomerPhone, SearchIndex
from ..numbers import numbers_in


def reindex(customers: Iterable[Customer], *, fresh: bool = False) -> None:
    """Rewrite phone numbers and search tokens of these customers, contacts included.

    `fresh` says that they are new, so that nothing has to be removed first.
    """
    by_id = {customer.pk: customer for customer in customers}
    people: dict[int, list[tuple[int, str, str]]] = {}
    contacts = Contact.objects.filter(customer_id__in=by_id, deleted_at=None)
    for pk, customer_id, name, phone in contacts.values_list("pk", "customer_id", "name", "phone"):
        people.setdefault(customer_id, []).append((pk, name, phone))
    phones: list[tuple[int, int | None, str]] = []
    indexes: list[tuple[int, str]] = []
    for pk, customer in by_id.items():
        names, numbers = [customer.name], numbers_in(customer.phone)
        phones += [(pk, None, number) for number in sorted(numbers)]
        for person_id, name, phone in people.get(pk, ()):
            names.append(name)
            own = numbers_in(phone)
            phones += [(pk, person_id, number) for number in sorted(own)]
            numbers = numbers | own
        indexes.append((pk, " ".join(index_tokens(names, numbers))))
    if not fresh:
        CustomerPhone.objects.filter(customer_id__in=by_id).delete()
    bulk.insert_rows(CustomerPhone, ["customer_id", "contact_id", "number"], phones)
    if fresh:
        bulk.insert_rows(SearchIndex, ["customer_id", "tokens"], indexes)
        return
    SearchIndex.objects.bulk_create(
        [SearchIndex(customer_id=pk, tokens=tokens) for pk, tokens in indexes],
        batch_size=500,
        update_conflicts=True,
        update_fields=["tokens"],
        unique_fields=["customer"],
    )
