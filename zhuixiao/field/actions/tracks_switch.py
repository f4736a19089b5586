"""The person's own switch: nothing is kept without consent, nor while it is off."""

from django.db import transaction
from django.utils.translation import gettext as _

from zhuixiao.accounts import audit
from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Employee
from zhuixiao.kit.errors import RuleError

from ..models import TrackConsent, TrackSpell
from ..tracks.consent import VERSION

KIND = "track_switch"


@transaction.atomic
def turn_on(*, by: Actor, agrees: bool) -> None:
    """Keep the person's positions from now on. Raises RuleError without consent to the text that
    holds now; turning on what is on changes nothing."""
    by.employee.access.check("tracks", "create")
    _lock(by)
    valid = TrackConsent.objects.filter(employee=by.employee, withdrawn_at=None)
    if not valid.filter(version=VERSION).exists():
        if not agrees:
            raise RuleError(
                _("Read the text and agree to it before you turn the track on."), field="agrees"
            )
        valid.update(withdrawn_at=by.at)
        TrackConsent.objects.create(employee=by.employee, version=VERSION, agreed_at=by.at)
        _write(by, "agree", {"version": (None, VERSION)})
    if not TrackSpell.objects.filter(employee=by.employee, ended_at=None).exists():
        TrackSpell.objects.create(employee=by.employee, started_at=by.at)
        _write(by, "turn_on")


@transaction.atomic
def turn_off(*, by: Actor) -> None:
    """Keep nothing from now on; what was kept stays for as long as the company's setting says."""
    _lock(by)
    _end(by)


@transaction.atomic
def withdraw(*, by: Actor) -> None:
    """Take the consent back, which turns the track off too."""
    _lock(by)
    _end(by)
    valid = TrackConsent.objects.filter(employee=by.employee, withdrawn_at=None)
    if valid.update(withdrawn_at=by.at):
        _write(by, "withdraw")


def _lock(by: Actor) -> None:
    """Two taps at once are one after the other."""
    Employee.objects.select_for_update().get(pk=by.employee.pk)


def _end(by: Actor) -> None:
    open_ones = TrackSpell.objects.filter(employee=by.employee, ended_at=None)
    if open_ones.update(ended_at=by.at):
        _write(by, "turn_off")


def _write(by: Actor, action: str, changes: dict[str, tuple[object, object]] | None = None) -> None:
    audit.write(
        by=by,
        action=action,
        kind=KIND,
        record_id=by.employee.pk,
        label=by.employee.name,
        changes=changes,
    )
