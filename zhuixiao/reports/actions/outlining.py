"""Saying what reports of a role and kind have to hold."""

from django.db import transaction
from django.utils.translation import gettext as _

from zhuixiao.accounts import audit
from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Company, Role
from zhuixiao.kit.errors import Invalid
from zhuixiao.ledger import catalogue

from .. import outlines
from ..choices import ReportKind
from ..outlines import Outline
from ..parts import Need, Part

KIND = "report_outline"


@transaction.atomic
def save(*, by: Actor, role: Role, kind: ReportKind, new: Outline | None) -> None:
    """It holds from now on, also for the drafts that lie there; None goes back to the usual one.
    Raises NotAllowed, Invalid."""
    by.employee.access.check("reports", "manage")
    if new is not None:
        _check(new)
    company = Company.objects.select_for_update().get()
    before = outlines.outline(company, role_id=role.pk, kind=kind)
    held = dict(company.settings.get(outlines.SETTING, {}))
    if new is None:
        held.pop(outlines.place(role.pk, kind), None)
    else:
        held[outlines.place(role.pk, kind)] = new.as_json()
    company.settings[outlines.SETTING] = held
    company.save(update_fields=["settings"])
    then, now = before.as_json(), (new or outlines.USUAL).as_json()
    changes = {name: (then[name], now[name]) for name in now if then[name] != now[name]}
    if changes:
        audit.write(
            by=by,
            action="edit",
            kind=KIND,
            record_id=role.pk,
            label=f"{role.name} · {kind.label}",
            changes=changes,
        )


def _check(new: Outline) -> None:
    errors: dict[str, object] = {}
    known = {row.key for row in catalogue.metrics()}
    if new.needs[Part.SUMMARY] != Need.REQUIRED:
        errors[Part.SUMMARY.value] = _("A report always has a summary.")
    if not set(new.metrics) <= known or len(set(new.metrics)) != len(new.metrics):
        errors["metrics"] = _("This choice is not known.")
    if len(new.metrics) > outlines.MOST_METRICS:
        errors["metrics"] = _("Choose at most %(n)d figures.") % {"n": outlines.MOST_METRICS}
    if errors:
        raise Invalid(errors)
