"""Reports on the phone: what it keeps of the own ones, and what it sends."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Annotated, Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, Field

from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Company, Employee
from zhuixiao.field.phone import outbox
from zhuixiao.field.phone import state as phone_state
from zhuixiao.field.phone.captures import Capture
from zhuixiao.field.phone.kinds import read
from zhuixiao.files.actions import Upload
from zhuixiao.kit.periods import Period, PeriodKind
from zhuixiao.kit.typed import Id

from .actions import writing
from .choices import ReportKind
from .models import WorkReport
from .outlines import Outline, outline
from .parts import OFFERS, Part
from .queries import drafting, facts, figures, starting
from .queries.duty import Duty
from .queries.starting import Start

KIND = "report.draft"
_KINDS = (ReportKind.DAY, ReportKind.WEEK)
# Longer than any holiday or leave after which a daily report is still written.
_FAR = 15
# The version of a report that nobody has written anything into.
_UNWRITTEN = 1
_Lines = Annotated[list[Annotated[str, Field(max_length=5_000)]], Field(max_length=200)]


class _Draft(BaseModel):
    kind: ReportKind
    start: Annotated[date, Field(ge=date(2000, 1, 1), lt=date(2100, 1, 1))]
    summary: _Lines
    plan: _Lines | None = None
    problems: _Lines | None = None
    help_wanted: _Lines | None = None
    version: Id | None = None
    submit: bool = False


def register() -> None:
    """Called once, in AppConfig.ready()."""
    outbox.register(outbox.ItemKind(KIND, _("Report"), "reports", "create", take))
    phone_state.register("reports", own)


def own(person: Employee, now: datetime) -> list[dict[str, Any]] | None:
    """The own daily report of today, that of the workday before while it is owed, and the weekly
    one of this week: [{kind, title, label, start, is_submitted, version, seen, url,
    parts: [{key, label, is_required, lines, offer, offers: [{heading, lines}]}]}]; None for whoever
    writes none.

    `lines` are those of the draft, or what a report of the desk begins with; `offers` are
    sentences to tick. `seen` is the version that is sent with them, also when there is no draft.
    """
    if not person.access.may("reports", "create"):
        return None
    company = Company.objects.get()
    day = company.today(now)
    before = _workday_before(person, company, day, now)
    wanted = [(ReportKind.DAY, Period(day, day))]
    wanted += [(ReportKind.DAY, before)] if before else []
    wanted.append((ReportKind.WEEK, Period.of(PeriodKind.WEEK, day)))
    rows = WorkReport.objects.filter(employee=person, of_department=None).filter(
        kind__in=_KINDS, start__in=[period.start for _kind, period in wanted]
    )
    held = {(row.kind, row.start): row for row in rows}
    if before and (last := held.get((ReportKind.DAY, before.start))) and last.is_submitted:
        wanted.remove((ReportKind.DAY, before))
    asks = {kind: outline(company, role_id=person.role_id, kind=kind) for kind in _KINDS}
    open_ones = [
        (kind, period)
        for kind, period in wanted
        if not ((row := held.get((kind, period.start))) and row.is_submitted)
    ]
    starts = _starts(person, open_ones, asks, day)
    return [
        _told(
            asks[kind],
            kind,
            period,
            held.get((kind, period.start)),
            start=starts.get((kind, period)),
        )
        for kind, period in wanted
    ]


def take(values: Mapping[str, Any], capture: Capture, files: Sequence[Upload], by: Actor) -> str:
    """Keep the words of a report, and hand it in where the person did so.

    It counts as handed in when it arrives: then its figures are frozen.
    """
    given = read(_Draft, values)
    report = writing.save(
        by=by,
        kind=given.kind,
        period=Period.of(PeriodKind(given.kind), given.start),
        summary=given.summary,
        plan=given.plan,
        problems=given.problems,
        help_wanted=given.help_wanted,
        version=given.version,
    )
    if given.submit:
        report = writing.submit(by=by, report=report)
    return _address(given.kind, report.period, report)


def _workday_before(person: Employee, company: Company, day: date, now: datetime) -> Period | None:
    """The last day before this one of which the person has to report."""
    days = [day - timedelta(days=back) for back in range(1, _FAR)]
    periods = [Period(one, one) for one in days]
    duty = Duty(company, ReportKind.DAY, periods, now=now)
    return next((one for one in periods if duty.is_wanted(person, one)), None)


def _starts(
    person: Employee,
    wanted: Sequence[tuple[ReportKind, Period]],
    asks: Mapping[ReportKind, Outline],
    today: date,
) -> dict[tuple[ReportKind, Period], Start]:
    """What each of the reports begins with; the facts of all are read together."""
    if not wanted:
        return {}
    periods = [period for _kind, period in wanted]
    happened = facts.for_words(person, periods, today=today)
    metrics = sorted({key for one in asks.values() for key in one.metrics} & drafting.METRICS)
    sums = figures.for_words(person, periods, metrics=metrics)
    return {
        (kind, period): starting.start(
            person,
            kind,
            period,
            facts=happened[period],
            figures=[one for one in sums[period] if one.metric in asks[kind].metrics],
        )
        for kind, period in wanted
    }


def _told(
    wanted: Outline,
    kind: ReportKind,
    period: Period,
    row: WorkReport | None,
    *,
    start: Start | None,
) -> dict[str, Any]:
    return {
        "kind": kind.value,
        "title": str(kind.label),
        "label": period.label(),
        "start": period.start.isoformat(),
        "is_submitted": bool(row and row.is_submitted),
        "version": row.version if row else None,
        "seen": row.version if row else _UNWRITTEN,
        "url": _address(kind, period, row),
        "parts": [
            {
                "key": part.value,
                "label": str(part.label),
                "is_required": wanted.requires(part),
                "lines": _lines(part, row, start),
                "offer": str(OFFERS[part]),
                "offers": [
                    {"heading": str(one.heading), "lines": list(one.lines)}
                    for one in (start.offered(part) if start else ())
                ],
            }
            for part in Part
            if wanted.asks(part)
        ],
    }


def _lines(part: Part, row: WorkReport | None, start: Start | None) -> list[str]:
    if row:
        return list(getattr(row, part.value))
    return list(start.begun(part)) if start else []


def _address(kind: ReportKind, period: Period, row: WorkReport | None) -> str:
    """The page where it is read, or goes on being written."""
    if row and row.is_submitted:
        return reverse("reports:read", args=[row.pk])
    return f"{reverse('reports:mine')}?kind={kind.value}&day={period.start.isoformat()}"
