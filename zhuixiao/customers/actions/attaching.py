"""Contacts, collaborators, files and consents of a customer go to another one."""

from collections.abc import Sequence

from django.db.models import Max

from zhuixiao.files.models import StoredFile

from ..models import Collaborator, Consent, Contact, Customer, Registration


def contact_ids(customer_id: int) -> list[int]:
    """All contacts, deleted ones too."""
    return list(Contact.objects.filter(customer=customer_id).values_list("pk", flat=True))


def move_contacts(ids: Sequence[int], customer_id: int) -> None:
    """Behind the contacts that are there."""
    held = Contact.objects.filter(customer=customer_id).aggregate(last=Max("position"))["last"]
    rows = list(Contact.objects.filter(pk__in=ids).order_by("position", "pk"))
    for place, row in enumerate(rows, start=(held or 0) + 1):
        row.customer_id, row.position = customer_id, place
    Contact.objects.bulk_update(rows, ["customer", "position"])


def collaborator_ids(customer_id: int) -> list[int]:
    """Everybody who was let in, also those whose time is over."""
    rows = Collaborator.objects.filter(customer=customer_id)
    return list(rows.values_list("pk", flat=True))


def move_collaborators(ids: Sequence[int], customer_id: int) -> None:
    """Those who are let in there already, or own it, stay behind."""
    there = Collaborator.objects.filter(customer=customer_id).values_list("employee", flat=True)
    owner = Customer.objects.values_list("owner", flat=True).get(pk=customer_id)
    rows = Collaborator.objects.filter(pk__in=ids)
    rows.exclude(employee__in=[pk for pk in (*there, owner) if pk]).update(customer=customer_id)


def registration_ids(customer_id: int) -> list[int]:
    """Reports of agents; where both have one in force, that of the loser stays with it."""
    rows = Registration.objects.filter(customer=customer_id)
    return list(rows.values_list("pk", flat=True))


def move_registrations(ids: Sequence[int], customer_id: int) -> None:
    held = Registration.objects.filter(customer=customer_id, until__isnull=False, ended_at=None)
    rows = Registration.objects.filter(pk__in=ids)
    if held.exists():
        rows = rows.exclude(until__isnull=False, ended_at=None)
    rows.update(customer=customer_id)


def file_ids(customer_id: int) -> list[str]:
    """Files that hang on the customer itself."""
    rows = StoredFile.objects.of_record("customer", customer_id)
    return [str(pk) for pk in rows.values_list("pk", flat=True)]


def move_files(ids: Sequence[str], customer_id: int) -> None:
    StoredFile.objects.filter(pk__in=ids).update(record_id=customer_id)


def consent_ids(customer_id: int) -> list[int]:
    """What a customer who is a person agreed to; those of contacts go along with them."""
    return list(Consent.objects.filter(customer=customer_id).values_list("pk", flat=True))


def move_consents(ids: Sequence[int], customer_id: int) -> None:
    Consent.objects.filter(pk__in=ids).update(customer=customer_id)
