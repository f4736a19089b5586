"""Which messages are due: about which days, from which instant on."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from zhuixiao.accounts.models import Company
from zhuixiao.accounts.queries.calendar import Calendar, calendar
from zhuixiao.kit.periods import Period, PeriodKind

from ..models import Delivery, Subscription

# Further back lies no workday that today could follow.
_BACK = timedelta(days=62)


@dataclass(frozen=True)
class Due:
    subscription: Subscription
    covers: Period


def due(company: Company, now: datetime) -> Iterator[Due]:
    """What has to be sent now and was not begun yet.

    Messages go out on workdays. A day's covers the last workday and the days off since: on Monday
    that is Friday to Sunday. A week's and a month's go out on the first workday after it. What
    could not be sent on its day, as the server stood still, is left out.
    """
    today = company.today(now)
    days = calendar(company, today - _BACK, today)
    if not days.is_workday(today):
        return
    covered = {kind: period for kind in PeriodKind if (period := covers(kind, today, days))}
    rows = Subscription.objects.running().filter(period__in=[kind.value for kind in covered])
    ends = {period.end for period in covered.values()}
    begun = set(Delivery.objects.filter(end__in=ends).values_list("subscription_id", "end"))
    for row in rows.select_related("employee", "robot").order_by("pk"):
        period = covered[row.kind]
        moment = datetime.combine(today, row.at, company.zone)
        if row.since <= moment <= now and (row.pk, period.end) not in begun:
            yield Due(row, period)


def covers(kind: PeriodKind, today: date, days: Calendar) -> Period | None:
    """The days that a message of this workday is about; None if none goes out today."""
    before = today - timedelta(days=1)
    while not days.is_workday(before) and today - before < _BACK:
        before -= timedelta(days=1)
    since = Period(before, today - timedelta(days=1))
    if kind == PeriodKind.DAY:
        return since
    last = Period.of(kind, today).previous()
    # Of the days since the last workday, one began this week or month: today is its first workday.
    return last if before <= last.end else None


def last_covered(kind: PeriodKind, company: Company, now: datetime) -> Period:
    """The days that the newest message of this kind is about, were it due now."""
    today = company.today(now)
    days = calendar(company, today - _BACK, today)
    if kind != PeriodKind.DAY:
        return Period.of(kind, today).previous()
    return covers(kind, today, days) or Period(today, today)


def next_moment(row: Subscription, company: Company, now: datetime) -> datetime:
    """When the next message of a subscription goes out."""
    today = company.today(now)
    days = calendar(company, today - _BACK, today + _BACK)
    day = today if time_left(row.at, company, today, now) else today + timedelta(days=1)
    while not (days.is_workday(day) and covers(row.kind, day, days)):
        day += timedelta(days=1)
    return datetime.combine(day, row.at, company.zone)


def time_left(at: time, company: Company, today: date, now: datetime) -> bool:
    """Whether the time of day still lies ahead."""
    return now < datetime.combine(today, at, company.zone)
