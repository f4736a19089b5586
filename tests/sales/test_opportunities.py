"""Taking up, changing, moving, deleting opportunities."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.sales.conftest import TODAY, AddCustomer
from tests.sales.opportunities import loss_reason, move, stage, take_up
from tests.world import NOW, World, actor, role
from zhuixiao.accounts.models import Company, Employee
from zhuixiao.catalog.models import Product
from zhuixiao.customers.models import Customer
from zhuixiao.kit.errors import Conflict, Invalid, NotAllowed, RuleError
from zhuixiao.kit.periods import Period
from zhuixiao.ledger import checks
from zhuixiao.ledger.queries import query
from zhuixiao.notices.models import Notice
from zhuixiao.sales.actions import (
    opportunities,
    opportunity_moving,
    opportunity_trash,
    stage_rules,
)
from zhuixiao.sales.actions.opportunity_moving import Entry
from zhuixiao.sales.actions.opportunity_values import NewOpportunity, WantedLine
from zhuixiao.sales.models import Opportunity, StageRule
from zhuixiao.sales.queries.stages import stage_of

MARCH = Period(date(2026, 3, 1), date(2026, 3, 31))
LATER = NOW + timedelta(days=3)


def figures(world: World, *names: str) -> list[object]:
    keys = [f"opportunities.{name}" for name in names]
    total = query(keys, period=MARCH, visible_to=world.boss).total
    return [total.values[key] for key in keys]


def edited(row: Opportunity, **values: object) -> NewOpportunity:
    held = NewOpportunity(
        name=row.name,
        amount=row.amount,
        expected_on=row.expected_on,
        next_step=row.next_step,
        note=row.note,
        probability_bp=row.probability_bp,
    )
    return replace(held, **values)  # type: ignore[arg-type]


def test_a_new_one_begins_in_the_first_stage_with_its_probability(
    world: World, customer: Customer
) -> None:
    row = take_up(world, customer)
    assert (row.stage, row.probability_bp, row.owner) == (stage("new"), 1_000, world.zheng)
    customer.refresh_from_db()
    assert customer.last_opportunity_on == TODAY
    assert figures(world, "opened", "opened_amount", "won") == [1, 5_000_000, 0]
    assert checks.verify() == []


def test_products_make_the_amount(world: World, customer: Customer, thermostat: Product) -> None:
    lines = [WantedLine(thermostat.pk, 10_000, 1_200_000), WantedLine(thermostat.pk, 500, 99)]
    row = take_up(world, customer, amount=7, lines=lines)
    assert row.amount == 120_000
    assert row.lines.count() == 2


def test_what_a_stage_asks_for_is_asked_by_field(world: World, customer: Customer) -> None:
    row = take_up(world, customer, amount=0)
    with pytest.raises(Invalid) as refused:
        move(row, "proved", world.zheng)
    assert set(refused.value.errors) == {"amount", "expected_on"}
    moved = move(row, "proved", world.zheng, amount=8_000_000, expected_on=date(2026, 4, 1))
    assert (moved.amount, moved.probability_bp) == (8_000_000, 5_000)


def test_winning_closes_it_and_counts(world: World, customer: Customer) -> None:
    row = take_up(world, customer)
    won = move(row, "won", world.zheng, at=LATER)
    assert (won.closed_on, won.probability_bp) == (date(2026, 3, 5), 10_000)
    names = ("won", "closed", "lost", "won_amount", "days_to_win")
    assert figures(world, *names) == [1, 1, 0, 5_000_000, 3]
    assert checks.verify() == []


def test_losing_asks_why(world: World, customer: Customer) -> None:
    row = take_up(world, customer)
    with pytest.raises(Invalid) as refused:
        move(row, "lost", world.zheng)
    assert set(refused.value.errors) == {"loss_reason"}
    lost = move(row, "lost", world.zheng, loss_reason_id=loss_reason().pk)
    assert lost.loss_reason == loss_reason()


def test_a_slip_is_mended_the_same_day_and_later_by_the_manager(
    world: World, customer: Customer
) -> None:
    row = move(take_up(world, customer), "won", world.zheng)
    move(row, "new", world.zheng, at=NOW + timedelta(hours=2))
    row = move(row, "won", world.zheng, at=NOW + timedelta(hours=3))
    with pytest.raises(NotAllowed):
        move(row, "new", world.zheng, at=LATER)
    opened = move(row, "new", world.manager, at=LATER)
    assert (opened.closed_on, opened.probability_bp) == (None, 1_000)
    assert checks.verify() == []


def test_what_is_opened_again_was_neither_won_nor_lost(world: World, customer: Customer) -> None:
    """Also where it is won a second time: once, on the day of that."""
    row = take_up(world, customer)
    for _time in range(2):
        row = move(row, "won", world.zheng)
        assert figures(world, "won", "closed", "won_amount") == [1, 1, 5_000_000]
        row = move(row, "new", world.zheng)
        assert figures(world, "won", "closed", "won_amount") == [0, 0, 0]
    row = move(row, "lost", world.zheng, loss_reason_id=loss_reason().pk)
    row = move(row, "won", world.zheng)
    assert figures(world, "won", "lost", "closed") == [1, 0, 1]
    opportunity_trash.delete(by=actor(world.boss), opportunity=row)
    opportunity_trash.restore(by=actor(world.boss), opportunity=row)
    assert figures(world, "won", "lost", "closed") == [1, 0, 1]
    assert checks.verify() == []


def test_the_day_of_winning_may_lie_back_but_not_before_the_last_stage(
    world: World, customer: Customer
) -> None:
    row = take_up(world, customer, opened_on=date(2026, 2, 20))
    with pytest.raises(Invalid) as refused:
        move(row, "won", world.zheng, closed_on=date(2026, 2, 19))
    assert set(refused.value.errors) == {"closed_on"}
    assert move(row, "won", world.zheng, closed_on=date(2026, 2, 28)).closed_on == date(2026, 2, 28)
    changes = list(row.stages.order_by("at", "pk"))
    assert [one.day for one in changes] == [date(2026, 2, 20), date(2026, 2, 28)]


def test_a_closed_period_takes_no_win_and_gives_none_back(world: World, customer: Customer) -> None:
    row = take_up(world, customer, opened_on=date(2026, 2, 1))
    won = move(row, "won", world.zheng, closed_on=date(2026, 2, 28))
    company = Company.objects.get()
    company.settings["sales.closed_until"] = "2026-02-28"
    company.save()
    for act in (
        lambda: move(won, "new", world.manager),
        lambda: opportunities.edit(
            by=actor(world.boss), opportunity=won, new=edited(won, amount=1)
        ),
        lambda: opportunity_trash.delete(by=actor(world.boss), opportunity=won),
    ):
        with pytest.raises(RuleError) as refused:
            act()
        assert refused.value.code == "closed"


def test_nothing_is_taken_up_or_taken_away_in_a_closed_period(
    world: World, customer: Customer
) -> None:
    """Also where it is still open: that it was opened is one of the numbers of its month."""
    row = take_up(world, customer, opened_on=date(2026, 2, 1))
    company = Company.objects.get()
    company.settings["sales.closed_until"] = "2026-02-28"
    company.save()
    with pytest.raises(RuleError) as refused:
        take_up(world, customer, opened_on=date(2026, 2, 28))
    assert (refused.value.code, refused.value.field) == ("closed", "opened_on")
    with pytest.raises(RuleError, match="2026"):
        opportunity_trash.delete(by=actor(world.boss), opportunity=row)
    assert move(row, "won", world.zheng).closed_on == TODAY


def test_two_edits_of_different_fields_both_stay(world: World, customer: Customer) -> None:
    row = take_up(world, customer)
    opportunities.edit(
        by=actor(world.boss), opportunity=row, new=edited(row, note="先做样板间"), version=1
    )
    both = opportunities.edit(
        by=actor(world.zheng), opportunity=row, new=edited(row, amount=6_000_000), version=1
    )
    assert (both.note, both.amount) == ("先做样板间", 6_000_000)


def test_two_edits_of_one_field_are_a_conflict(world: World, customer: Customer) -> None:
    row = take_up(world, customer)
    opportunities.edit(by=actor(world.boss), opportunity=row, new=edited(row, amount=1), version=1)
    with pytest.raises(Conflict) as conflict:
        opportunities.edit(
            by=actor(world.zheng), opportunity=row, new=edited(row, amount=2), version=1
        )
    assert conflict.value.fields == {"amount": {"base": 5_000_000, "mine": 2, "theirs": 1}}
    kept = opportunities.edit(
        by=actor(world.zheng),
        opportunity=row,
        new=edited(row, amount=2),
        version=1,
        keep_mine=["amount"],
    )
    assert kept.amount == 2


def test_two_who_move_it_to_different_stages_meet_a_conflict(
    world: World, customer: Customer
) -> None:
    row = take_up(world, customer)
    move(row, "needs_clear", world.zheng)
    entry = Entry(stage("won").pk)
    with pytest.raises(Conflict):
        opportunity_moving.move(by=actor(world.boss), opportunity=row, entry=entry, version=1)


def test_an_amount_corrected_after_winning_is_corrected_in_the_numbers(
    world: World, customer: Customer
) -> None:
    row = move(take_up(world, customer), "won", world.zheng)
    opportunities.edit(by=actor(world.manager), opportunity=row, new=edited(row, amount=42_00))
    assert figures(world, "won_amount") == [42_00]
    assert checks.verify() == []


def test_deleting_takes_it_out_of_the_numbers_and_back(world: World, customer: Customer) -> None:
    row = take_up(world, customer)
    opportunity_trash.delete(by=actor(world.zheng), opportunity=row)
    customer.refresh_from_db()
    assert customer.last_opportunity_on is None
    assert figures(world, "opened") == [0]
    opportunity_trash.restore(by=actor(world.zheng), opportunity=row)
    assert figures(world, "opened") == [1]
    assert checks.verify() == []


def test_who_is_given_one_is_told_and_must_be_able_to_work_on_the_customer(
    world: World, customer: Customer, add_customer: AddCustomer
) -> None:
    with pytest.raises(Invalid) as refused:
        take_up(world, customer, by=world.boss, owner_id=world.li.pk)
    assert set(refused.value.errors) == {"owner"}
    row = take_up(world, customer, by=world.boss)
    assert row.owner == world.zheng
    notice = Notice.objects.get(employee=world.zheng, kind="sales.opportunity")
    assert notice.url == f"/opportunities/{row.pk}/"


def test_wrong_values_are_refused_one_by_one(world: World, customer: Customer) -> None:
    with pytest.raises(Invalid) as refused:
        take_up(
            world,
            customer,
            name=" ",
            amount=-1,
            probability_bp=10_001,
            expected_on=date(1926, 3, 1),
            contact_id=99,
            competitor_ids=[99],
            lines=[WantedLine(99, 0, 1)],
        )
    assert set(refused.value.errors) == {
        *("name", "probability", "expected_on", "contact", "competitors"),
        *("lines.0.product", "lines.0.quantity"),
    }


def test_nobody_touches_those_of_others(world: World, customer: Customer) -> None:
    row = take_up(world, customer)
    for act in (
        lambda: move(row, "won", world.li),
        lambda: opportunities.edit(by=actor(world.li), opportunity=row, new=edited(row)),
        lambda: opportunity_trash.delete(by=actor(world.li), opportunity=row),
    ):
        with pytest.raises(NotAllowed):
            act()
    Employee.objects.filter(pk=world.zheng.pk).update(role=role("service"))
    service = Employee.objects.with_access().get(pk=world.zheng.pk)
    with pytest.raises(NotAllowed):
        move(row, "won", service)


@pytest.mark.parametrize(("key", "wrong"), [("new", 10_001), ("won", 9_999), ("lost", 1)])
def test_a_probability_lies_between_0_and_100_and_is_certain_at_the_end(
    world: World, customer: Customer, key: str, wrong: int
) -> None:
    by, chosen = actor(world.boss), stage_of(stage(key).pk)
    assert chosen is not None
    with pytest.raises(Invalid) as refused:
        stage_rules.set_rule(by=by, stage=chosen, probability_bp=wrong, stale_days=0, needs=[])
    assert set(refused.value.errors) == {"probability"}


def test_a_stage_without_rule_asks_for_nothing(world: World, customer: Customer) -> None:
    StageRule.objects.all().delete()
    row = move(take_up(world, customer, amount=0), "quoted", world.zheng)
    assert row.probability_bp == 0
    assert move(row, "won", world.zheng).probability_bp == 10_000
