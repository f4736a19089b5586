"""Reports for tests: written, and handed in, in one call."""

from collections.abc import Sequence
from datetime import date, datetime

from tests.world import NOW, actor
from zhuixiao.accounts.models import Department, Employee
from zhuixiao.kit.periods import Period, PeriodKind
from zhuixiao.reports.actions import writing
from zhuixiao.reports.choices import ReportKind
from zhuixiao.reports.models import WorkReport

MONDAY = date(2026, 3, 2)


def draft(
    person: Employee,
    summary: str = "谈成迪宏",
    *,
    kind: ReportKind = ReportKind.DAY,
    day: date = MONDAY,
    at: datetime = NOW,
    **parts: Sequence[str],
) -> WorkReport:
    """The person's report of a period as a draft."""
    return writing.save(
        by=actor(person, at=at),
        kind=kind,
        period=Period.of(PeriodKind(kind), day),
        summary=[summary],
        plan=parts.get("plan", []),
        problems=parts.get("problems"),
        help_wanted=parts.get("help_wanted"),
    )


def handed_in(person: Employee, summary: str = "谈成迪宏", **more: object) -> WorkReport:
    """The same, submitted at once."""
    row = draft(person, summary, **more)  # type: ignore[arg-type]
    at = more.get("at", NOW)
    assert isinstance(at, datetime)
    return writing.submit(by=actor(person, at=at), report=row)


def of_department(unit: Department, head: Employee, *, at: datetime = NOW) -> WorkReport:
    """The daily report of a department by its head as a draft."""
    unit.refresh_from_db()
    return writing.save(
        by=actor(head, at=at),
        kind=ReportKind.DAY,
        period=Period(MONDAY, MONDAY),
        summary=["整体不错"],
        plan=[],
        of=unit,
    )
