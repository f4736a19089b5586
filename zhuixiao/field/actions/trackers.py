"""A person's devices: each gets an address with a secret, shown once."""

from django.db import transaction
from django.utils.translation import gettext as _

from zhuixiao.accounts import audit, tokens
from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Employee
from zhuixiao.kit.errors import RuleError

from ..choices.tracks import APPS, TrackerKind
from ..models import Tracker

KIND = "tracker"
# A person has one phone, perhaps two.
MOST = 10
_LONGEST_NAME = 60


@transaction.atomic
def add(*, by: Actor, name: str, kind: TrackerKind) -> tuple[Tracker, str]:
    """A new device of the person and its secret, which is never shown again. Raises RuleError."""
    by.employee.access.check("tracks", "create")
    name = name.strip() or str(TrackerKind(kind).label)
    if kind not in APPS:
        raise RuleError(_("Choose one of the apps."), field="kind")
    if len(name) > _LONGEST_NAME:
        raise RuleError(_("A name has at most 60 characters."), field="name")
    Employee.objects.select_for_update().get(pk=by.employee.pk)
    if Tracker.objects.own(by.employee).in_use().exclude(token_hash=None).count() >= MOST:
        raise RuleError(_("You have ten devices. Remove one that you do not use any more."))
    secret, kept = tokens.fresh()
    tracker = Tracker.objects.create(
        employee=by.employee, name=name, kind=kind, token_hash=kept, created_at=by.at
    )
    audit.write(by=by, action="create", kind=KIND, record_id=tracker.pk, label=name)
    return tracker, secret


@transaction.atomic
def switch_off(*, by: Actor, tracker: Tracker) -> None:
    """Its address answers nobody any more; its positions stay."""
    if tracker.employee_id != by.employee.pk:
        raise RuleError(_("Only its owner can remove a device."))
    if Tracker.objects.filter(pk=tracker.pk, off_at=None).update(off_at=by.at):
        audit.write(by=by, action="remove", kind=KIND, record_id=tracker.pk, label=tracker.name)


def of_kind(*, by: Actor, kind: TrackerKind) -> Tracker:
    """The person's device of a kind that has no address: the web page, or files. It shows up with
    its first position, which is written in the same transaction."""
    tracker, _is_new = Tracker.objects.get_or_create(
        employee=by.employee,
        kind=kind,
        token_hash=None,
        defaults={"name": str(TrackerKind(kind).label), "created_at": by.at},
    )
    return tracker
