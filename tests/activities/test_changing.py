"""Editing, deleting and restoring move the ledger and the customer's row at once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.activities.conftest import Log
from tests.world import NOW, World, actor
from zhuixiao.activities.actions import editing, planning, rules, trash
from zhuixiao.activities.actions.values import NewActivity
from zhuixiao.activities.models import Activity, FollowUp
from zhuixiao.activities.queries.types import Rule
from zhuixiao.catalog.actions import options as option_actions
from zhuixiao.catalog.models import Option
from zhuixiao.customers.models import Customer
from zhuixiao.kit.errors import Conflict, Invalid, NotAllowed
from zhuixiao.kit.periods import Period
from zhuixiao.ledger import checks
from zhuixiao.ledger.queries import query

TODAY = date(2026, 3, 2)
Figure = Callable[[str], object]


@pytest.fixture
def figure(world: World) -> Figure:
    """A figure of the day as the boss sees it."""

    def figure(metric: str) -> object:
        return query([metric], period=Period(TODAY, TODAY), visible_to=world.boss).value(metric)

    return figure


def test_another_type_posts_the_record_anew(
    world: World,
    log: Log,
    call: NewActivity,
    types: dict[str, Option],
    customer: Customer,
    figure: Figure,
) -> None:
    activity = log()
    shipping = replace(call, type_id=types["shipping"].pk)
    editing.edit(by=actor(world.zheng), activity=activity, new=shipping)
    assert figure("activities.done") == 1
    assert figure("activities.contacts") == 0
    customer.refresh_from_db()
    assert customer.contact_count == 0
    assert checks.verify() == []


def test_a_later_change_of_the_rule_does_not_rewrite_old_records(
    world: World, log: Log, call: NewActivity, types: dict[str, Option], customer: Customer
) -> None:
    activity = log()
    rules.set_rule(by=actor(world.boss), option=types["phone_visit"], rule=Rule(icon="phone"))
    editing.edit(by=actor(world.zheng), activity=activity, new=replace(call, subject="改主题"))
    customer.refresh_from_db()
    assert customer.contact_count == 1
    assert not log().is_contact


def test_another_day_moves_the_figures_to_that_day(
    world: World, log: Log, call: NewActivity, figure: Figure
) -> None:
    log(next_on=TODAY)
    activity = log()
    yesterday = replace(call, at=NOW - timedelta(days=1))
    editing.edit(by=actor(world.zheng), activity=activity, new=yesterday)
    assert figure("activities.done") == 1
    kept = FollowUp.objects.get()
    assert kept.done_on == date(2026, 3, 1)
    assert checks.verify() == []


def test_other_executors_are_counted_and_told(
    world: World, log: Log, call: NewActivity, figure: Figure
) -> None:
    activity = log()
    both = replace(call, executor_ids=[world.chen.pk, world.zheng.pk])
    editing.edit(by=actor(world.zheng), activity=activity, new=both)
    assert Activity.objects.get().executor == world.chen
    assert figure("activities.joined") == 1
    assert world.chen.notices.count() == 1


def test_two_edits_of_different_fields_are_both_kept(
    world: World, log: Log, call: NewActivity
) -> None:
    activity = log()
    editing.edit(
        by=actor(world.zheng), activity=activity, new=replace(call, subject="甲改主题"), version=1
    )
    second = replace(call, description="乙写描述")
    saved = editing.edit(by=actor(world.manager), activity=activity, new=second, version=1)
    assert (saved.subject, saved.description) == ("甲改主题", "乙写描述")


def test_two_edits_of_one_field_meet_in_a_conflict(
    world: World, log: Log, call: NewActivity
) -> None:
    activity = log()
    mine, theirs = replace(call, subject="我的"), replace(call, subject="别人的")
    editing.edit(by=actor(world.zheng), activity=activity, new=theirs, version=1)
    with pytest.raises(Conflict) as conflict:
        editing.edit(by=actor(world.manager), activity=activity, new=mine, version=1)
    assert conflict.value.fields == {
        "subject": {"base": "回访温控器样品", "mine": "我的", "theirs": "别人的"}
    }
    saved = editing.edit(
        by=actor(world.manager), activity=activity, new=mine, version=1, keep_mine=["subject"]
    )
    assert saved.subject == "我的"


def test_the_people_of_a_record_may_change_it_for_a_week_and_the_manager_longer(
    world: World, log: Log, call: NewActivity
) -> None:
    activity = log(executor_ids=[world.zheng.pk, world.chen.pk])
    new = replace(call, subject="改", executor_ids=[world.zheng.pk, world.chen.pk])
    editing.edit(by=actor(world.chen), activity=activity, new=new)
    later = NOW + timedelta(days=8)
    with pytest.raises(NotAllowed):
        editing.edit(by=actor(world.zheng, at=later), activity=activity, new=new)
    with pytest.raises(NotAllowed):
        editing.edit(by=actor(world.li), activity=activity, new=new)
    late = replace(new, subject="主管改")
    assert editing.edit(by=actor(world.manager, at=later), activity=activity, new=late)


def test_a_chat_cannot_lose_its_transcript(
    world: World, log: Log, call: NewActivity, types: dict[str, Option]
) -> None:
    chat = replace(
        call,
        type_id=types["chat_qq"].pk,
        description="梁总：样品装上了，效果不错，下周定数量。好的。",
    )
    activity = log(type_id=chat.type_id, description=chat.description)
    with pytest.raises(Invalid):
        editing.edit(by=actor(world.zheng), activity=activity, new=replace(chat, description="略"))


def test_deleting_takes_everything_back_and_restoring_brings_it_back(
    world: World, log: Log, customer: Customer, figure: Figure
) -> None:
    log(next_on=date(2026, 3, 4))
    second = log(at=NOW + timedelta(hours=1), subject="误记", next_on=date(2026, 3, 9))
    trash.delete(by=actor(world.zheng, at=NOW + timedelta(hours=2)), activity=second)
    customer.refresh_from_db()
    assert (customer.contact_count, customer.last_activity_subject) == (1, "回访温控器样品")
    assert customer.next_contact_on == date(2026, 3, 4)
    assert figure("activities.contacts") == 1
    assert checks.verify() == []
    trash.restore(by=actor(world.zheng, at=NOW + timedelta(hours=3)), activity=second)
    customer.refresh_from_db()
    assert (customer.contact_count, customer.next_contact_on) == (2, date(2026, 3, 9))
    assert figure("activities.contacts") == 2
    assert checks.verify() == []


def test_a_deleted_record_is_not_seen(world: World, log: Log) -> None:
    activity = log()
    trash.delete(by=actor(world.zheng), activity=activity)
    assert not Activity.objects.visible_to(world.boss).exists()


def test_a_plan_can_be_made_moved_and_dropped(world: World, customer: Customer) -> None:
    by = actor(world.zheng)
    plan = planning.plan(by=by, customer_id=customer.pk, on=date(2026, 3, 5), note="问尺寸")
    planning.move(by=by, follow_up=plan, on=date(2026, 3, 6))
    customer.refresh_from_db()
    assert customer.next_contact_on == date(2026, 3, 6)
    with pytest.raises(NotAllowed):
        planning.cancel(by=actor(world.chen), follow_up=plan)
    planning.cancel(by=by, follow_up=plan)
    customer.refresh_from_db()
    assert customer.next_contact_on is None
    assert query(["followups.planned"], period=None, visible_to=world.boss).total.values == {
        "followups.planned": 0
    }


def test_merged_types_take_their_records_along(
    world: World, log: Log, types: dict[str, Option]
) -> None:
    activity = log(type_id=types["outing"].pk)
    option_actions.merge(by=actor(world.boss), option=types["outing"], into=types["onsite_visit"])
    activity.refresh_from_db()
    assert activity.type == types["onsite_visit"]
    assert checks.verify() == []
