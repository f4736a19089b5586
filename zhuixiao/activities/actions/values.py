"""Checking what people type into an action record, before anything is written."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Employee
from zhuixiao.catalog.choices import PickList
from zhuixiao.catalog.models import Option
from zhuixiao.customers.models import Contact, Customer
from zhuixiao.kit.errors import Invalid
from zhuixiao.kit.periods import day_of
from zhuixiao.kit.text.normal import clean

from .. import related, witnesses
from ..models import Activity
from ..queries.types import Rule, rules_of
from . import contacts
from .faults import Faults

SUBJECT_LENGTH = 120
DESCRIPTION_LENGTH = 50_000
NOTE_LENGTH = 200
RELATED_LENGTH = CONTACT_LENGTH = 60
# A pasted chat shorter than this is not a transcript.
TRANSCRIPT_LENGTH = 20
MOST_EXECUTORS = 50
MOST_FILES = 20
EARLIEST = date(2000, 1, 1)


@dataclass(frozen=True)
class NewActivity:
    """An action record as it is typed. `at` None means now; nobody in `executor_ids` means the
    recorder, the first is the main one; `next_on` plans the next contact; a `contact_name` that
    the customer does not have yet becomes a new contact."""

    customer_id: int
    subject: str
    type_id: int
    at: datetime | None = None
    description: str = ""
    contact_id: int | None = None
    contact_name: str = ""
    executor_ids: Sequence[int] = ()
    next_on: date | None = None
    next_note: str = ""
    file_ids: Sequence[uuid.UUID | str] = ()
    related_kind: str = ""
    related_id: int = 0
    related_text: str = ""


@dataclass(frozen=True)
class Checked:
    """The same after the checks, with the rows that it names."""

    customer: Customer
    type: Option
    rule: Rule
    at: datetime
    day: date
    contact: Contact | None
    executors: list[Employee]
    is_verified: bool


def tidy(new: NewActivity) -> NewActivity:
    """The same with texts fit to be stored and compared, and every executor once."""
    return replace(
        new,
        subject=" ".join(clean(new.subject).split()),
        description=clean(new.description, multiline=True),
        contact_name=" ".join(clean(new.contact_name).split()),
        next_note=" ".join(clean(new.next_note).split()),
        related_text=" ".join(clean(new.related_text).split()),
        executor_ids=tuple(dict.fromkeys(new.executor_ids)),
    )


def checked(
    *, by: Actor, new: NewActivity, before: Activity | None = None, files_before: int = 0
) -> Checked:
    """Lock the customer and check all of a tidied `new`; raises Invalid with a message per field.

    `before` is the record that is being edited: its retired type, its contact and its executors
    who have left may stay; `files_before` is how many files hang on it.
    """
    faults = Faults()
    if not new.subject:
        faults.add("subject", _("Write the subject: the central idea in one sentence."))
    faults.too_long(
        [
            ("subject", new.subject, SUBJECT_LENGTH),
            ("description", new.description, DESCRIPTION_LENGTH),
            ("contact_name", new.contact_name, CONTACT_LENGTH),
            ("next_note", new.next_note, NOTE_LENGTH),
            ("related_text", new.related_text, RELATED_LENGTH),
        ]
    )
    at = new.at or by.at
    day = _day(faults, by, at)
    if new.next_on and new.next_on < day:
        faults.add("next_on", _("The next contact cannot be before this one."))
    customer = _customer(faults, by, new.customer_id, before)
    option = _type(faults, new.type_id, before)
    rule = rules_of([option])[option.pk] if option else Rule()
    files = len(set(new.file_ids)) + files_before
    if files > MOST_FILES:
        faults.add("file_ids", _("At most %(limit)d files.") % {"limit": MOST_FILES})
    if rule.needs_transcript and not _is_transcript(new.description) and not files:
        faults.add("description", _("Paste the chat here, or add it as a picture or file."))
    contact = _contact(faults, new, before)
    executors = _executors(faults, by, new.executor_ids, before)
    _check_related(faults, by, new)
    if faults.found or customer is None or option is None:
        raise Invalid(faults.found)
    if new.contact_name:
        contact = contacts.named(by=by, customer=customer, name=new.contact_name)
    return Checked(
        customer=customer,
        type=option,
        rule=rule,
        at=at,
        day=day,
        contact=contact,
        executors=executors,
        is_verified=is_proven(
            rule, new.description, files=files, activity_id=before.pk if before else None
        ),
    )


def is_proven(rule: Rule, description: str, *, files: int, activity_id: int | None) -> bool:
    """Whether something shows that it took place: a file, a pasted chat where the type asks for
    one, a witness of a higher app."""
    if files or (activity_id and witnesses.is_witnessed(activity_id)):
        return True
    return rule.needs_transcript and _is_transcript(description)


def _is_transcript(text: str) -> bool:
    return len("".join(text.split())) >= TRANSCRIPT_LENGTH


def _day(faults: Faults, by: Actor, at: datetime) -> date:
    day = day_of(at, by.zone)
    if day > by.today:
        faults.add("date", _("This day lies ahead. Plan it as the next contact or as a task."))
    elif day < EARLIEST:
        faults.add("date", _("This date is too early."))
    return day


def _customer(
    faults: Faults, by: Actor, customer_id: int, before: Activity | None
) -> Customer | None:
    """Two records of one customer at the same moment take turns, or its figures would be wrong.

    Who may change a record may do so although the customer went to somebody else meanwhile.
    """
    is_held = before is not None and before.customer_id == customer_id
    rows = Customer.objects.all() if is_held else Customer.objects.workable_by(by.employee)
    customer = rows.select_for_update(of=("self",)).filter(pk=customer_id).first()
    if customer is None:
        faults.add("customer", _("Choose a customer."))
    return customer


def _type(faults: Faults, type_id: int, before: Activity | None) -> Option | None:
    option = Option.objects.filter(pk=type_id, pick_list=PickList.ACTIVITY_TYPE).first()
    if option is None:
        faults.add("type", _("Choose what it was."))
        return None
    held = before.type_id if before else None
    if option.retired_at is not None and option.pk != held:
        text = _("'%(name)s' is no longer in use. Choose another one.")
        faults.add("type", text % {"name": option})
    return option


def _contact(faults: Faults, new: NewActivity, before: Activity | None) -> Contact | None:
    if new.contact_id is None:
        return None
    contact = Contact.objects.filter(pk=new.contact_id, customer=new.customer_id).first()
    held = before.contact_id if before else None
    if contact is None or (contact.deleted_at is not None and contact.pk != held):
        faults.add("contact", _("Choose a contact of this customer."))
        return None
    return contact


def _executors(
    faults: Faults, by: Actor, ids: Sequence[int], before: Activity | None
) -> list[Employee]:
    wanted = list(ids) or [by.employee.pk]
    if len(wanted) > MOST_EXECUTORS:
        faults.add("executors", _("At most %(limit)d people.") % {"limit": MOST_EXECUTORS})
        return []
    if wanted == [by.employee.pk]:
        return [by.employee]
    held = {row.employee_id for row in before.executor_rows.all()} if before else set()
    known = Employee.objects.active().known_to(by.employee)
    rows = (known | Employee.objects.filter(pk__in=held)).in_bulk(wanted)
    if any(pk not in rows for pk in wanted):
        faults.add(
            "executors",
            _("Somebody among the executors has left or cannot be chosen. Choose again."),
        )
        return []
    return [rows[pk] for pk in wanted]


def _check_related(faults: Faults, by: Actor, new: NewActivity) -> None:
    if new.related_kind and not related.find(by.employee, new.related_kind, new.related_id):
        faults.add("related", _("Choose one of the list."))
