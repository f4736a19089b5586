"""Keeping what finds a customer in step with its names and phones."""

from collections.abc import Iterable, Sequence

from django.db import connection

from zhuixiao.kit import bulk
from zhuixiao.kit.text.tokens import index_tokens

from ..models import Contact, Customer, CustomerPhone, SearchIndex
from ..numbers import numbers_in

# Customer, contact or None for its own, comparable number.
_Phone = tuple[int, int | None, str]
_Index = tuple[int, str]
_FIND = "INSERT INTO customers_fts (rowid, tokens) VALUES (%s, %s)"


def reindex(customers: Iterable[Customer]) -> None:
    """Rewrite phone numbers and search tokens of these customers, contacts included."""
    rows = list(customers)
    contacts = Contact.objects.filter(customer__in=rows, deleted_at=None)
    phones, indexes = _found_by(rows, contacts.only("customer_id", "name", "phone"))
    held = SearchIndex.objects.filter(customer__in=rows)
    known = dict(held.values_list("customer_id", "tokens"))
    changed = [(pk, tokens) for pk, tokens in indexes if known.get(pk) != tokens]
    CustomerPhone.objects.filter(customer__in=rows).delete()
    held.filter(customer__in=[pk for pk, _tokens in changed]).delete()
    _write(phones, changed)


def index_new(customers: Sequence[Customer], contacts: Iterable[Contact]) -> None:
    """The same for customers that were just written, with all their contacts."""
    _write(*_found_by(customers, contacts))


def _write(phones: Sequence[_Phone], indexes: Sequence[_Index]) -> None:
    bulk.insert_rows(CustomerPhone, ["customer_id", "contact_id", "number"], phones)
    bulk.insert_rows(SearchIndex, ["customer_id", "tokens"], indexes)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.executemany(_FIND, indexes)


def _found_by(
    customers: Sequence[Customer], contacts: Iterable[Contact]
) -> tuple[list[_Phone], list[_Index]]:
    people: dict[int, list[Contact]] = {}
    for contact in contacts:
        people.setdefault(contact.customer_id, []).append(contact)
    phones: list[_Phone] = []
    indexes: list[_Index] = []
    for customer in {row.pk: row for row in customers}.values():
        names, numbers = [customer.name], numbers_in(customer.phone)
        phones += [(customer.pk, None, number) for number in sorted(numbers)]
        for contact in people.get(customer.pk, ()):
            names.append(contact.name)
            own = numbers_in(contact.phone)
            phones += [(customer.pk, contact.pk, number) for number in sorted(own)]
            numbers = numbers | own
        indexes.append((customer.pk, " ".join(index_tokens(names, numbers))))
    return phones, indexes
