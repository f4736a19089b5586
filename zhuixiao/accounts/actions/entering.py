"""Log-ins, and ending them from afar."""

from django.db import transaction

from zhuixiao.kit.errors import NotAllowed

from .. import audit
from ..audit import Actor
from ..models import Employee, Session
from .ranks import check_may_manage


def note_entry(*, by: Actor, device: str) -> None:
    """A person logged in; the security log wants to know."""
    _write(by, "log_in", by.employee, {"device": ("", device)})


def end_session(*, by: Actor, session: Session) -> None:
    """Log one device out: an own one, or another person's by somebody who manages people."""
    owner = session.employee
    if owner is None:
        raise NotAllowed
    if owner != by.employee:
        check_may_manage(by, owner)
    with transaction.atomic():
        session.delete()
        _write(by, "end_session", owner, {"device": (session.device, "")})


def end_sessions(*, by: Actor, employee: Employee, keep: str = "") -> int:
    """Log a person out everywhere, but for the session with the key `keep`; returns how many."""
    if employee != by.employee:
        check_may_manage(by, employee)
    with transaction.atomic():
        sessions = employee.sessions.exclude(session_key=keep)
        count = sessions.count()
        sessions.delete()
        _write(by, "end_sessions", employee, {"sessions": (count, 0)})
    return count


def _write(by: Actor, action: str, employee: Employee, changes: audit.Changes) -> None:
    audit.write(
        by=by,
        action=action,
        kind="employee",
        record_id=employee.pk,
        label=employee.name,
        changes=changes,
    )
