"""A customer's timeline: its entries of the ledger with what each fact shows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby

from django.db.models import Q

from zhuixiao.accounts.models import Company, Employee
from zhuixiao.catalog.choices import PickList
from zhuixiao.catalog.models import Option
from zhuixiao.files.models import StoredFile
from zhuixiao.ledger import facts
from zhuixiao.ledger import queries as ledger
from zhuixiao.ledger.facts import FactKind
from zhuixiao.ledger.models import Entry
from zhuixiao.ledger.queries import Line

from .. import postings
from ..models import Activity, Comment
from . import rights
from .types import Rule, rules_of

PAGE = 20
_TONES = {"customer": "green", "stage_change": "amber", postings.TASK: "teal"}


@dataclass(frozen=True)
class Filter:
    """A chip above the timeline: one type of activity and how many there are."""

    option: Option
    count: int
    is_chosen: bool


@dataclass
class Row:
    """One fact, ready to be drawn by its own template.

    `number` is the contact number of a contact (第几次交往), 0 for everything else.
    """

    fact: object
    kind: FactKind
    at: datetime
    day: date
    icon: str = "point"
    tone: str = "grey"
    number: int = 0
    comments: Sequence[Comment] = ()
    files: Sequence[StoredFile] = ()
    may_edit: bool = False
    may_delete: bool = False
    entry: Entry | None = None

    @property
    def url(self) -> str:
        """Where the fact opens."""
        return self.kind.url(self.fact)


@dataclass(frozen=True)
class Timeline:
    """The rows by day, newest first; `after` is where the next page begins, "" at the end."""

    days: Sequence[tuple[date, Sequence[Row]]]
    after: str
    filters: Sequence[Filter] = field(default_factory=tuple)


def timeline(
    customer_id: int,
    *,
    reader: Employee,
    company: Company,
    now: datetime,
    type_id: int | None = None,
    after: str = "",
    limit: int = PAGE,
) -> Timeline:
    """What happened with a customer that the reader sees. Raises Invalid for a broken mark."""
    options = [type_id] if type_id else []
    page = ledger.timeline(
        customer_id, visible_to=reader, options=options, after=after, limit=limit
    )
    found = ledger.load_facts(page.entries, visible_to=reader)
    rows = [_row(line) for line in found]
    dress(rows, reader=reader, now=now, company=company)
    days = [(day, list(same)) for day, same in groupby(rows, key=lambda row: row.day)]
    return Timeline(days, page.after, _filters(customer_id, type_id, reader))


def row_of(activity: Activity, *, reader: Employee, company: Company, now: datetime) -> Row:
    """One action record, ready to be drawn."""
    return rows_of([activity], reader=reader, company=company, now=now)[0]


def rows_of(
    activities: Sequence[Activity], *, reader: Employee, company: Company, now: datetime
) -> list[Row]:
    """Action records, ready to be drawn."""
    kind = facts.get(postings.ACTIVITY)
    rows = [Row(row, kind, row.at, row.day) for row in activities]
    dress(rows, reader=reader, now=now, company=company)
    return rows


def dress(rows: Iterable[Row], *, reader: Employee, now: datetime, company: Company) -> None:
    """Add to rows of action records what hangs on them, in one query per kind of thing."""
    of = {row.fact.pk: row for row in rows if isinstance(row.fact, Activity)}
    activities = [row.fact for row in of.values() if isinstance(row.fact, Activity)]
    if not activities:
        return
    rules = rules_of({row.type_id: row.type for row in activities}.values())
    numbers = contact_numbers(activities)
    comments = by_record(Comment.objects.of_records(postings.ACTIVITY, of))
    files = by_record(
        StoredFile.objects.filter(kind=postings.ACTIVITY, record_id__in=of).order_by("created_at")
    )
    days = rights.edit_days(company)
    for activity in activities:
        row = of[activity.pk]
        rule: Rule = rules[activity.type_id]
        row.icon, row.tone = rule.icon, activity.type.colour
        row.number = numbers.get(activity.pk, 0)
        row.comments = comments.get(activity.pk, ())
        row.files = files.get(activity.pk, ())
        row.may_edit = rights.may_change(reader, activity, action="edit", now=now, days=days)
        row.may_delete = rights.may_change(reader, activity, action="delete", now=now, days=days)


def contact_numbers(activities: Sequence[Activity]) -> dict[int, int]:
    """The running number of each contact among all contacts of its customer, from the first."""
    contacts = [row for row in activities if row.is_contact]
    numbers: dict[int, int] = {}
    customers = {row.customer_id for row in contacts}
    oldest = {
        pk: min((row.at, row.pk) for row in contacts if row.customer_id == pk) for pk in customers
    }
    later = Q(pk__in=[])
    for pk, (at, activity_id) in oldest.items():
        later |= Q(customer=pk) & (Q(at__gt=at) | Q(at=at, pk__gte=activity_id))
    shown: dict[int, list[int]] = {}
    rows = Activity.objects.filter(later, is_contact=True, deleted_at=None)
    for pk, customer_id in rows.order_by("at", "pk").values_list("pk", "customer_id"):
        shown.setdefault(customer_id, []).append(pk)
    totals = {row.customer_id: row.customer.contact_count for row in contacts}
    for customer_id, ids in shown.items():
        first = totals[customer_id] - len(ids) + 1
        numbers |= {pk: first + place for place, pk in enumerate(ids)}
    return numbers


def by_record(rows: Iterable[Comment | StoredFile]) -> dict[int, list]:  # type: ignore[type-arg]
    """Rows that hang on records, by the record's id."""
    found: dict[int, list[Comment | StoredFile]] = {}
    for row in rows:
        found.setdefault(row.record_id, []).append(row)
    return found


def _row(line: Line) -> Row:
    tone = _TONES.get(line.kind.key, "grey")
    return Row(
        line.fact, line.kind, line.entry.at, line.day, line.kind.icon, tone, entry=line.entry
    )


def _filters(customer_id: int, chosen: int | None, reader: Employee) -> list[Filter]:
    counts: Mapping[int, int] = ledger.timeline_counts(customer_id, visible_to=reader)
    options = Option.objects.of(PickList.ACTIVITY_TYPE).filter(pk__in=counts)
    return [Filter(row, counts[row.pk], row.pk == chosen) for row in options]
