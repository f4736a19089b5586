"""Whoever looks at somebody's track leaves a trace, which that person sees."""

from collections.abc import Iterable
from datetime import timedelta

from zhuixiao.accounts import audit
from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import AuditEntry, Employee

from ..choices.tracks import LOOK_KIND

# A page that is open and asks again and again is one look.
_ONE_LOOK = timedelta(hours=1)


def note(*, by: Actor, people: Iterable[Employee], what: str) -> None:
    """Write down that `by` looked at these people's tracks; `what` says at which time of them.
    Looking at the own track is nobody's business."""
    note_each(by=by, looks=((row, what) for row in people))


def note_each(*, by: Actor, looks: Iterable[tuple[Employee, str]]) -> None:
    """The same for people of whom different times were seen."""
    others = {(row.pk, what) for row, what in looks if row.pk != by.employee.pk}
    if not others:
        return
    lately = AuditEntry.objects.filter(
        employee=by.employee,
        kind=LOOK_KIND,
        action="look",
        record_id__in={pk for pk, _what in others},
        label__in={what for _pk, what in others},
        at__gt=by.at - _ONE_LOOK,
    )
    known = set(lately.values_list("record_id", "label"))
    audit.write_many(
        audit.entry(by=by, action="look", kind=LOOK_KIND, record_id=pk, label=what)
        for pk, what in sorted(others - known)
    )


def take_along(*, by: Actor, person: Employee, what: str) -> None:
    """Write down that `by` took the person's track of this time along as a file, each time."""
    if person.pk != by.employee.pk:
        audit.write(by=by, action="export", kind=LOOK_KIND, record_id=person.pk, label=what)
