"""Setting which positions are kept, for how long, and what counts as a stop."""

from datetime import time

from django.db import transaction
from django.utils.translation import gettext as _

from zhuixiao.accounts import audit
from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Company
from zhuixiao.kit.errors import Invalid

from ..choices.tracks import Kept
from ..tracks.preferences import SETTING, Preferences, preferences

KIND = "track_settings"
BOUNDS = {"keep_days": (7, 1_095), "stop_metres": (20, 1_000), "stop_minutes": (2, 120)}


@transaction.atomic
def save(*, by: Actor, new: Preferences) -> None:
    """These hold from now on. Raises NotAllowed, Invalid."""
    by.employee.access.check("tracks", "manage")
    _check(new)
    company = Company.objects.select_for_update().get()
    before, after = preferences(company).as_json(), new.as_json()
    changes = {key: (before[key], after[key]) for key in after if before[key] != after[key]}
    if not changes:
        return
    company.settings[SETTING] = after
    company.save(update_fields=["settings"])
    audit.write(by=by, action="edit", kind=KIND, changes=changes)


def _check(new: Preferences) -> None:
    errors: dict[str, object] = {}
    if new.kept not in Kept.values:
        errors["kept"] = _("Choose one of the answers.")
    if time.fromisoformat(new.starts) >= time.fromisoformat(new.ends):
        errors["ends"] = _("Work ends after it begins.")
    for name, (low, high) in BOUNDS.items():
        if not low <= getattr(new, name) <= high:
            text = _("This is a number from %(low)d to %(high)d.")
            errors[name] = text % {"low": low, "high": high}
    if errors:
        raise Invalid(errors)
