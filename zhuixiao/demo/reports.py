"""Reports of the demo company, for the days, weeks and months of eighteen months: some late, some
missing, many read, some liked and commented on."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from django.db import transaction
from django.db.models import Q

from zhuixiao.accounts import audit
from zhuixiao.accounts.actions import calendar as calendar_actions
from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Company, Employee
from zhuixiao.accounts.queries.calendar import calendar
from zhuixiao.activities.models import Comment
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.periods import Period, PeriodKind
from zhuixiao.ledger.actions import post_many
from zhuixiao.reports import postings
from zhuixiao.reports.actions import writing
from zhuixiao.reports.choices import ReportKind, ReportState
from zhuixiao.reports.models import ReportLike, ReportRead, WorkReport
from zhuixiao.reports.queries import readers
from zhuixiao.reports.queries.duty import Duty

from . import told, words
from .agents import DEALERS

DAYS, MONTHS = 548, 18
# The last ones are written as people write them, so that their heads are told.
_RECENT = timedelta(days=10)
_MISSING, _LATE = 0.08, 0.06
_READ, _LIKED, _COMMENTED, _ANSWERED = 0.85, 0.1, 0.12, 0.4
_BATCH = 500


@dataclass(frozen=True)
class Draft:
    """A report that somebody is about to write, and the moment at which it is handed in."""

    kind: ReportKind
    period: Period
    at: datetime
    summary: list[str]
    plan: list[str]
    numbers: dict[str, int]
    is_late: bool


@transaction.atomic
def build(by: Actor, *, seed: int) -> None:
    """The calendar with its holidays, and what the sellers wrote by it; last of all, when everything
    has happened that it tells of."""
    rng = Random(f"reports {seed}")
    first = by.today - timedelta(days=DAYS)
    for year in range(first.year, by.today.year + 1):
        _fill(by, year)
    evenings = _Evenings(by, first)
    numbers = told.Numbers(Period(first.replace(day=1), by.today), by.employee)
    sells = Q(role__key="sales") | Q(role__name=DEALERS)
    for person in Employee.objects.active().with_access().filter(sells).order_by("pk"):
        drafts = list(_drafts(person, evenings, numbers, rng))
        since = by.at - _RECENT
        old = _write([row for row in drafts if row.at < since], person, by)
        new = [_hand_in(row, person, by) for row in drafts if row.at >= since]
        _judge([*old, *new], person, by, rng)


def _fill(by: Actor, year: int) -> None:
    try:
        calendar_actions.fill(by=by, year=year)
    except RuleError:
        # Of some years nobody knows the holidays.
        return


class _Evenings:
    """When the reports of the periods are handed in, and until when they should be."""

    def __init__(self, by: Actor, first: date) -> None:
        self.by, self.first = by, first
        company = Company.objects.get()
        self._days = calendar(company, first.replace(day=1) - timedelta(days=31), by.today)
        whole = [Period(first - timedelta(days=31), by.today)]
        self._duty = {kind: Duty(company, kind, whole, now=by.at) for kind in ReportKind}

    def periods(self, kind: ReportKind) -> Iterator[Period]:
        """Those that are over and had a workday, the first first."""
        found: list[Period] = []
        unit = Period.of(PeriodKind(kind), self.by.today).previous()
        while unit.start >= self.first and len(found) < (MONTHS if kind == "month" else DAYS):
            found.append(unit)
            unit = unit.previous()
        return (one for one in reversed(found) if self._days.workdays(one))

    def at(self, kind: ReportKind, period: Period, rng: Random) -> tuple[datetime, bool]:
        """On the last evening at work, or the morning after the deadline."""
        if rng.random() < _LATE:
            deadline = self._duty[kind].deadline(period)
            return deadline + timedelta(hours=9, minutes=rng.randint(0, 90)), True
        last = self._days.workdays(period)[-1]
        return datetime.combine(last, time(18, rng.randint(0, 50)), self.by.zone), False

    def ahead(self, kind: ReportKind, period: Period) -> Period:
        """What a report of the period plans: the next workday, week or month."""
        if kind == ReportKind.DAY:
            following = self._days.next_workday(period.end)
            return Period(following, following)
        return Period.of(PeriodKind(kind), period.end + timedelta(days=1))


def _drafts(
    person: Employee, evenings: _Evenings, numbers: told.Numbers, rng: Random
) -> Iterator[Draft]:
    """In the order of time, by kind; some are forgotten, and what would be handed in later than now
    is not there yet."""
    memory = told.Memory(person, evenings.first - timedelta(days=31))
    for kind in ReportKind:
        for period in evenings.periods(kind):
            at, is_late = evenings.at(kind, period, rng)
            if rng.random() < _MISSING or at > evenings.by.at:
                continue
            values = numbers.of(person, PeriodKind(kind), period)
            ahead = memory.ahead(evenings.ahead(kind, period), at)
            yield Draft(
                kind,
                period,
                at,
                told.summary(memory.facts(period), values, rng, is_daily=kind == ReportKind.DAY),
                told.plan(ahead, rng),
                values,
                is_late,
            )


def _write(drafts: list[Draft], person: Employee, by: Actor) -> list[WorkReport]:
    """As submitting leaves them, many at once."""
    rows = [
        WorkReport(
            employee=person,
            department_id=person.department_id,
            kind=row.kind,
            start=row.period.start,
            end=row.period.end,
            summary=row.summary,
            plan=row.plan,
            state=ReportState.SUBMITTED,
            submitted_at=row.at,
            submitted_on=row.at.astimezone(by.zone).date(),
            is_late=row.is_late,
            snapshot=row.numbers,
            created_at=row.at - timedelta(minutes=12),
            version=3,
        )
        for row in drafts
    ]
    made: list[WorkReport] = WorkReport.objects.bulk_create(rows, batch_size=_BATCH)
    post_many(items=[(postings.fact(row), postings.of_report(row)) for row in made], fresh=True)
    audit.write_many(
        audit.entry(
            by=Actor(person, row.submitted_at or by.at, by.zone, by.via),
            action="submit",
            kind=postings.REPORT,
            record_id=row.pk,
            label=str(row),
            version=row.version,
        )
        for row in made
    )
    return made


def _hand_in(draft: Draft, person: Employee, by: Actor) -> WorkReport:
    own = Actor(person, draft.at, by.zone, by.via)
    report = writing.save(
        by=own, kind=draft.kind, period=draft.period, summary=draft.summary, plan=draft.plan
    )
    return writing.submit(by=own, report=report)


def _judge(reports: list[WorkReport], person: Employee, by: Actor, rng: Random) -> None:
    """The heads above read most of them, like some and say something of a few; what came in since
    yesterday waits for them."""
    heads = readers.managers_of(person) or [by.employee.pk]
    reads: list[ReportRead] = []
    likes: list[ReportLike] = []
    comments: list[Comment] = []
    for report in reports:
        seen = (report.submitted_at or by.at) + timedelta(hours=rng.randint(1, 15), minutes=7)
        if seen > by.at or rng.random() >= _READ:
            continue
        head = rng.choice(heads)
        reads.append(ReportRead(report=report, employee_id=head, at=seen))
        if rng.random() < _LIKED:
            likes.append(ReportLike(report=report, employee_id=head, at=seen))
        if rng.random() < _COMMENTED:
            comments.append(_comment(report, head, rng.choice(words.COMMENTS), seen))
            answered = seen + timedelta(minutes=rng.randint(5, 50))
            if rng.random() < _ANSWERED and answered <= by.at:
                text = rng.choice(words.ANSWERS)
                comments.append(_comment(report, person.pk, text, answered))
    ReportRead.objects.bulk_create(reads, batch_size=_BATCH)
    ReportLike.objects.bulk_create(likes, batch_size=_BATCH)
    Comment.objects.bulk_create(comments, batch_size=_BATCH)


def _comment(report: WorkReport, employee_id: int, text: str, at: datetime) -> Comment:
    return Comment(
        kind=postings.REPORT, record_id=report.pk, employee_id=employee_id, text=text, at=at
    )
