"""Opportunities: five hundred open ones however large the company, and the closed ones before."""

from zhuixiao.catalog.choices import PickList, StageOutcome
from zhuixiao.catalog.models import Option
from zhuixiao.sales.queries.stages import stages

from . import words
from .days import DAYS, MINUTES
from .history import History

OPEN, CUSTOMERS_PER_CLOSED = 500, 4
_YEAR, _NOON = 365, MINUTES // 2


def write(history: History) -> None:
    """Open ones of the last months; one closed for every four customers over the last year."""
    known = stages()
    ways = [stage for stage in known if stage.is_open]
    ends = [stage for stage in known if not stage.is_open]
    reason = Option.objects.filter(pick_list=PickList.LOSS_REASON).order_by("position", "id")[0].pk
    for number in range(history.plan.size // CUSTOMERS_PER_CLOSED):
        stage = ends[number % len(ends)]
        lost = reason if stage.outcome == StageOutcome.LOST else None
        _write(history, stage.pk, stage.probability_bp, back=history.rng.randint(1, _YEAR),
               reason=lost, is_closed=True)  # fmt: skip
    for number in range(OPEN):
        stage = ways[number % len(ways)]
        _write(history, stage.pk, stage.probability_bp, back=history.rng.randint(1, 60))
    history.tables.flush()


def _write(
    history: History,
    stage: int,
    probability: int,
    *,
    back: int,
    reason: int | None = None,
    is_closed: bool = False,
) -> None:
    rng, calendar = history.rng, history.calendar
    customer = rng.randrange(history.plan.size)
    seller = history.sellers[history.plan.seller[customer]]
    day = DAYS - back
    at, on = calendar.instant(day * MINUTES + _NOON), calendar.texts[day]
    history.tables.opportunity.add(
        f"{rng.choice(words.GOODS)} {customer}", customer + 1, seller.pk, seller.department_id,
        stage, at, probability, rng.randint(1, 500) * 100_000, calendar.texts[DAYS - 1],
        "发报价", calendar.texts[DAYS - 1], reason, on, on if is_closed else None, seller.pk,
        at, at,
    )  # fmt: skip
