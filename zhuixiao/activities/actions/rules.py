"""Rules of activity types, entry standards, and how long records may be changed."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts import audit
from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Company
from zhuixiao.catalog.choices import PickList
from zhuixiao.catalog.models import Option
from zhuixiao.kit.errors import Invalid
from zhuixiao.kit.text.normal import clean

from ..choices import StandardField
from ..models import ActivityTypeRule, EntryStandard
from ..queries import rights
from ..queries.standards import standards
from ..queries.types import BUILT_IN, OTHER, Rule, rules_of

TEXT_LENGTH = 2_000
MOST_DAYS = 366
ICONS = sorted({OTHER.icon, *(rule.icon for rule in BUILT_IN.values())})


@transaction.atomic
def set_rule(*, by: Actor, option: Option, rule: Rule) -> None:
    """Change what recording this type means, from now on. Raises NotAllowed, Invalid."""
    by.employee.access.check("activities", "manage")
    template = clean(str(rule.template), multiline=True)
    if option.pick_list != PickList.ACTIVITY_TYPE or rule.icon not in ICONS:
        raise Invalid({"icon": _("Choose one of the list.")})
    if len(template) > TEXT_LENGTH:
        raise Invalid({"template": _("At most %(limit)d characters.") % {"limit": TEXT_LENGTH}})
    before = rules_of([option])[option.pk]
    values = {
        "counts_as_contact": rule.counts_as_contact,
        "needs_transcript": rule.needs_transcript,
        "template": template,
        "icon": rule.icon,
    }
    held = {name: getattr(before, name) for name in values} | {"template": str(before.template)}
    changes = {name: (held[name], value) for name, value in values.items() if held[name] != value}
    if changes:
        ActivityTypeRule.objects.update_or_create(type=option, defaults=values)
        audit.write(
            by=by,
            action="edit",
            kind="activity_type",
            record_id=option.pk,
            label=option.name,
            changes=changes,
        )


@transaction.atomic
def set_standard(*, by: Actor, field: StandardField, text: str) -> None:
    """Change the entry standard beside a field; an empty one is shown nowhere.

    Raises NotAllowed, Invalid.
    """
    by.employee.access.check("activities", "manage")
    written = clean(text, multiline=True)
    if len(written) > TEXT_LENGTH:
        raise Invalid({"text": _("At most %(limit)d characters.") % {"limit": TEXT_LENGTH}})
    before = standards()[field]
    if written != before:
        EntryStandard.objects.update_or_create(field=field, defaults={"text": written})
        audit.write(
            by=by,
            action="edit",
            kind="entry_standard",
            label=str(field.label),
            changes={"text": (before, written)},
        )


@transaction.atomic
def set_edit_days(*, by: Actor, days: int) -> None:
    """For how many days the people of a record may change it. Raises NotAllowed, Invalid."""
    by.employee.access.check("activities", "manage")
    if not 0 <= days <= MOST_DAYS:
        raise Invalid({"days": _("Choose 0 to %(most)d days.") % {"most": MOST_DAYS}})
    company = Company.objects.select_for_update().get()
    before = rights.edit_days(company)
    if before != days:
        company.settings[rights.SETTING] = days
        company.save(update_fields=["settings"])
        audit.write(
            by=by,
            action="edit",
            kind="company",
            record_id=company.pk,
            label=company.name,
            changes={rights.SETTING: (before, days)},
        )
