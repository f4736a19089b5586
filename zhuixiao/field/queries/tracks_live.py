"""Where the people of a team were last."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, OuterRef, Subquery

from zhuixiao.accounts.models import Employee

from ..choices.tracks import WRONG
from ..models import Fix, TrackSpell


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
    newest = _newest(people, since)
    found = [Last(row, newest.get(row.pk), row.pk in on) for row in people]
    return sorted(
        found, key=lambda one: (one.fix is None, -one.fix.at.timestamp() if one.fix else 0)
    )


def _newest(people: Sequence[Employee], since: datetime) -> dict[int, Fix]:
    """The newest position of each that is no jump: the index gives it for every person."""
    right = Fix.objects.annotate(wrong=F("marks").bitand(int(WRONG))).filter(wrong=0, at__gte=since)
    of_one = right.filter(employee_id=OuterRef("pk")).order_by("-at").values("pk")[:1]
    ids = Employee.objects.filter(pk__in=[row.pk for row in people]).values_list(Subquery(of_one))
    # The instant spares PostgreSQL the tables of other months.
    fixes = Fix.objects.filter(pk__in=[pk for (pk,) in ids if pk], at__gte=since)
    return {fix.employee_id: fix for fix in fixes}
