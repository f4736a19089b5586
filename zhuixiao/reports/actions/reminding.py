"""Reminding those who have not submitted shortly before it is too late."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_noop

from zhuixiao.accounts.models import Company, Employee
from zhuixiao.kit.periods import Period, PeriodKind
from zhuixiao.notices.actions import notify
from zhuixiao.notices.models import Notice

from .. import rules
from ..choices import ReportKind, ReportState
from ..models import WorkReport
from ..queries.duty import Duty

NOTICE = "reports.reminder"
_TOLD = {
    ReportKind.DAY: gettext_noop("Your daily report of %(day)s is not submitted yet"),
    ReportKind.WEEK: gettext_noop("Your report of the week from %(day)s is not submitted yet"),
    ReportKind.MONTH: gettext_noop("Your report of the month from %(day)s is not submitted yet"),
}
# A deadline lies at most so many periods behind: workdays, and a holiday between.
_BACK = {ReportKind.DAY: 25, ReportKind.WEEK: 4, ReportKind.MONTH: 1}


@transaction.atomic
def remind(now: datetime) -> int:
    """Tell everybody whose report is still on time but not for long, each once a period; returns
    how many were told."""
    company = Company.objects.get()
    held, today = rules.rules(company), company.today(now)
    told = 0
    for kind in ReportKind:
        hours = held.of(kind).remind_hours
        if not hours or not held.of(kind).is_wanted:
            continue
        periods = [Period.of(PeriodKind(kind), today)]
        for _number in range(_BACK[kind]):
            periods.append(periods[-1].previous())
        duty = Duty(company, kind, periods, now=now)
        for period in periods:
            if now < duty.deadline(period) <= now + timedelta(hours=hours):
                told += _tell(kind, period, duty, now)
    return told


def _tell(kind: ReportKind, period: Period, duty: Duty, now: datetime) -> int:
    url = f"/reports/mine/?kind={kind.value}&day={period.start.isoformat()}"
    done = WorkReport.objects.of_period(kind, period).filter(state=ReportState.SUBMITTED)
    known = Notice.objects.filter(kind=NOTICE, url=url)
    people = (
        Employee.objects.active()
        .with_access()
        .exclude(pk__in=done.values("employee"))
        .exclude(pk__in=known.values("employee"))
    )
    late = [
        row.pk
        for row in people
        if row.access.may("reports", "create") and duty.is_wanted(row, period)
    ]
    return notify(
        to=late,
        kind=NOTICE,
        text=_TOLD[kind],
        params={"day": period.start.isoformat()},
        at=now,
        url=url,
    )
