"""What a person agreed to: the last word on each matter, and all words."""

from collections.abc import Sequence

from ..models import Consent
from ..persons import Person


def of_person(person: Person) -> Sequence[Consent]:
    """All notes, the newest first."""
    rows = Consent.objects.filter(contact=person.contact)
    if person.contact is None:
        rows = Consent.objects.filter(customer=person.customer)
    return list(rows.select_related("noted_by").newest())


def in_force(rows: Sequence[Consent]) -> Sequence[Consent]:
    """Of notes, the newest first, the last word on each matter."""
    last: dict[tuple[str, str], Consent] = {}
    for row in rows:
        last.setdefault((row.purpose, row.about if row.purpose == "other" else ""), row)
    return list(last.values())
