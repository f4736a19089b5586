"""Writing and submitting a report."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from zhuixiao.accounts import audit, conflicts
from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Company, Department, Employee
from zhuixiao.kit.errors import Invalid, NotAllowed, RuleError
from zhuixiao.kit.periods import Period, PeriodKind
from zhuixiao.kit.text.normal import clean
from zhuixiao.ledger.actions import post
from zhuixiao.notices.actions import notify

from .. import postings
from ..choices import ReportKind, ReportState
from ..models import WorkReport
from ..outlines import Outline, outline
from ..parts import Part
from ..queries import figures, linking, readers
from ..queries.duty import Duty

# A notice is kept as it was written: a date that every language reads, no period in words.
_TOLD = {
    ReportKind.DAY: gettext_noop("%(name)s submitted the daily report of %(day)s"),
    ReportKind.WEEK: gettext_noop("%(name)s submitted the report of the week from %(day)s"),
    ReportKind.MONTH: gettext_noop("%(name)s submitted the report of the month from %(day)s"),
}
_LINES = 50
_LENGTH = 1_000


@transaction.atomic
def save(
    *,
    by: Actor,
    kind: ReportKind,
    period: Period,
    summary: Sequence[str],
    plan: Sequence[str] | None,
    problems: Sequence[str] | None = None,
    help_wanted: Sequence[str] | None = None,
    version: int | None = None,
    of: Department | None = None,
) -> WorkReport:
    """Keep the person's words as a draft; a part that is None stays as it is. `version` is the one
    that the person saw, `of` the department that he heads and writes for.

    Raises NotAllowed, Invalid, RuleError for a period that has not begun or a submitted report,
    Conflict when the report was changed in another window.
    """
    _check_writes(by, of)
    report = _own(by, kind, period, of)
    if report.is_submitted:
        raise RuleError(_("This report is submitted. Reopen it to change it."))
    written = {
        Part.SUMMARY: summary,
        Part.PLAN: plan,
        Part.PROBLEMS: problems,
        Part.HELP_WANTED: help_wanted,
    }
    values = conflicts.own_changes(
        kind=postings.REPORT,
        record_id=report.pk,
        values={
            part.value: _lines(part.value, lines)
            for part, lines in written.items()
            if lines is not None
        },
        seen=version,
        now=report.version,
    )
    changes = audit.differences(report, values)
    if not changes:
        return report
    for name, value in values.items():
        setattr(report, name, value)
    lines = [line for _part, lines in report.written for line in lines]
    report.mentions = linking.named(lines, by=by.employee)
    report.version += 1
    report.save(update_fields=[*values, "mentions", "version"])
    audit.write(
        by=by,
        action="edit",
        kind=postings.REPORT,
        record_id=report.pk,
        label=str(report),
        changes=changes,
        version=report.version,
    )
    return report


@transaction.atomic
def submit(*, by: Actor, report: WorkReport) -> WorkReport:
    """Hand the report in: its figures are frozen beside it, its readers are told. A new head of a
    department does it with what the one before him wrote.

    Raises NotAllowed for somebody else's report, Invalid when a required part is empty.
    """
    locked = _locked(by, report)
    if locked.is_submitted:
        return locked
    company, kind = Company.objects.get(), ReportKind(locked.kind)
    wanted = outline(company, role_id=by.employee.role_id, kind=kind)
    _check_written(locked, wanted)
    locked.state = ReportState.SUBMITTED
    locked.submitted_at, locked.submitted_on = by.at, by.today
    duty = Duty(company, kind, [locked.period], now=by.at)
    # Nobody owes that of a department.
    locked.is_late = not locked.of_department and by.at >= duty.deadline(locked.period)
    numbers = figures.of_subject(
        locked.subject, locked.period, reader=by.employee, metrics=wanted.metrics
    )
    locked.snapshot = {row.metric: row.value for row in numbers}
    _save_state(by, locked, "submit")
    author, unit = locked.employee, locked.of_department
    notify(
        to={*readers.managers_of(author, of=unit), *readers.named_for(author, of=unit)},
        kind="reports.submitted",
        text=_TOLD[ReportKind(locked.kind)],
        params={"name": locked.subject.name, "day": locked.start.isoformat()},
        url=f"/reports/{locked.pk}/",
        at=by.at,
        by_id=by.employee.pk,
    )
    _tell_named(by, locked)
    return locked


@transaction.atomic
def reopen(*, by: Actor, report: WorkReport) -> WorkReport:
    """Take a submitted report back to change it; that it happened stays in the log. Raises
    NotAllowed for somebody else's report."""
    locked = _locked(by, report)
    if not locked.is_submitted:
        return locked
    locked.state = ReportState.DRAFT
    locked.reopened_at = by.at
    _save_state(by, locked, "reopen")
    return locked


