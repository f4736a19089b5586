"""Reports of the demo company, for days, weeks and months: words, comments, some missing."""

from datetime import date, datetime, time, timedelta
from random import Random

from zhuixiao.accounts.actions import calendar as calendar_actions
from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Company, Employee
from zhuixiao.accounts.queries.calendar import calendar
from zhuixiao.activities.models import Comment
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.periods import Period, PeriodKind
from zhuixiao.reports import postings
from zhuixiao.reports.actions import judging, writing
from zhuixiao.reports.choices import ReportKind
from zhuixiao.reports.models import WorkReport

from . import words

DAYS, WEEKS, MONTHS = 10, 8, 3
_MISSING, _COMMENTED = 0.12, 0.3


def build(by: Actor, *, seed: int) -> None:
    """The calendar with its holidays, and what the sellers wrote by it."""
    rng = Random(seed)
    for year in (by.today.year - 1, by.today.year):
        _fill(by, year)
    first = by.today - timedelta(days=DAYS)
    workdays = calendar(Company.objects.get(), first, by.today).workdays(
        Period(first, by.today - timedelta(days=1))
    )
    for person in Employee.objects.active().with_access().order_by("pk"):
        if not person.access.may("reports", "create") or person.role.key != "sales":
            continue
        for day in workdays:
            _write(by, person, ReportKind.DAY, day, rng)
        for kind, number in ((ReportKind.WEEK, WEEKS), (ReportKind.MONTH, MONTHS)):
            period = Period.of(PeriodKind(kind), by.today)
            for _number in range(number):
                period = period.previous()
                _write(by, person, kind, period.end, rng)


def _fill(by: Actor, year: int) -> None:
    try:
        calendar_actions.fill(by=by, year=year)
    except RuleError:
        # Of a year to come nobody knows the holidays yet.
        return


def _write(by: Actor, person: Employee, kind: ReportKind, last: date, rng: Random) -> None:
    """On the evening of the last day of the period; some forgot."""
    if rng.random() < _MISSING:
        return
    evening = datetime.combine(last, time(18, rng.randint(0, 50)), by.zone)
    own = Actor(person, evening, by.zone, by.via)
    report = writing.save(
        by=own,
        kind=kind,
        period=Period.of(PeriodKind(kind), last),
        summary=rng.sample(words.SUMMARIES, rng.randint(1, 3)),
        plan=rng.sample(words.PLANS, rng.randint(1, 2)),
    )
    writing.submit(by=own, report=report)
    if rng.random() < _COMMENTED:
        _comment(by, report, evening + timedelta(hours=1), rng)


def _comment(by: Actor, report: WorkReport, at: datetime, rng: Random) -> None:
    judging.mark_read(by=Actor(by.employee, at, by.zone, by.via), report=report)
    Comment.objects.create(
        kind=postings.REPORT,
        record_id=report.pk,
        employee=by.employee,
        text=rng.choice(words.COMMENTS),
        at=at,
    )
