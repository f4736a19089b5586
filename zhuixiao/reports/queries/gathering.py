"""What a report starts from: the words of the shorter ones within it, and the plan before it."""

from collections.abc import Sequence
from datetime import timedelta

from zhuixiao.accounts.models import Employee
from zhuixiao.kit.periods import Period

from ..choices import ReportKind
from ..models import WorkReport

SHORTER = {ReportKind.WEEK: ReportKind.DAY, ReportKind.MONTH: ReportKind.WEEK}
# ISO 8601 counts a week to the month and year of its Thursday: so each is gathered once.
_TO_THURSDAY = timedelta(days=3)


def shorter(person: Employee, kind: ReportKind, period: Period) -> list[WorkReport]:
    """The person's dailies of a week, or the weeklies of a month, in the order of time; drafts as
    well, for these are the own words."""
    below = SHORTER.get(kind)
    if below is None:
        return []
    back = _TO_THURSDAY if below == ReportKind.WEEK else timedelta()
    rows = WorkReport.objects.filter(
        employee=person, kind=below, start__range=(period.start - back, period.end - back)
    )
    return list(rows.order_by("start"))


def before(person: Employee, kind: ReportKind, period: Period) -> WorkReport | None:
    """The person's last report of the kind before the period, whose plan was for it."""
    rows = WorkReport.objects.filter(employee=person, kind=kind, start__lt=period.start)
    return rows.order_by("-start").first()


def told(parts: Sequence[WorkReport]) -> list[str]:
    """All sentences of the summaries, each once, in the order of time."""
    return list(dict.fromkeys(line for part in parts for line in part.summary))


def planned(parts: Sequence[WorkReport]) -> list[str]:
    """What the last of them still plans."""
    return list(parts[-1].plan) if parts else []
