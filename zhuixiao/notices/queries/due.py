"""Which messages are due: about which days, from which instant on."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

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
    # No more is read of each than decides it: there may be thousands.
    ends = {period.end for period in covered.values()}
    begun = set(Delivery.objects.filter(end__in=ends).values_list("subscription_id", "end"))
    for row in rows.order_by("pk"):
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
    # The last one with a workday, once it is over: a week of holidays is told of by nobody.
    last = Period.of(kind, before)
    return last if last.end < today else None


def last_covered(kind: PeriodKind, company: Company, now: datetime) -> Period:
    """The days that the newest message of this kind is about, were it due now."""
    day = company.today(now)
    days = calendar(company, day - 2 * _BACK, day)
    while not (found := covers(kind, day, days)):
        day -= timedelta(days=1)
    return found


class Coming:
    """When the next messages go out; the calendar is read once for all of them."""

    def __init__(self, company: Company, now: datetime) -> None:
        self._zone, self._now, self._today = company.zone, now, company.today(now)
        self._days = calendar(company, self._today - _BACK, self._today + _BACK)

    def of(self, row: Subscription) -> datetime:
        """The first instant after now at which a message of the subscription is due."""
        moment = datetime.combine(self._today, row.at, self._zone)
        while moment <= self._now or not self._goes_out(row.kind, moment.date()):
            moment += timedelta(days=1)
        return moment

    def _goes_out(self, kind: PeriodKind, day: date) -> bool:
        return self._days.is_workday(day) and covers(kind, day, self._days) is not None
