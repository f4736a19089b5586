"""Visits that nobody signed out of end with the night."""

from datetime import datetime

from django.utils import translation

from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.choices import Via
from zhuixiao.accounts.models import Company, Employee
from zhuixiao.kit.periods import day_of

from ..models import Visit
from . import visits


def close_unsigned(now: datetime) -> int:
    """Close the open visits of days before today, each in its visitor's name; how many."""
    zone = Company.objects.get().zone
    rows = list(Visit.objects.open().filter(day__lt=day_of(now, zone)).order_by("at", "pk"))
    people = Employee.objects.with_access().in_bulk({row.employee_id for row in rows})
    for row in rows:
        person = people[row.employee_id]
        with translation.override(person.language):
            visits.close(by=Actor(person, now, zone, via=Via.JOB), visit=row)
    return len(rows)
