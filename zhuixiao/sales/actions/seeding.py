"""What selling needs in the catalogue of a new company."""

from zhuixiao.accounts.audit import Actor
from zhuixiao.catalog.choices import PickList
from zhuixiao.catalog.models import Option

from ..models import StageRule
from ..stages import BUILT_IN


def on_setup(_by: Actor) -> None:
    """The rules of the stages that the catalogue has brought."""
    stages = Option.objects.of(PickList.OPPORTUNITY_STAGE).filter(key__in=BUILT_IN)
    StageRule.objects.bulk_create(
        StageRule(
            stage=stage,
            probability_bp=BUILT_IN[stage.key].probability_bp,
            stale_days=BUILT_IN[stage.key].stale_days,
            needs=list(BUILT_IN[stage.key].needs),
        )
        for stage in stages
    )
