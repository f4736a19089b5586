"""Reports on the phone: what it keeps of the own ones, and what it sends."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Annotated, Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, Field

from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Company, Employee
from zhuixiao.field import outbox, phone_state
from zhuixiao.field.captures import Capture
from zhuixiao.field.phone_kinds import read
from zhuixiao.files.actions import Upload
from zhuixiao.kit.periods import Period, PeriodKind
from zhuixiao.kit.typed import Id

from .actions import writing
from .choices import ReportKind
from .models import WorkReport
from .outlines import outline
from .parts import Part

KIND = "report.draft"
_KINDS = (ReportKind.DAY, ReportKind.WEEK)
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
    """The own daily report of today and weekly one of this week: [{kind, title, label, start,
    is_submitted, version, url, parts: [{key, label, is_required, lines}]}]; None for whoever
    writes none."""
    if not person.access.may("reports", "create"):
        return None
    company = Company.objects.get()
    day = company.today(now)
    periods = {kind: Period.of(PeriodKind(kind), day) for kind in _KINDS}
    held = {
        row.kind: row
        for row in WorkReport.objects.filter(employee=person, of_department=None).filter(
            kind__in=_KINDS, start__in=[one.start for one in periods.values()]
        )
        if row.start == periods[ReportKind(row.kind)].start
    }
    return [
        _told(person, company, kind, period, held.get(kind)) for kind, period in periods.items()
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


def _told(
    person: Employee,
    company: Company,
    kind: ReportKind,
    period: Period,
    row: WorkReport | None,
) -> dict[str, Any]:
    wanted = outline(company, role_id=person.role_id, kind=kind)
    parts = [part for part in Part if wanted.asks(part)]
    return {
        "kind": kind.value,
        "title": str(kind.label),
        "label": period.label(),
        "start": period.start.isoformat(),
        "is_submitted": bool(row and row.is_submitted),
        "version": row.version if row else None,
        "url": _address(kind, period, row),
        "parts": [
            {
                "key": part.value,
                "label": str(part.label),
                "is_required": wanted.requires(part),
                "lines": list(getattr(row, part.value)) if row else [],
            }
            for part in parts
        ],
    }


def _address(kind: ReportKind, period: Period, row: WorkReport | None) -> str:
    """The page where it is read, or goes on being written."""
    if row and row.is_submitted:
        return reverse("reports:read", args=[row.pk])
    return f"{reverse('reports:mine')}?kind={kind.value}&day={period.start.isoformat()}"
