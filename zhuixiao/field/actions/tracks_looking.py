"""Whoever looks at somebody's track leaves a trace, which that person sees."""

from collections.abc import Iterable
from datetime import timedelta

from zhuixiao.accounts import audit
from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import AuditEntry, Employee

from ..tracks_choices import LOOK_KIND

# A page that is open and asks again and again is one look.
_ONE_LOOK = timedelta(hours=1)


def note(*, by: Actor, people: Iterable[Employee], what: str) -> None:
    """Write down that `by` looked at these people's tracks; `what` says at which time of them.
    Looking at the own track is nobody's business."""
    others = {row.pk for row in people} - {by.employee.pk}
    if not others:
        return
    lately = AuditEntry.objects.filter(
        employee=by.employee,
        kind=LOOK_KIND,
        action="look",
        record_id__in=others,
        label=what,
        at__gt=by.at - _ONE_LOOK,
    )
    known = set(lately.values_list("record_id", flat=True))
    audit.write_many(
        audit.entry(by=by, action="look", kind=LOOK_KIND, record_id=pk, label=what)
        for pk in sorted(others - known)
    )


def take_along(*, by: Actor, person: Employee, what: str) -> None:
    """Write down that `by` took the person's track of this time along as a file, each time."""
    if person.pk != by.employee.pk:
        audit.write(by=by, action="export", kind=LOOK_KIND, record_id=person.pk, label=what)
