"""Saying which reports the company wants, until when, and from whom not."""

from django.db import transaction
from django.utils.translation import gettext as _

from zhuixiao.accounts import audit
from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Company
from zhuixiao.kit.errors import Invalid

from .. import rules
from ..choices import ReportKind
from ..rules import Rules

KIND = "report_rules"


@transaction.atomic
def save(*, by: Actor, new: Rules) -> None:
    """These hold from now on; what was late stays so. Raises NotAllowed, Invalid."""
    by.employee.access.check("reports", "manage")
    _check(new)
    company = Company.objects.select_for_update().get()
    before, after = rules.rules(company).as_json(), new.as_json()
    changes = {key: (before[key], after[key]) for key in after if before[key] != after[key]}
    if not changes:
        return
    company.settings[rules.SETTING] = after
    company.save(update_fields=["settings"])
    audit.write(by=by, action="edit", kind=KIND, changes=changes)


def _check(new: Rules) -> None:
    errors: dict[str, object] = {}
    for kind in ReportKind:
        rule = new.of(kind)
        if not 0 <= rule.days <= rules.MOST_DAYS:
            errors[f"{kind.value}_days"] = _("Choose 0 to %(n)d workdays.") % {"n": rules.MOST_DAYS}
        if not 0 <= rule.remind_hours <= rules.MOST_HOURS:
            text = _("Choose 0 to %(n)d hours.") % {"n": rules.MOST_HOURS}
            errors[f"{kind.value}_remind_hours"] = text
        try:
            rules.clock(rule.until)
        except ValueError:
            errors[f"{kind.value}_until"] = _("Write a time like 18:00.")
    if errors:
        raise Invalid(errors)
