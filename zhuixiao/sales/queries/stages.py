"""The company's stages of opportunities with what each means."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from zhuixiao.catalog.choices import PickList, StageOutcome
from zhuixiao.catalog.models import Option

from ..models import Opportunity, StageRule
from ..stages import Need

_ALL = 10_000


@dataclass(frozen=True)
class Stage:
    """A stage with its rule; `stale_days` of 0 means that nothing there gets stale."""

    option: Option
    probability_bp: int
    stale_days: int
    needs: tuple[Need, ...]

    @property
    def pk(self) -> int:
        return self.option.pk

    @property
    def name(self) -> str:
        return self.option.name

    @property
    def colour(self) -> str:
        return self.option.colour

    @property
    def outcome(self) -> str:
        return self.option.outcome

    @property
    def is_open(self) -> bool:
        return self.outcome == StageOutcome.OPEN

    @property
    def is_won(self) -> bool:
        return self.outcome == StageOutcome.WON

    @property
    def is_lost(self) -> bool:
        return self.outcome == StageOutcome.LOST

    def is_stale(self, opportunity: Opportunity, today: date, touched_on: date) -> bool:
        """Whether an open opportunity of this stage was left alone for too long."""
        left_alone = (today - touched_on).days
        return opportunity.is_open and 0 < self.stale_days <= left_alone

    def stale_since(self, today: date) -> date | None:
        """The last day of touching that makes stale today; None where nothing gets stale."""
        return today - timedelta(days=self.stale_days) if self.stale_days else None


def stages(*, keep: Collection[int] = ()) -> list[Stage]:
    """Those in use in their order, won and lost last; those in `keep` although retired."""
    options = Option.objects.of(PickList.OPPORTUNITY_STAGE)
    rules = StageRule.objects.in_bulk()
    found = [
        _stage(row, rules.get(row.pk))
        for row in options
        if row.retired_at is None or row.pk in keep
    ]
    order = [StageOutcome.OPEN, StageOutcome.WON, StageOutcome.LOST]
    return sorted(found, key=lambda row: order.index(StageOutcome(row.outcome)))


def stage_of(pk: int) -> Stage | None:
    """The stage of this id, retired or not."""
    option = Option.objects.of(PickList.OPPORTUNITY_STAGE).filter(pk=pk).first()
    return _stage(option, StageRule.objects.filter(pk=pk).first()) if option else None


def by_id(rows: Sequence[Stage]) -> dict[int, Stage]:
    return {row.pk: row for row in rows}


def _stage(option: Option, rule: StageRule | None) -> Stage:
    """What is won or lost is certain, whatever its rule says."""
    rule = rule or StageRule(stale_days=0 if option.outcome != StageOutcome.OPEN else 14)
    probability = {StageOutcome.WON: _ALL, StageOutcome.LOST: 0}.get(
        StageOutcome(option.outcome), rule.probability_bp
    )
    needs = tuple(Need(name) for name in rule.needs if name in Need.values)
    stale = rule.stale_days if option.outcome == StageOutcome.OPEN else 0
    return Stage(option, probability, stale, needs)
