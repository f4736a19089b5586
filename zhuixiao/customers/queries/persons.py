"""What the program holds about one person, and what an erasure would take."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Model, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts import labels
from zhuixiao.accounts.models import Employee
from zhuixiao.accounts.queries import naming
from zhuixiao.files.models import StoredFile
from zhuixiao.kit.records import by_kind

from ..models import Contact, Customer, CustomerPhone
from ..numbers import numbers_in
from ..persons import GONE, Marks, Person, Reach, Words, all_words
from . import consents, merges

_PART = 500
CONTACT_FIELDS = ("name", "title", "phone", "wechat", "email", "note")
CUSTOMER_FIELDS = ("name", "phone", "email", "website", "address", "credit_code", "note")


@dataclass(frozen=True)
class Preview:
    """What goes and what stays: labels of filled fields, numbers of texts by kind of record, files
    that go and files in which the person may stand, customers with the same number. `at_company`:
    the company itself has the number or mail address among its own. `merged` customers went into
    this one and go with it; what they hold is counted with the rest."""

    fields: Sequence[object]
    texts: Sequence[tuple[str | Promise, int]]
    consents: int
    history: int
    files: Sequence[StoredFile]
    files_left: Sequence[StoredFile]
    same_number: Sequence[Customer]
    at_company: bool
    merged: int


def rows_of(words: Words, person: Person) -> "QuerySet[Model]":
    """The rows in which the person stands, with what their facts name."""
    return _rows(words).filter(words.of(person)).order_by("pk")


def rows_with(
    words: Words, person: Person, marks: Marks, *, everywhere: bool = True
) -> Iterator[tuple[Model, dict[str, Any]]]:
    """Rows whose words name the person, with the words as they are after that, by column.

    Around the customer all of them are read; `everywhere` also those that hold its numbers.
    """
    rows = _rows_around(words, person)
    own = set(rows_of(words, person).values_list("pk", flat=True)) if words.whole else set()
    yield from _cleaned(words, rows, marks, own)
    if everywhere and marks.strong:
        texts = {f"{name}_text": Cast(name, TextField()) for name in words.data}
        held = _rows(words).annotate(**texts)
        held = held.filter(marks.stand_in([*words.texts, *texts])).exclude(pk__in=rows.values("pk"))
        yield from _cleaned(words, held, marks)


def records_of(person: Person) -> list[tuple[str, int]]:
    """What hangs on a customer that is one person, for audit log and files; of a contact, itself
    and the records in which it stands."""
    found = [("contact", row.pk) for row in person.contacts]
    if person.contact is None:
        found.append(("customer", person.customer.pk))
    for words in all_words():
        if words.record:
            found += [words.record(row) for row in rows_of(words, person)]
    return list(dict.fromkeys(found))


def files_of(person: Person) -> list[StoredFile]:
    """Files of those records."""
    files = [
        file
        for kind, ids in by_kind(records_of(person))
        for file in StoredFile.objects.filter(kind=kind, record_id__in=ids)
    ]
    return sorted(files, key=lambda file: file.created_at)


def log_of(
    person: Person,
    marks: Marks,
    named: Iterable[tuple[str, int]],
    *,
    reach: Reach = Reach.EVERYWHERE,
) -> set[int]:
    """Ids of the rows of the audit log that an erasure hides: all about the person's own records;
    about those of its customer, those `named` (whose words name it) and, EVERYWHERE, any others
    only the rows that name it."""
    own = records_of(person) if person.contact is None else [("contact", person.contact.pk)]
    if reach == Reach.OWN:
        return naming.rows_about(own=own, names=marks.are_in)
    around = [
        words.record(row)
        for words in all_words()
        if words.record
        for row in _rows_around(words, person)
    ]
    is_looked_for = reach == Reach.EVERYWHERE and marks.strong
    return naming.rows_about(
        own=own,
        around=[*around, *named],
        holding=marks.stand_in([naming.LABEL, naming.CHANGES]) if is_looked_for else None,
        names=marks.are_in,
    )


def preview(person: Person, *, reader: Employee) -> Preview:
    """What an erasure would take and leave, as far as the reader sees it."""
    marks = person.marks
    merged = [] if person.contact else merges.merged_into(person.customer.pk)
    taken = _Taken()
    for one in (person, *map(Person, merged)):
        taken.add(one)
    files = sorted(taken.files.values(), key=lambda file: file.created_at)
    gone = [person.customer.pk, *(row.pk for row in merged)]
    elsewhere = CustomerPhone.objects.filter(number__in=marks.numbers)
    same = Customer.objects.visible_to(reader).filter(pk__in=elsewhere.values("customer"))
    return Preview(
        fields=_filled(person),
        texts=[
            (words.label, len(taken.texts[words.key]))
            for words in all_words()
            if taken.texts[words.key]
        ],
        consents=taken.consents,
        history=len(taken.history),
        files=[] if person.contact else files,
        files_left=files if person.contact else [],
        same_number=list(same.exclude(pk__in=gone).order_by("pk")[:20]),
        at_company=person.contact is not None
        and bool(
            numbers_in(person.customer.phone) & marks.numbers
            or person.customer.email in marks.strong
        ),
        merged=len(merged),
    )


class _Taken:
    """What erasures take, each row once: by kind the ids of rows whose words name somebody, ids of
    the audit log, files by id."""

    def __init__(self) -> None:
        self.texts: dict[str, set[int]] = defaultdict(set)
        self.history: set[int] = set()
        self.files: dict[UUID, StoredFile] = {}
        self.consents = 0

    def add(self, person: Person) -> None:
        named = []
        for words in all_words():
            rows = [row for row, _values in rows_with(words, person, person.marks)]
            self.texts[words.key] |= {row.pk for row in rows}
            named += [words.record(row) for row in rows] if words.record else []
        self.history |= log_of(person, person.marks, named)
        self.files |= {file.pk: file for file in files_of(person)}
        self.consents += consents.of_person(person).count()


def _filled(person: Person) -> list[object]:
    """Labels of the person's own fields that hold something."""
    record = person.record
    names = CONTACT_FIELDS if person.contact else CUSTOMER_FIELDS
    found: list[object] = [
        labels.kind(person.kind).fields[name] for name in names if getattr(record, name)
    ]
    if isinstance(record, Contact) and record.birthday_month:
        found.append(_("Birthday"))
    if isinstance(record, Customer) and record.extra:
        found.append(_("Own fields"))
    if isinstance(record, Customer) and person.contacts:
        found.append(_("Contacts"))
    return found


def _rows(words: Words) -> "QuerySet[Any]":
    """All rows, with the records that their facts name."""
    fields = (words.model._meta.get_field(name) for name in words.facts)
    related = [field.name for field in fields if field.is_relation]
    rows: QuerySet[Any] = QuerySet(words.model)
    return rows.select_related(*related) if related else rows


def _rows_around(words: Words, person: Person) -> "QuerySet[Any]":
    """Everything of the customer, and the rows in which the person stands."""
    return _rows(words).filter(words.around(person.customer.pk) | words.of(person))


def _cleaned(
    words: Words, rows: "QuerySet[Any]", marks: Marks, own: Collection[int] = ()
) -> Iterator[tuple[Model, dict[str, Any]]]:
    for row in rows.order_by("pk").iterator(chunk_size=_PART):
        values = {name: getattr(row, name) for name in (*words.texts, *words.data)}
        clean = {name: marks.without(value) for name, value in values.items()}
        if row.pk in own:
            clean |= {name: GONE for name in words.whole if values[name]}
        changed = {name: value for name, value in clean.items() if value != values[name]}
        if changed:
            yield row, changed
