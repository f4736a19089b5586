"""Summing up the day of a person, and telling the ledger."""

from datetime import date, datetime, timedelta

from django.db import transaction

from zhuixiao.accounts.models import Company, Employee
from zhuixiao.kit import bulk
from zhuixiao.kit.periods import Period
from zhuixiao.ledger import actions as ledger

from ..models import Fix, TrackDay
from ..postings import tracks as tracks_postings
from ..queries import tracks, tracks_met
from ..tracks.preferences import preferences
from . import fixes_months

# Of one round of the job.
_MOST = 2_000
_ROUND = 10_000


def sum_up_stale() -> int:
    """Sum up the days to which positions came; how many these were."""
    stale = TrackDay.objects.filter(is_stale=True).order_by("pk").values_list("pk", flat=True)
    pks = list(stale[:_MOST])
    for pk in pks:
        sum_up(pk)
    return len(pks)


@transaction.atomic
def sum_up(pk: int) -> None:
    """Mark the day's positions, measure its way, and post it. The row is locked first: positions
    that come meanwhile make it stale again."""
    day = TrackDay.objects.select_for_update().select_related("employee").get(pk=pk)
    company = Company.objects.get()
    held = preferences(company)
    start, end = Period(day.day, day.day).instants(company.zone)
    employee = Employee.objects.with_access().get(pk=day.employee_id)
    met = tracks_met.met([employee], start, end, reader=employee).of.get(employee.pk)
    found = tracks.track(employee, start, end, reader=employee, held=held, met=met)
    _remember(found)
    day.metres = round(found.way.length)
    day.fixes, day.wrong = len(found.fixes), found.wrong
    day.gaps, day.stops = len(found.way.gaps), len(found.stops)
    day.customer_minutes = found.customer_minutes
    day.first_at = found.fixes[0].at if found.fixes else None
    day.last_at = found.fixes[-1].at if found.fixes else None
    day.is_stale = False
    day.save()
    ledger.post(fact=tracks_postings.fact(day), postings=tracks_postings.of_day(day))


def sum_up_again(*, employee_id: int, day: date) -> None:
    """What a stop of this day was for is known better now: a visit came or ended."""
    rows = TrackDay.objects.filter(employee_id=employee_id, day=day, is_stale=False)
    rows.update(is_stale=True)


def delete_old(*, now: datetime) -> int:
    """Delete positions that are older than the company keeps them; the sums of their days stay.
    On PostgreSQL whole months are dropped; of the month in which the limit lies only rows go."""
    company = Company.objects.get()
    day = company.today(now) - timedelta(days=preferences(company).keep_days)
    # Whole days: what is left of one would be summed up as all of it.
    first, _end = Period(day, day).instants(company.zone)
    old = Fix.objects.filter(at__lt=first).order_by("at")
    deleted = fixes_months.drop_before(first)
    while pks := list(old.values_list("pk", flat=True)[:_ROUND]):
        deleted += Fix.objects.filter(pk__in=pks).delete()[0]
    return deleted


def _remember(found: tracks.Track) -> None:
    """Write the marks that show only beside the neighbours."""
    changed = [
        Fix(pk=fix.id, marks=marks)
        for fix, marks in zip(found.fixes, found.marks, strict=True)
        if fix.marks != marks
    ]
    bulk.update(changed, ["marks"])
