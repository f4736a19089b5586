"""Setting how long quotes are valid and which terms they start with."""

from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from zhuixiao.accounts import audit
from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Company
from zhuixiao.kit.errors import Invalid
from zhuixiao.kit.text.normal import clean

from ..quote_settings import SETTING, QuoteSettings, quote_settings
from .quote_values import LONGEST_TEXT

KIND = "quote_settings"
MOST_DAYS = 3_650


@transaction.atomic
def save(*, by: Actor, new: QuoteSettings) -> None:
    """Take these for quotes that are written from now on. Raises NotAllowed, Invalid."""
    by.employee.access.check("orders", "manage")
    new = replace(new, terms=clean(new.terms, multiline=True))
    errors: dict[str, object] = {}
    if not 0 <= new.valid_days <= MOST_DAYS:
        errors["valid_days"] = _("Days are a number from 0 to %(n)d.") % {"n": MOST_DAYS}
    if len(new.terms) > LONGEST_TEXT:
        errors["terms"] = _("At most %(limit)d characters.") % {"limit": LONGEST_TEXT}
    if errors:
        raise Invalid(errors)
    company = Company.objects.select_for_update().get()
    before, after = quote_settings(company).as_json(), new.as_json()
    changes = {key: (before[key], after[key]) for key in after if before[key] != after[key]}
    if changes:
        company.settings[SETTING] = after
        company.save(update_fields=["settings"])
        audit.write(by=by, action="edit", kind=KIND, changes=changes)
