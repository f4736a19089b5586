"""Setting how orders are numbered, taxed and told of, and which months are closed."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from zhuixiao.accounts import audit
from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Company
from zhuixiao.kit.errors import Invalid, RuleError

from .. import closing
from ..preferences import SETTING, Preferences, preferences
from . import numbering

KIND = "order_settings"
MOST_DAYS = 366
_LONGEST_PREFIX = 10


@transaction.atomic
def save(*, by: Actor, new: Preferences) -> None:
    """Take these from now on; numbers that were given stay. Raises NotAllowed, Invalid."""
    by.employee.access.check("orders", "manage")
    _check(new)
    company = Company.objects.select_for_update().get()
    before, after = preferences(company).as_json(), new.as_json()
    changes = {key: (before[key], after[key]) for key in after if before[key] != after[key]}
    if not changes:
        return
    company.settings[SETTING] = after
    company.save(update_fields=["settings"])
    audit.write(by=by, action="edit", kind=KIND, changes=changes)


@transaction.atomic
def close(*, by: Actor, until: date | None) -> None:
    """Close everything up to a day, or open it again. Raises NotAllowed, RuleError."""
    by.employee.access.check("payments", "manage")
    if until is not None and until > by.today:
        raise RuleError(_("Only days that are over can be closed."), field="until")
    company = Company.objects.select_for_update().get()
    before = company.settings.get(closing.SETTING)
    after = until.isoformat() if until else None
    if before == after:
        return
    company.settings[closing.SETTING] = after
    company.save(update_fields=["settings"])
    audit.write(by=by, action="edit", kind=KIND, changes={"closed_until": (before, after)})


def _check(new: Preferences) -> None:
    errors: dict[str, object] = {}
    for kind, prefix in new.prefixes.items():
        if kind not in numbering.KINDS:
            errors["prefixes"] = _("This kind of document is not known.")
        elif not prefix.isalnum() or len(prefix) > _LONGEST_PREFIX:
            text = _("A prefix has 1 to %(limit)d letters or digits.")
            errors[f"prefix_{kind}"] = text % {"limit": _LONGEST_PREFIX}
    if not 0 <= new.tax_bp <= 10_000:
        errors["tax_bp"] = _("A tax rate lies between 0 and 100 percent.")
    for name in ("renewal_days", "due_days"):
        if not 0 <= getattr(new, name) <= MOST_DAYS:
            errors[name] = _("Days are a number from 0 to %(n)d.") % {"n": MOST_DAYS}
    if errors:
        raise Invalid(errors)