def _tell_named(by: Actor, report: WorkReport) -> None:
    """Whoever is named in it and may read it."""
    ids = [one["id"] for one in report.mentions if one["kind"] == linking.EMPLOYEE]
    people = Employee.objects.active().with_access().filter(pk__in=ids).exclude(pk=by.employee.pk)
    named = [
        row.pk for row in people if WorkReport.objects.visible_to(row).filter(pk=report.pk).exists()
    ]
    if named:
        notify(
            to=named,
            kind="activities.mention",
            text=gettext_noop("%(name)s mentioned you: %(text)s"),
            params={"name": by.employee.name, "text": str(report)},
            url=f"/reports/{report.pk}/",
            at=by.at,
            by_id=by.employee.pk,
        )


def _check_written(report: WorkReport, wanted: Outline) -> None:
    missing = [part for part in Part if wanted.requires(part) and not getattr(report, part.value)]
    if missing:
        text = _("Write at least one sentence under “%(part)s” before you submit.")
        raise Invalid({part.value: text % {"part": part.label} for part in missing})


def _check_writes(by: Actor, of: Department | None) -> None:
    """Everybody with the right writes his own; of a department its head does."""
    by.employee.access.check("reports", "create" if of is None else "view")
    if of is not None and of.head_id != by.employee.pk:
        raise NotAllowed


def _own(by: Actor, kind: ReportKind, period: Period, of: Department | None) -> WorkReport:
    if Period.of(PeriodKind(kind), period.start) != period:
        raise RuleError(_("Choose a whole day, week or month."))
    if period.start > by.today:
        raise RuleError(_("This period has not begun yet."))
    whose = {"of_department": of} if of else {"of_department": None, "employee": by.employee}
    report, _is_new = WorkReport.objects.select_for_update(of=("self",)).get_or_create(
        kind=kind,
        start=period.start,
        **whose,
        defaults={
            "employee": by.employee,
            "end": period.end,
            "department_id": of.pk if of else by.employee.department_id,
            "created_at": by.at,
        },
    )
    if report.employee_id != by.employee.pk and not report.is_submitted:
        # The draft of a head before.
        report.employee = by.employee
        report.save(update_fields=["employee"])
    return report


def _locked(by: Actor, report: WorkReport) -> WorkReport:
    by.employee.access.check("reports", "view")
    rows = WorkReport.objects.select_related("employee__department", "of_department")
    locked = rows.select_for_update(of=("self",)).get(pk=report.pk)
    if not readers.may_change(locked, by.employee):
        raise NotAllowed
    return locked


def _save_state(by: Actor, report: WorkReport, action: str) -> None:
    # Of a department it may have been the head before him who wrote it.
    report.employee = by.employee
    report.version += 1
    report.save()
    post(fact=postings.fact(report), postings=postings.of_report(report))
    audit.write(
        by=by,
        action=action,
        kind=postings.REPORT,
        record_id=report.pk,
        label=str(report),
        version=report.version,
    )


def _lines(field: str, lines: Sequence[str]) -> list[str]:
    """Sentences without the numbers and blank lines that people type."""
    kept = [text for line in lines if (text := _without_number(clean(str(line))))]
    if len(kept) > _LINES:
        raise Invalid({field: _("At most %(limit)d lines.") % {"limit": _LINES}})
    if any(len(text) > _LENGTH for text in kept):
        raise Invalid({field: _("At most %(limit)d characters in a line.") % {"limit": _LENGTH}})
    return kept


def _without_number(line: str) -> str:
    head, mark, rest = line.partition(".")
    if not mark:
        head, mark, rest = line.partition("、")
    is_number = bool(mark) and head.strip().isdigit() and len(head.strip()) <= 2
    # "3.5 metres" is a sentence, "3. metres" a numbered one.
    return rest.strip() if is_number and not rest[:1].isdigit() else line.strip()
