"""Signing in and out."""

from datetime import timedelta
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from zhuixiao.accounts import audit
from zhuixiao.accounts.audit import Actor
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.periods import day_of
from zhuixiao.kit.text.normal import clean

from ..attendance.terms import DOUBT
from ..choices.attendance import Standing
from ..models import AttendanceGroup, AttendancePlace, Punch
from ..models.captured import moment
from ..phone.captures import Capture
from ..queries.attendance_agreed import Agreed
from ..queries.attendance_groups import places_of
from . import attendance_days
from .once import made_before

KIND = "punch"
REASON_LENGTH = 200
# An older punch cannot be told from an invented one; a correction has somebody who agrees.
OLDEST = timedelta(days=31)


class Where(NamedTuple):
    """What follows of a position: how it stands, the nearest place, metres to it."""

    standing: Standing
    nearest: AttendancePlace | None = None
    distance: int | None = None


@transaction.atomic
def punch(*, by: Actor, capture: Capture, is_in: bool, reason: str = "") -> Punch:
    """Sign in or out; the same capture again gives the same punch. Raises NotAllowed, RuleError
    (too old; no reason for a punch outside, where the group asks for one)."""
    by.employee.access.check("attendance", "create")
    if held := made_before(Punch, by, capture):
        return held
    if capture.at < by.at - OLDEST:
        raise RuleError(_("This punch is more than a month old. Ask for a correction instead."))
    person, today = by.employee, day_of(capture.at, by.zone)
    agreed = Agreed(by.zone, [person], today, today, now=by.at)
    group = agreed.belonging.of(person)
    where = standing(group, capture)
    is_outside = where.standing in {Standing.OUTSIDE, Standing.NOWHERE}
    told = clean(reason)[:REASON_LENGTH]
    if is_outside and group and group.terms.needs_note and not told:
        raise RuleError(_without_reason(where), field="reason", code="reason_needed")
    day = agreed.day_of(person, capture.at)
    row: Punch = Punch.objects.create(
        employee=person,
        department_id=person.department_id,
        day=day,
        is_in=is_in,
        standing=where.standing,
        nearest=where.nearest,
        distance=where.distance,
        reason=told,
        **moment(capture),
    )
    attendance_days.mark(employee_id=person.pk, day=day)
    audit.write(
        by=by,
        action="punch",
        kind=KIND,
        record_id=row.pk,
        label=person.name,
        changes={
            "is_in": (None, is_in),
            "at": (None, capture.at),
            "standing": (None, where.standing),
        },
    )
    return row


def standing(group: AttendanceGroup | None, capture: Capture) -> Where:
    """How a capture stands to the places of a group. A position that a program made says
    nothing."""
    places = places_of(group)
    if not places:
        return Where(Standing.FREE)
    here = capture.place
    if here is None or capture.is_mock:
        return Where(Standing.NOWHERE)
    far, nearest = min(
        ((here.metres_to(one.position), one) for one in places),
        key=lambda pair: pair[0] - pair[1].radius,
    )
    doubt = min(capture.accuracy or 0, DOUBT)
    is_inside = far - doubt <= nearest.radius
    return Where(Standing.INSIDE if is_inside else Standing.OUTSIDE, nearest, round(far))


def _without_reason(where: Where) -> str:
    if where.nearest is None:
        return _("There is no position. Say where you are and what for.")
    text = _("You are %(metres)d m from %(place)s. Say what you do here.")
    return text % {"metres": where.distance or 0, "place": where.nearest.name}
