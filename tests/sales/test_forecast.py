"""The company's own stage history as a weight."""

from datetime import date, timedelta

from tests.sales.conftest import TODAY
from tests.sales.opportunities import loss_reason, move, stage, take_up
from tests.world import NOW, World
from zhuixiao.customers.models import Customer
from zhuixiao.sales.queries.forecast import forecast, stage_rates
from zhuixiao.sales.queries.opportunities import OpportunityFilter
from zhuixiao.sales.queries.stages import stages


def decide(world: World, customer: Customer, *, won: int, lost: int) -> None:
    """So many that went by 需求明确 and were won, and lost."""
    for number in range(won + lost):
        row = move(take_up(world, customer), "needs_clear", world.zheng)
        if number < won:
            move(row, "won", world.zheng)
        else:
            move(row, "lost", world.zheng, loss_reason_id=loss_reason().pk)


def test_a_stage_has_the_share_that_was_won(world: World, customer: Customer) -> None:
    decide(world, customer, won=3, lost=2)
    take_up(world, customer)
    rates = {row.stage.pk: row for row in stage_rates(stages(), today=TODAY, months=12)}
    rate = rates[stage("needs_clear").pk]
    assert (rate.decided, rate.won, rate.rate_bp) == (5, 3, 6_000)
    assert rates[stage("quoted").pk].rate_bp is None


def test_what_is_older_than_asked_counts_no_more(world: World, customer: Customer) -> None:
    decide(world, customer, won=1, lost=0)
    later = TODAY + timedelta(days=400)
    short, long = (
        stage_rates(stages(), today=later, months=months)[0].decided for months in (12, 24)
    )
    assert (short, long) == (0, 1)


def test_the_history_weighs_where_there_is_enough_of_it(world: World, customer: Customer) -> None:
    decide(world, customer, won=3, lost=2)
    row = take_up(world, customer, expected_on=date(2026, 4, 9))
    move(row, "needs_clear", world.zheng, at=NOW + timedelta(hours=2))
    take_up(world, customer, expected_on=date(2026, 4, 9), stage_id=stage("quoted").pk)
    found = forecast(
        OpportunityFilter(),
        reader=world.boss,
        today=TODAY,
        zone=world.company.zone,
        months_back=12,
    )
    (april,) = found.months
    assert (april.count, april.amount) == (2, 10_000_000)
    assert april.weighted == 5_000_000 * 3 // 10 + 5_000_000 * 7 // 10
    # Of 需求明确 60 in a hundred were won; 已报价 has no history, so its probability stands in.
    assert april.historic == 3_000_000 + 3_500_000
    assert found.total.historic == april.historic
