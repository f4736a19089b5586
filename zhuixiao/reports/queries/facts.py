"""The facts of a report, line by line: what was done, planned, missed."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar

from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.models import Employee
from zhuixiao.activities.choices import FollowUpState
from zhuixiao.activities.models import Activity, FollowUp, Task
from zhuixiao.customers.models import Customer
from zhuixiao.field.models import Photo, Visit
from zhuixiao.kit.periods import Period
from zhuixiao.ledger.catalogue import Dimension
from zhuixiao.ledger.queries import Line, entries, load_facts


@dataclass(frozen=True)
class Moment:
    """A fact of the day at its hour: `word` says what it is, `name` and `url` of whom, and `text`
    with `text_url` what exactly."""

    at: datetime
    word: object
    name: str
    url: str
    text: str = ""
    text_url: str = ""


Row = TypeVar("Row")
# A day, week or month of one person stays far below this; the figure's own link shows the rest.
MOST = 200


@dataclass
class DayFacts:
    """Everything that stands under the figures of a report."""

    by_type: list[tuple[str, list[Activity]]] = field(default_factory=list)
    joined: list[Activity] = field(default_factory=list)
    added: list[Customer] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)
    photos: list[Photo] = field(default_factory=list)
    tasks_done: list[Task] = field(default_factory=list)
    plans_kept: list[FollowUp] = field(default_factory=list)
    plans_missed: list[FollowUp] = field(default_factory=list)
    plans_due: list[FollowUp] = field(default_factory=list)
    tasks_overdue: list[Task] = field(default_factory=list)

    @property
    def moments(self) -> list[Moment]:
        """What was recorded, done and added, in the order of time."""
        found = [_of_activity(row) for _type, rows in self.by_type for row in rows]
        found += [_of_activity(row) for row in self.joined]
        found += [_of_visit(row) for row in self.visits]
        found += [
            Moment(row.created_at, _("Customer added"), row.name, f"/customers/{row.pk}/")
            for row in self.added
        ]
        found += [
            Moment(row.done_at, _("Task done"), row.title, f"/tasks/{row.pk}/")
            for row in self.tasks_done
            if row.done_at
        ]
        return sorted(found, key=lambda one: one.at)

    @property
    def is_empty(self) -> bool:
        done = (self.by_type, self.joined, self.added, self.tasks_done, self.plans_kept)
        return not any((*done, self.visits, self.photos))


def _of_activity(row: Activity) -> Moment:
    url, text_url = f"/customers/{row.customer_id}/", f"/activities/{row.pk}/"
    return Moment(row.at, row.type.name, row.customer.name, url, row.subject, text_url)


def _of_visit(row: Visit) -> Moment:
    url, text_url = f"/customers/{row.customer_id}/", f"/field/visits/{row.pk}/"
    return Moment(row.at, _("Signed in"), row.customer.name, url, row.type.name, text_url)


def for_words(
    person: Employee, periods: Sequence[Period], *, today: date
) -> dict[Period, DayFacts]:
    """The own facts that sentences are made of, of periods near each other: read once for all."""
    found = {period: DayFacts() for period in periods}
    span = Period(min(one.start for one in periods), max(one.end for one in periods))
    most = MOST * len(periods)

    def share(metric: str, kind: type[Row]) -> Iterator[tuple[DayFacts, list[Row]]]:
        lines = _opened(metric, person, span, person, most)
        for period, facts in found.items():
            yield facts, _of_kind([one for one in lines if _is_in(one.day, period)], kind)[:MOST]

    if person.access.may("activities", "view"):
        for facts, done in share("activities.done", Activity):
            facts.by_type = _grouped(done)
        for facts, tasks in share("tasks.done", Task):
            facts.tasks_done = tasks
        plans = _planned(person, span, person, most)
        for period, facts in found.items():
            _sort_plans(facts, [row for row in plans if _is_in(row.on, period)][:MOST], today)
    if person.access.may("customers", "view"):
        for facts, added in share("customers.added", Customer):
            facts.added = added
    return found


def of_person(person: Employee, period: Period, *, reader: Employee, today: date) -> DayFacts:
    """The facts of a person and period that the reader may see, newest first."""
    facts = DayFacts()
    if reader.access.may("activities", "view"):
        facts.by_type = _grouped(_loaded("activities.done", person, period, reader, Activity))
        facts.joined = _loaded("activities.joined", person, period, reader, Activity)
        facts.tasks_done = _loaded("tasks.done", person, period, reader, Task)
        _plans(facts, person, period, reader, today)
    if reader.access.may("customers", "view"):
        facts.added = _loaded("customers.added", person, period, reader, Customer)
    if reader.access.may("visits", "view"):
        facts.visits = _loaded("visits.done", person, period, reader, Visit)
        facts.photos = _loaded("photos.alone", person, period, reader, Photo)
    return facts


def _loaded(
    metric: str, person: Employee, period: Period, reader: Employee, kind: type[Row]
) -> list[Row]:
    """The facts behind one figure of the person."""
    return _of_kind(_opened(metric, person, period, reader, MOST), kind)


def _opened(
    metric: str, person: Employee, period: Period, reader: Employee, limit: int
) -> list[Line]:
    page = entries(
        metric,
        period=period,
        where={Dimension.EMPLOYEE: [person.pk]},
        visible_to=reader,
        limit=limit,
    )
    return load_facts(page.entries, visible_to=reader)


def _of_kind(lines: Sequence[Line], kind: type[Row]) -> list[Row]:
    return [line.fact for line in lines if isinstance(line.fact, kind)]


def _grouped(done: Sequence[Activity]) -> list[tuple[str, list[Activity]]]:
    """By their types, the most frequent first."""
    grouped: dict[str, list[Activity]] = defaultdict(list)
    for row in done:
        grouped[row.type.name].append(row)
    return sorted(grouped.items(), key=lambda item: -len(item[1]))


def _is_in(day: date, period: Period) -> bool:
    return period.start <= day <= period.end


def _plans(
    facts: DayFacts, person: Employee, period: Period, reader: Employee, today: date
) -> None:
    """Planned contacts of the period: kept, or missed once their day is over; overdue tasks."""
    _sort_plans(facts, _planned(person, period, reader, MOST), today)
    overdue = Task.objects.visible_to(reader).open().of(person).filter(due_on__lte=period.end)
    facts.tasks_overdue = list(overdue.select_related("customer").order_by("due_on", "pk")[:MOST])


def _planned(person: Employee, period: Period, reader: Employee, limit: int) -> list[FollowUp]:
    planned = FollowUp.objects.visible_to(reader).filter(
        employee=person, on__range=(period.start, period.end)
    )
    return list(planned.select_related("customer").order_by("on", "pk")[:limit])


def _sort_plans(facts: DayFacts, rows: Sequence[FollowUp], today: date) -> None:
    facts.plans_kept = [row for row in rows if row.is_kept]
    others = [row for row in rows if not row.is_kept and row.state != FollowUpState.CANCELLED]
    # A plan is missed once its day is over; done later it was still missed on its day.
    facts.plans_missed = [row for row in others if row.on < today or row.done_on is not None]
    facts.plans_due = [row for row in others if row.on >= today and row.done_on is None]
