"""Making one person unknown: at once and for good. What employees did stays counted."""

from collections.abc import Iterable
from typing import Any

from django.db import models, transaction
from django.db.models import Model, Q
from django.utils.translation import gettext as _

from zhuixiao.accounts import audit, labels
from zhuixiao.accounts.actions import forgetting
from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.choices import Right
from zhuixiao.accounts.models import AuditEntry
from zhuixiao.files import disk
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.text.company import name_core
from zhuixiao.kit.text.normal import clean
from zhuixiao.kit.text.phone_cells import DamagedNumber, split_phones

from ..models import Contact, Customer, Merge
from ..numbers import numbers_in
from ..persons import Marks, Person, Reach, Words, all_words
from ..queries import consents, persons
from ..queries.collaborators import check_right
from . import consenting, finding

_CONTACT = {
    **dict.fromkeys(("title", "phone", "wechat", "email", "note", "birthday_calendar"), ""),
    **dict.fromkeys(("birthday_year", "birthday_month", "birthday_day"), None),
    "birthday_is_leap_month": False,
    "decision_role_id": None,
}
_CUSTOMER = {
    **dict.fromkeys(("phone", "email", "website", "address", "note", "credit_code"), ""),
    "longitude": None,
    "latitude": None,
}


@transaction.atomic
def erase(*, by: Actor, person: Person, confirmation: str) -> None:
    """Erase a contact, or a customer who is a person, once its name was typed.

    Nothing brings it back. Raises NotAllowed, and RuleError for a company or another name.
    """
    by.employee.access.check("customers", "delete")
    check_right(by.employee, person.customer.pk, Right.HOLD)
    consenting.check_is_person(person)
    if clean(confirmation) != person.record.name:
        raise RuleError(_("Type the name exactly as it stands above."), field="confirmation")
    make_unknown(by=by, person=person)


@transaction.atomic
def make_unknown(*, by: Actor, person: Person, reach: Reach = Reach.EVERYWHERE) -> None:
    """The same for whoever has asked who may, companies too. EVERYWHERE reads whole tables."""
    customer = Customer.objects.select_for_update(of=("self",)).get(pk=person.customer.pk)
    contact = person.contact
    if contact is not None:
        contact = Contact.objects.select_for_update(of=("self",)).get(pk=contact.pk)
    person = Person(customer, contact)
    if person.record.erased_at is not None:
        return
    marks = person.marks
    if contact is None:
        _remove_files(person)
    consents.of_person(person).update(about="")
    # What the person's own rows held goes as a whole; the texts around it word by word.
    emptied = _empty(by, person)
    entries, named = [], []
    if reach != Reach.OWN:
        entries += _take_off(by, person, marks)
        for words in all_words():
            everywhere = reach == Reach.EVERYWHERE
            found = list(persons.rows_with(words, person, marks, everywhere=everywhere))
            _save(words, found)
            if words.record:
                records = [words.record(row) for row, _values in found]
                named += records
                entries += [
                    _entry(by, record, row, values)
                    for record, (row, values) in zip(records, found, strict=True)
                ]
    forgetting.hide(persons.log_of(person, marks, named, reach=reach))
    entries.append(_entry_of(by, person.record, person.kind, emptied))
    audit.write_many(entries)
    finding.reindex([customer])
    if contact is None:
        for merge in Merge.objects.filter(winner=customer, undone_at=None).select_related("loser"):
            make_unknown(by=by, person=Person(merge.loser), reach=reach)


def _empty(by: Actor, person: Person) -> audit.Changes:
    """Returns what the log tells of that."""
    for contact in person.contacts:
        _set(contact, _CONTACT | {"name": _("Erased contact"), "erased_at": by.at})
        contact.deleted_at = contact.deleted_at or by.at
    fields = [*(name.removesuffix("_id") for name in _CONTACT), "name", "erased_at", "deleted_at"]
    Contact.objects.bulk_update(person.contacts, [*fields, "version"])
    if person.contact is not None:
        return {}
    customer, name = person.customer, _("Erased customer")
    held = [column for column in _CUSTOMER if getattr(customer, column)]
    # A form that still holds the old ones meets a conflict.
    told: dict[str, tuple[Any, Any]] = dict.fromkeys(held, ("", ""))
    told |= {"name": ("", name), "extra": (dict.fromkeys(customer.extra, ""), {})}
    values: dict[str, Any] = {"name": name, "name_core": name_core(name), "erased_at": by.at}
    values |= {**_CUSTOMER, "extra": {}}
    _set(customer, values)
    Customer.objects.bulk_update([customer], [*values, "version"])
    Merge.objects.filter(Q(winner=customer) | Q(loser=customer)).update(changes={})
    return told


def _take_off(by: Actor, person: Person, marks: Marks) -> list[AuditEntry]:
    """Small firms give the boss's own telephone as the company's: it goes. Returns what the log
    tells of that."""
    customer = person.customer
    values = {
        "phone": _left_of(customer.phone, marks),
        "email": "" if customer.email in marks.strong else customer.email,
    }
    if not audit.differences(customer, values):
        return []
    _set(customer, values)
    Customer.objects.bulk_update([customer], [*values, "version"])
    changes = {name: ("", value) for name, value in values.items()}
    return [_entry_of(by, customer, "customer", changes)]


def _set(record: Contact | Customer, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(record, name, value)
    record.version += 1


def _left_of(cell: str, marks: Marks) -> str:
    """The phones of a cell that are not the person's."""
    if not numbers_in(cell) & marks.numbers:
        return cell
    try:
        parts = split_phones(cell)
    except DamagedNumber:
        return ""
    return " / ".join(part for part in parts if not numbers_in(part) & marks.numbers)


def _save(words: Words, found: Iterable[tuple[Model, dict[str, Any]]]) -> None:
    rows = []
    for row, values in found:
        for name, value in values.items():
            limit = getattr(row._meta.get_field(name), "max_length", None)
            setattr(row, name, value[:limit] if isinstance(value, str) else value)
        if hasattr(row, "version"):
            row.version += 1
        rows.append(row)
    columns = [*words.texts, *words.data]
    if rows and hasattr(rows[0], "version"):
        columns.append("version")
    # Past the managers that ask for a history: the one of these rows is being hidden.
    every: Any = models.QuerySet(words.model)
    every.bulk_update(rows, columns, batch_size=200)


def _entry(by: Actor, record: tuple[str, int], row: Any, values: dict[str, Any]) -> AuditEntry:
    """What the texts are now, never what they were; a form that still holds the old ones meets a
    conflict."""
    kind, pk = record
    named = labels.kind(kind).fields
    version = getattr(row, "version", 0)
    return audit.entry(
        by=by,
        action="erase",
        kind=kind,
        record_id=pk,
        changes={name: ("", values[name]) for name in values if version and name in named},
        version=version,
    )


def _entry_of(
    by: Actor, record: Contact | Customer, kind: str, changes: audit.Changes | None = None
) -> AuditEntry:
    return audit.entry(
        by=by,
        action="erase",
        kind=kind,
        record_id=record.pk,
        label=record.name,
        changes=changes,
        version=record.version,
    )


def _remove_files(person: Person) -> None:
    """First the rows; the files only once that has happened."""
    for file in persons.files_of(person):
        stored = file.stored
        file.delete()
        transaction.on_commit(lambda stored=stored: disk.remove(stored))  # type: ignore[misc]
