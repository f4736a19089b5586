"""What the stages of opportunities mean and ask for."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from zhuixiao.accounts import audit
from zhuixiao.accounts.audit import Actor
from zhuixiao.kit.errors import Invalid

from ..metrics import OPPORTUNITIES
from ..models import StageRule
from ..queries.stages import Stage
from ..stages import Need
from ..wording import STAGE_RULE

MOST_DAYS = 366


@transaction.atomic
def set_rule(
    *, by: Actor, stage: Stage, probability_bp: int, stale_days: int, needs: Sequence[str]
) -> None:
    """Change probability (basis points), stale days (0: never) and the fields asked on entry.

    It holds for what enters the stage from now on. Raises NotAllowed, Invalid.
    """
    by.employee.access.check(OPPORTUNITIES, "manage")
    errors: dict[str, object] = {}
    if not 0 <= probability_bp <= 10_000:
        errors["probability"] = _("A probability lies between 0 and 100 percent.")
    elif not stage.is_open and probability_bp != stage.probability_bp:
        errors["probability"] = _("What is won is certain, and what is lost is not to be had.")
    if not 0 <= stale_days <= MOST_DAYS:
        errors["stale_days"] = _("Choose 0 to %(most)d days.") % {"most": MOST_DAYS}
    if any(name not in Need.values for name in needs):
        errors["needs"] = _("Choose one of the list.")
    if Need.LOSS_REASON in needs and not stage.is_lost:
        errors["needs"] = _("Only a stage that counts as lost can ask for a loss reason.")
    if errors:
        raise Invalid(errors)
    wanted = [need.value for need in Need if need in needs]
    held = StageRule.objects.select_for_update().filter(pk=stage.pk).first()
    rule = held or StageRule(stage=stage.option)
    values = {"probability_bp": probability_bp, "stale_days": stale_days, "needs": wanted}
    changes = audit.differences(rule, values)
    if held and not changes:
        return
    for name, value in values.items():
        setattr(rule, name, value)
    rule.save()
    audit.write(
        by=by,
        action="edit",
        kind=STAGE_RULE,
        record_id=stage.pk,
        label=stage.name,
        changes=changes,
    )
