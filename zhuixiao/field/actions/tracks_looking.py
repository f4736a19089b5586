"""Whoever looks at somebody's track leaves a trace, which that person sees."""

from collections.abc import Iterable
from datetime import timedelta

from zhuixiao.accounts import audit
from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import AuditEntry, Employee

from ..tracks_choices import LOOK_KIND

# A page that is open and asks again and again is one look.
_ONE_LOOK = timedelta(hours=1)


def note(*, by: Actor, people: Iterable[Employee], what: str, action: str = "look") -> None:
    """Write down that `by` looked at these people's tracks; `what` says at which time of them.
    Looking at the own track is nobody's business."""
    others = {row.pk: row for row in people if row.pk != by.employee.pk}
    if not others:
        return
    lately = AuditEntry.objects.filter(
        employee=by.employee, kind=LOOK_KIND, action=action, record_id__in=list(others), label=what,
        at__gt=by.at - _ONE_LOOK,
    )  # fmt: skip
    known = set(lately.values_list("record_id", flat=True)) if action == "look" else set()
    audit.write_many(
        audit.entry(by=by, action=action, kind=LOOK_KIND, record_id=pk, label=what)
        for pk in others
        if pk not in known
    )
