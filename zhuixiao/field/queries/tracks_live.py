"""Where the people of a team were last."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from zhuixiao.accounts.models import Employee

from ..models import Fix, TrackSpell
from ..tracks_choices import WRONG

# How many of the newest positions are looked through for one that is no jump.
_NEWEST = 5


@dataclass(frozen=True)
class Last:
    """A person with the last position since a moment, None where there is none, and whether the
    track is on now."""

    employee: Employee
    fix: Fix | None
    is_on: bool


def last_positions(people: Sequence[Employee], *, since: datetime) -> list[Last]:
    """One row for each person, those with the newest position first."""
    on = set(
        TrackSpell.objects.filter(ended_at=None, employee__in=people).values_list(
            "employee_id", flat=True
        )
    )
    found = [Last(row, _last(row.pk, since), row.pk in on) for row in people]
    return sorted(
        found, key=lambda one: (one.fix is None, -one.fix.at.timestamp() if one.fix else 0)
    )


def _last(employee_id: int, since: datetime) -> Fix | None:
    rows = Fix.objects.filter(employee_id=employee_id, at__gte=since).order_by("-at")
    return next((fix for fix in rows[:_NEWEST] if not fix.marks & WRONG), None)
