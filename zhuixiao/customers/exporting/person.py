"""A copy of everything that is held about one person: JSON for programs, HTML to read, in a zip."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.db.models import Model
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from zhuixiao.accounts import labels
from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.choices import FieldAccess
from zhuixiao.accounts.models import Company
from zhuixiao.accounts.queries.history import history
from zhuixiao.kit.errors import NotAllowed, RuleError

from .. import birthdays
from ..actions import consenting
from ..fields import REACH, visible_fields
from ..models import Contact, Customer
from ..persons import Person, Words, all_words
from ..queries import consents, facts, persons
from .wishes import Wish

# As much history as anybody will read; more than a person's record ever has.
_MOST_CHANGES = 5_000
Row = Mapping[str, object]


@dataclass(frozen=True)
class Section:
    """A heading and its rows, each {label: value}."""

    title: str
    rows: Sequence[Row]


def wanted(by: Actor, wish: Wish) -> Person:
    """Whose copy it is. Raises NotAllowed, RuleError for a company or a role that sees masks."""
    held = Customer.objects.held_by(by.employee).filter(pk__in=wish.ids)
    if len(wish.ids) != 1 or (customer := held.first()) is None:
        raise NotAllowed
    contact = None
    if wish.contact_id:
        people = Contact.objects.filter(customer=customer, deleted_at=None)
        contact = people.filter(pk=wish.contact_id).first()
        if contact is None:
            raise NotAllowed
    person = Person(customer, contact)
    consenting.check_is_person(person)
    if by.employee.access.field(REACH) not in {FieldAccess.READ, FieldAccess.WRITE}:
        raise RuleError(
            _("Your role sees phones masked, so the copy would not be whole. Ask the boss.")
        )
    return person


def make(*, by: Actor, wish: Wish, path: Path) -> None:
    """Write the zip. Raises NotAllowed, RuleError."""
    person = wanted(by, wish)
    sections = gather(by, person)
    held = {section.title: section.rows for section in sections}
    context = {
        "title": _("Personal data of %(name)s") % {"name": person.record.name},
        "company": Company.objects.get().name,
        "by": by.employee.name,
        "day": by.today,
        "sections": [(one.title, [list(row.items()) for row in one.rows]) for one in sections],
    }
    with ZipFile(path, "w", ZIP_DEFLATED) as file:
        file.writestr("data.json", json.dumps(held, ensure_ascii=False, indent=1))
        file.writestr("data.html", render_to_string("customers/exports/person.html", context))


def gather(by: Actor, person: Person) -> list[Section]:
    """Own fields, consents, records, files' names, changes: what is there, in this order."""
    sections = [Section(_("Own data"), _own(by, person))]
    sections.append(
        Section(
            _("Consents"),
            [
                {
                    _("On"): row.on.isoformat(),
                    _("Consent for"): str(row.get_purpose_display()),
                    _("In words"): row.about,
                    _("Given"): _("yes") if row.is_given else _("withdrawn"),
                    _("Way"): str(row.get_way_display()),
                    _("Noted by"): row.noted_by.name,
                }
                for row in consents.of_person(person)
            ],
        )
    )
    told = [words for words in all_words() if words.facts]
    sections += [Section(str(words.label), _rows(by, words, person)) for words in told]
    files = persons.files_of(person)
    sections.append(
        Section(
            _("Files"),
            [{_("File name"): row.name, _("Time"): _plain(by, row.created_at)} for row in files],
        )
    )
    sections.append(Section(_("Changes"), _changes(by, person)))
    return [section for section in sections if section.rows]


def _own(by: Actor, person: Person) -> list[Row]:
    rows: list[Row] = []
    if person.contact is None:
        shown = facts.of_customer(
            person.customer,
            fields=visible_fields(by.employee.access),
            access=by.employee.access,
            today=by.today,
            but=("contacts", "collaborators", "days_since", "days_left"),
        )
        rows.append({str(one.field.label): _plain(by, one.value) for one in shown if one.value})
    for contact in person.contacts:
        columns = {
            str(labels.kind("contact").fields[name]): getattr(contact, name)
            for name in persons.CONTACT_FIELDS
        }
        columns[str(_("Role in decision"))] = str(contact.decision_role or "")
        columns[_("Birthday")] = birthdays.in_words(contact)
        columns[_("Customer")] = person.customer.name
        columns[_("Added at")] = _plain(by, contact.created_at)
        rows.append({label: value for label, value in columns.items() if value})
    return rows


def _rows(by: Actor, words: Words, person: Person) -> list[Row]:
    """The rows in which the person stands, and those whose words name it."""
    own = persons.rows_of(words, person)
    named = [row for row, _values in persons.rows_with(words, person, person.marks)]
    found = {row.pk: row for row in [*own, *named]}
    return [_row(by, words, row) for _pk, row in sorted(found.items())]


def _row(by: Actor, words: Words, row: Model) -> Row:
    cells = {str(label): _plain(by, getattr(row, name)) for name, label in words.facts.items()}
    for name in words.texts:
        label = row._meta.get_field(name).verbose_name  # type: ignore[union-attr]
        cells[str(label)] = getattr(row, name)
    return {label: value for label, value in cells.items() if value not in ("", None)}


def _changes(by: Actor, person: Person) -> list[Row]:
    records = [("contact", row.pk) for row in person.contacts]
    if person.contact is None:
        records.append(("customer", person.customer.pk))
    rows = [
        row
        for kind, pk in records
        for row in history(kind, pk, _MOST_CHANGES, access=by.employee.access)
    ]
    return [
        {
            _("Time"): _plain(by, row.at),
            _("By"): row.who,
            _("Action"): str(row.action),
            _("Change"): "; ".join(
                f"{one.label}: {one.before or '—'} → {one.after or '—'}" for one in row.changes
            ),
        }
        for row in sorted(rows, key=lambda row: row.id)
    ]


def _plain(by: Actor, value: Any) -> Any:
    """As JSON takes it and people read it."""
    if isinstance(value, datetime):
        return value.astimezone(by.zone).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return ", ".join(str(item) for item in value)
    if value is None or isinstance(value, str | int | float):
        return value
    return str(value)
