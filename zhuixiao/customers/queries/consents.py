"""What a person agreed to: the last word on each matter, and all words."""

from collections.abc import Sequence

from django.db.models import Q

from ..models import Consent, ConsentQuerySet
from ..persons import Person


def of_person(person: Person) -> ConsentQuerySet:
    """All notes, the newest first; those of the contacts too where the customer is the person."""
    of = Q(contact=person.contact)
    if person.contact is None:
        of = Q(customer=person.customer) | Q(contact__customer=person.customer)
    return Consent.objects.filter(of).select_related("noted_by").newest()


def in_force(rows: Sequence[Consent]) -> Sequence[Consent]:
    """Of notes, the newest first, the last word on each matter."""
    last: dict[tuple[str, str], Consent] = {}
    for row in rows:
        last.setdefault((row.purpose, row.about if row.purpose == "other" else ""), row)
    return list(last.values())
