"""What nobody follows up falls back into the pool, told before, and can come back."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine

from tests.world import NOW, World, actor, as_dealer
from zhuixiao.activities.actions import recording
from zhuixiao.activities.actions.values import NewActivity
from zhuixiao.catalog.choices import PickList
from zhuixiao.customers.actions import claiming, ownership, pools, recycling
from zhuixiao.customers.metrics import RECYCLED
from zhuixiao.customers.models import Customer, RecycleRun
from zhuixiao.customers.queries.recycling import Clock, leaving
from zhuixiao.customers.tasks.recycling import NIGHTLY, warn
from zhuixiao.kit import jobs
from zhuixiao.kit.errors import RuleError
from zhuixiao.ledger import checks
from zhuixiao.notices.models import Notice

from .conftest import Add, MakePool, MakeRule, assert_whole, chain, option
from .test_moving import total

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def night(at: datetime) -> RecycleRun:
    run = recycling.start(at=at)
    while recycling.advance(run=run):
        pass
    return run


def in_pool() -> set[str]:
    return set(Customer.objects.exclude(pool=None).values_list("name", flat=True))


def test_a_customer_goes_on_the_day_that_the_clock_told(
    world: World, add: Add, make_rule: MakeRule
) -> None:
    make_rule()
    customer = add()
    today = actor(world.boss).today
    clock = Clock(world.company.zone, today)
    assert clock.days_left(customer) == 30
    assert night(NOW + 29 * DAY).moved_count == 0
    assert night(NOW + 30 * DAY).moved_count == 1
    assert chain(customer)[-1] == ("总公海", "recycled")
    assert_whole(customer)
    assert checks.verify() == []


def test_a_contact_starts_the_wait_anew(world: World, add: Add, make_rule: MakeRule) -> None:
    make_rule()
    customer = add()
    call = option(PickList.ACTIVITY_TYPE, "phone_visit").pk
    new = NewActivity(customer_id=customer.pk, subject="回访", type_id=call)
    recording.log(by=actor(world.zheng, at=NOW + 20 * DAY), new=new)
    assert night(NOW + 49 * DAY).moved_count == 0
    assert night(NOW + 50 * DAY).moved_count == 1


def test_a_customer_that_was_just_handed_on_is_never_expired_at_once(
    world: World, add: Add, make_rule: MakeRule
) -> None:
    make_rule()
    customer = add()
    by = actor(world.boss, at=NOW + 40 * DAY)
    ownership.assign(by=by, customer_ids=[customer.pk], owner=world.su)
    assert night(NOW + 41 * DAY).moved_count == 0


def test_all_conditions_or_any_of_them(world: World, add: Add, make_rule: MakeRule) -> None:
    days = [{"kind": "contact", "days": 10}, {"kind": "received", "days": 30}]
    make_rule(match="all", conditions=days)
    add()
    assert night(NOW + 29 * DAY).moved_count == 0
    assert night(NOW + 30 * DAY).moved_count == 1


def test_won_protected_and_other_customers_stay(
    world: World, add: Add, make_rule: MakeRule
) -> None:
    grade = option(PickList.IMPORTANCE, "a")
    make_rule(importances=[grade])
    rows = {name: add(name) for name in ("平常", "成交", "保护", "重点")}

    def write(name: str, **values: object) -> None:
        Customer.objects.filter(pk=rows[name].pk).unlogged_update(**values)

    for name in ("成交", "保护", "重点"):
        write(name, importance=grade)
    write("成交", won_at=NOW)
    write("保护", protected_until=(NOW + 60 * DAY).date())
    night(NOW + 40 * DAY)
    assert in_pool() == {"重点"}


def test_a_changed_rule_waits_until_the_next_day(
    world: World, add: Add, make_rule: MakeRule
) -> None:
    add(at=NOW - 60 * DAY)
    make_rule()
    assert [count for _rule, count in recycling.preview(at=NOW)] == [1]
    assert night(NOW).moved_count == 0
    assert night(NOW + DAY).moved_count == 1


def test_before_it_begins_table_and_filter_agree_that_a_rule_takes_nobody(
    world: World, add: Add, make_rule: MakeRule
) -> None:
    customer = add(at=NOW - 60 * DAY)
    make_rule()
    today, zone = actor(world.boss).today, world.company.zone
    assert Clock(zone, today).days_left(customer) == 1
    for within, found in ((0, False), (1, True)):
        condition = leaving(zone=zone, today=today, within=within)
        assert Customer.objects.filter(condition).exists() is found


def test_a_clock_that_jumps_takes_no_more_than_a_run_s_share(
    world: World, add: Add, make_rule: MakeRule, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recycling, "FEW", 3)
    make_rule()
    for number in range(8):
        add(f"客户{number}", at=NOW + timedelta(minutes=number))
    run = night(NOW + 400 * DAY)
    assert (run.moved_count, run.held_back) == (3, 5)
    assert in_pool() == {"客户0", "客户1", "客户2"}


def test_the_nightly_job_runs_once_a_day_however_often_it_is_asked(
    world: World, add: Add, make_rule: MakeRule, django_capture_on_commit_callbacks: Any
) -> None:
    capture = django_capture_on_commit_callbacks
    make_rule()
    add("一")
    with time_machine.travel(NOW + 30 * DAY, tick=False), capture(execute=True):
        jobs.run_now(NIGHTLY, by_id=world.boss.pk)
    assert in_pool() == {"一"}
    add("二", at=NOW)
    again = NOW + 30 * DAY + timedelta(hours=1)
    with time_machine.travel(again, tick=False), capture(execute=True):
        jobs.run_now(NIGHTLY, by_id=world.boss.pk)
    assert in_pool() == {"一"}


def test_owners_are_warned_in_the_days_before(world: World, add: Add, make_rule: MakeRule) -> None:
    make_rule(warn_days=3)
    add()
    assert warn(at=NOW + 26 * DAY) == 0
    assert warn(at=NOW + 27 * DAY) == 1
    notice = Notice.objects.get(kind="customers.leaving")
    assert notice.employee == world.zheng


def test_a_run_is_undone_but_for_what_was_claimed(
    world: World, add: Add, make_rule: MakeRule
) -> None:
    make_rule()
    first, second = add("一"), add("二")
    at = NOW + 30 * DAY
    run = night(at)
    claiming.claim(by=actor(world.chen, at=at + timedelta(hours=1)), customer_ids=[first.pk])
    by = actor(world.boss, at=at + DAY)
    assert recycling.undo(by=by, run=run) == 1
    assert chain(first)[-1] == ("陈敏", "claimed")
    assert chain(second)[-1] == ("郑斌", "undone")
    assert_whole(second)
    with pytest.raises(RuleError):
        recycling.undo(by=by, run=run)
    assert checks.verify() == []


def test_undoing_ends_after_seven_days(world: World, add: Add, make_rule: MakeRule) -> None:
    make_rule()
    add()
    run = night(NOW + 30 * DAY)
    with pytest.raises(RuleError):
        recycling.undo(by=actor(world.boss, at=NOW + 38 * DAY), run=run)


def test_a_pool_with_customers_cannot_be_closed(
    world: World, add: Add, make_rule: MakeRule
) -> None:
    pool = make_rule().pool
    add()
    night(NOW + 30 * DAY)
    with pytest.raises(RuleError):
        pools.retire_pool(by=actor(world.boss), pool=pool)


def test_a_rule_without_a_condition_takes_nobody(world: World, make_rule: MakeRule) -> None:
    with pytest.raises(RuleError):
        make_rule(conditions=[])


def test_recycled_is_a_number_of_the_last_owner(
    world: World, add: Add, make_rule: MakeRule
) -> None:
    make_rule(at=NOW - 40 * DAY)
    add(at=NOW - 30 * DAY)
    night(NOW)
    assert total(world, RECYCLED.key) == 1


def test_a_rule_takes_a_dealer_s_customers_only_into_a_pool_that_names_the_dealer(
    world: World, add: Add, make_rule: MakeRule, make_pool: MakePool
) -> None:
    make_rule()
    make_rule(name="华南", pool=make_pool("华南公海", departments=[world.south]))
    dealer = as_dealer(world)
    add("深圳恒达", owner=dealer)
    add("广州迪宏")
    night(NOW + 30 * DAY)
    assert in_pool() == {"广州迪宏"}
    make_rule(name="代理", pool=make_pool("代理公海", departments=[world.shenzhen]))
    night(NOW + 31 * DAY)
    assert in_pool() == {"广州迪宏", "深圳恒达"}
