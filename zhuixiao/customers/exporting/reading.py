"""The customers of an export, page after page, in words instead of ids."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from zhuixiao.accounts.access import Access
from zhuixiao.accounts.audit import Actor
from zhuixiao.kit.money import to_decimal
from zhuixiao.kit.sheets import Cell

from .. import birthdays
from ..fields import Field, Kind
from ..importing.targets import CONTACT
from ..models import Contact
from ..queries import table
from ..queries.labels import Labels
from ..queries.people import shown_to
from ..queries.sorting import Key
from ..queries.table import MOST_ROWS, Reading
from ..queries.texts import text


def header(fields: Sequence[Field], *, with_contacts: bool) -> list[str]:
    """Names of the columns; an import of the same file knows them again."""
    names = [str(field.label) for field in fields]
    return [*names, *(str(label) for label in CONTACT.values())] if with_contacts else names


def rows(
    *, by: Actor, fields: Sequence[Field], conditions: Q, sort: Sequence[Key], with_contacts: bool
) -> Iterator[list[Cell]]:
    """One row a customer; with contacts one row for each of them. Nothing that the person may not
    see comes out, masked values stay masked."""
    after = ""
    while True:
        reading = Reading(by.employee, fields, by.today, by.zone, full=True)
        page = table.page(reading, conditions=conditions, sort=sort, after=after, limit=MOST_ROWS)
        people = contacts([row.pk for row in page.rows]) if with_contacts else {}
        for row in page.rows:
            cells = [
                _cell(field, value, page.labels, by)
                for field, value in zip(fields, row.cells, strict=True)
            ]
            if not with_contacts:
                yield cells
                continue
            own: Sequence[Contact | None] = people.get(row.pk) or [None]
            for contact in own:
                yield [*cells, *_contact_cells(contact, by.employee.access)]
        after = page.next
        if not after:
            return


def contacts(customer_ids: Sequence[int]) -> Mapping[int, list[Contact]]:
    """The contacts of these customers in their order."""
    found: dict[int, list[Contact]] = {}
    people = Contact.objects.filter(customer_id__in=customer_ids, deleted_at=None)
    for contact in people.order_by("customer_id", "position", "pk"):
        found.setdefault(contact.customer_id, []).append(contact)
    return found


def _cell(field: Field, value: Any, labels: Labels, by: Actor) -> Cell:
    """Numbers, dates and amounts stay what they are, so that a spreadsheet can count with them."""
    if isinstance(value, datetime):
        return value.astimezone(by.zone)
    if field.kind == Kind.DATE and isinstance(value, str) and value:
        return date.fromisoformat(value)
    if field.kind in {Kind.MONEY, Kind.PERCENT} and isinstance(value, int):
        return float(to_decimal(value))
    if field.kind in {Kind.NUMBER, Kind.INTEGER, Kind.DAYS, Kind.DAYS_LEFT} and isinstance(
        value, int | float
    ):
        return value
    if isinstance(value, date):
        return value
    return text(field, value, labels)


def _contact_cells(contact: Contact | None, access: Access) -> list[Cell]:
    if contact is None:
        return [""] * len(CONTACT)
    contact = shown_to(contact, access)
    return [
        contact.name,
        contact.title,
        contact.phone,
        contact.wechat,
        contact.email,
        birthdays.in_words(contact),
    ]
