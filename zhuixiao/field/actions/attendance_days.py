"""Writing the results of days: computed anew whenever something of them changes, at once where
somebody decides, within a minute where a phone tells (ADR 33)."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from zhuixiao.accounts.models import Company, Employee
from zhuixiao.kit import bulk
from zhuixiao.kit.periods import day_of
from zhuixiao.ledger.actions import post_many

from ..models import AttendanceDay, AttendanceDue, AttendanceGroup
from ..postings import attendance as postings
from ..queries.attendance_agreed import Agreed
from ..queries.attendance_day import Computed, compute

# Until which day all days were closed, in the company's settings.
CLOSED = "field.attendance_closed"
# A server that slept longer makes up for no more.
MOST_DAYS = 31
_BATCH = 200
# Of punches that came just now, so few that nobody who punches meanwhile waits for long.
_DUE_BATCH = 50


def mark(*, employee_id: int, day: date) -> None:
    """Something of the day came: `catch_up` computes it. Whoever calls this holds the person."""
    row = AttendanceDue(employee_id=employee_id, day=day)
    AttendanceDue.objects.bulk_create([row], ignore_conflicts=True)


def catch_up(now: datetime) -> int:
    """Compute the days of which something came; how many."""
    company = Company.objects.first()
    if company is None:
        return 0
    today = company.today(now)
    due: dict[date, list[int]] = {}
    rows = AttendanceDue.objects.filter(day__lte=today).order_by("day", "employee")
    for day, pk in rows.values_list("day", "employee"):
        due.setdefault(day, []).append(pk)
    for day, ids in due.items():
        for first in range(0, len(ids), _DUE_BATCH):
            refresh(employee_ids=ids[first : first + _DUE_BATCH], days=[day], now=now)
    return sum(map(len, due.values()))


@transaction.atomic
def refresh(*, employee_ids: Collection[int], days: Collection[date], now: datetime) -> None:
    """Compute these days of these people, and post them. Days still to come have no result."""
    company = Company.objects.get()
    today = company.today(now)
    past = sorted({day for day in days if day <= today})
    # Held, so that what comes of one of them meanwhile is in this result or marks the day anew.
    rows = Employee.objects.select_for_update(no_key=True, of=("self",)).with_access()
    people = list(rows.filter(pk__in=set(employee_ids)).order_by("pk"))
    if past and people:
        agreed = Agreed(company.zone, people, past[0], past[-1], now=now)
        # What happens before dawn may belong to the night shift of the day before.
        with_nights = agreed.with_nights(past)
        _write(compute(company, agreed, with_nights), with_nights)
        AttendanceDue.objects.filter(employee__in=people, day__in=past).delete()


def close(now: datetime) -> int:
    """Settle the days that have ended: who never came is absent. Returns how many days."""
    company = Company.objects.first()
    if company is None:
        return 0
    yesterday = company.today(now) - timedelta(days=1)
    held = company.settings.get(CLOSED)
    since = date.fromisoformat(held) + timedelta(days=1) if held else yesterday
    # A shift over midnight was not over when the night settled its day.
    if since <= yesterday and any(
        row.terms.is_over_midnight for row in AttendanceGroup.objects.all()
    ):
        since -= timedelta(days=1)
    since = max(since, yesterday - timedelta(days=MOST_DAYS - 1))
    days = [since + timedelta(days=number) for number in range((yesterday - since).days + 1)]
    for day in days:
        ids = [
            row.pk
            for row in Employee.objects.order_by("pk")
            if row.is_active or (row.left_at and day_of(row.left_at, company.zone) > day)
        ]
        for first in range(0, len(ids), _BATCH):
            refresh(employee_ids=ids[first : first + _BATCH], days=[day], now=now)
        with transaction.atomic():
            row = Company.objects.select_for_update().get()
            row.settings[CLOSED] = day.isoformat()
            row.save(update_fields=["settings"])
    return len(days)


def _write(found: Sequence[Computed], days: Sequence[date]) -> None:
    ids = {one.person.pk for one in found}
    rows = AttendanceDay.objects.filter(employee__in=ids, day__in=days)
    held = {(row.employee_id, row.day): row for row in rows}
    new, changed, gone = [], [], []
    for one in found:
        row = held.get((one.person.pk, one.day))
        values = _values(one)
        if row is None and not one.is_empty:
            new.append(AttendanceDay(employee=one.person, day=one.day, **values))
        elif row is not None and one.is_empty:
            gone.append(row)
        elif row is not None:
            for name, value in values.items():
                # The department of that time stays.
                if name != "department_id":
                    setattr(row, name, value)
            changed.append(row)
    AttendanceDay.objects.bulk_create(new)
    names = [name for name in _values(found[0]) if name not in {"department_id", "group"}]
    bulk.update(changed, [*names, "group_id"])
    items = [(postings.fact(row), postings.of_day(row)) for row in [*new, *changed]]
    post_many(items=[*items, *((postings.fact(row), ()) for row in gone)])
    AttendanceDay.objects.filter(pk__in=[row.pk for row in gone]).delete()


def _values(one: Computed) -> dict[str, Any]:
    found = one.outcome
    return {
        "department_id": one.person.department_id,
        "group": one.group,
        "terms_json": one.terms.as_json(),
        "is_expected": one.is_expected,
        "is_workday": found.is_workday,
        "leave": found.leave,
        "came": found.came,
        "left": found.left,
        "late": found.late,
        "late_minutes": found.late_minutes,
        "early": found.early,
        "early_minutes": found.early_minutes,
        "missed": found.missed,
        "minutes": found.minutes,
        "is_present": found.is_present,
        "is_field": found.is_field,
        "is_absent": found.is_absent,
        "is_over": found.is_over,
    }
