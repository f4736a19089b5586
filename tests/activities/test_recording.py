from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.activities.conftest import AddCustomer, Log
from tests.world import NOW, World, actor, as_dealer
from zhuixiao.accounts.models import AuditEntry
from zhuixiao.activities import mentions
from zhuixiao.activities.actions import editing, recording
from zhuixiao.activities.actions.values import NewActivity
from zhuixiao.activities.choices import FollowUpState
from zhuixiao.activities.models import Activity, FollowUp
from zhuixiao.catalog.models import Option
from zhuixiao.customers.models import Contact, Customer
from zhuixiao.kit.errors import Invalid, NotAllowed
from zhuixiao.kit.periods import Period
from zhuixiao.ledger import checks
from zhuixiao.ledger.catalogue import Dimension
from zhuixiao.ledger.queries import query
from zhuixiao.notices.models import Notice

TODAY = date(2026, 3, 2)
LONG_CHAT = "梁总：样品装上了，效果不错。郑斌：好的，那合同这周能签吗？"


def _errors(world: World, new: NewActivity) -> Mapping[str, object]:
    with pytest.raises(Invalid) as refused:
        recording.log(by=actor(world.zheng), new=new)
    return refused.value.errors


def test_a_call_is_recorded_for_the_recorder_when_nobody_is_ticked(world: World, log: Log) -> None:
    activity = log()
    assert activity.executor == world.zheng
    assert activity.executors == [world.zheng]
    assert activity.day == TODAY
    assert activity.is_contact
    assert not activity.is_verified


def test_only_the_subject_and_the_type_are_required(world: World, call: NewActivity) -> None:
    assert set(_errors(world, replace(call, subject="  "))) == {"subject"}
    assert set(_errors(world, replace(call, type_id=0))) == {"type"}


def test_several_mistakes_are_told_at_once(world: World, call: NewActivity) -> None:
    wrong = replace(
        call, subject="x" * 121, at=NOW + timedelta(days=2), contact_id=99, executor_ids=[999]
    )
    assert set(_errors(world, wrong)) == {"subject", "date", "contact", "executors"}
    assert not Activity.objects.exists()


def test_the_row_of_the_customer_moves_at_once(log: Log, customer: Customer) -> None:
    log(next_on=date(2026, 3, 5))
    customer.refresh_from_db()
    assert customer.contact_count == 1
    assert customer.first_contact_at == customer.last_contact_at == NOW
    assert customer.last_activity_subject == "回访温控器样品"
    assert customer.next_contact_on == date(2026, 3, 5)


def test_a_type_that_is_no_contact_leaves_the_contact_number(
    log: Log, customer: Customer, types: dict[str, Option]
) -> None:
    log(type_id=types["shipping"].pk)
    customer.refresh_from_db()
    assert customer.contact_count == 0
    assert customer.last_contact_at is None
    assert customer.last_activity_at == NOW


def test_a_record_of_yesterday_does_not_become_the_last_one(log: Log, customer: Customer) -> None:
    log(subject="今天的")
    log(subject="补记昨天的", happened=NOW - timedelta(days=1))
    customer.refresh_from_db()
    assert customer.last_activity_subject == "今天的"
    assert customer.first_contact_at == NOW - timedelta(days=1)
    assert customer.contact_count == 2


def test_a_chat_needs_its_transcript_or_a_file(
    world: World, call: NewActivity, types: dict[str, Option]
) -> None:
    chat = replace(call, type_id=types["chat_wechat"].pk, description="聊了聊合同")
    assert set(_errors(world, chat)) == {"description"}
    activity = recording.log(by=actor(world.zheng), new=replace(chat, description=LONG_CHAT))
    assert activity.is_verified


def test_every_other_type_is_content_with_the_key_points(log: Log) -> None:
    assert log(description="谈妥").description == "谈妥"


def test_one_main_executor_counts_and_the_others_joined(world: World, log: Log) -> None:
    log(executor_ids=[world.chen.pk, world.zheng.pk, world.su.pk])
    table = query(
        ["activities.done", "activities.joined", "activities.contacts"],
        period=Period(TODAY, TODAY),
        by=[Dimension.EMPLOYEE],
        visible_to=world.boss,
    )
    assert table.total.values == {
        "activities.done": 1,
        "activities.joined": 2,
        "activities.contacts": 1,
    }
    assert table.value("activities.done", world.chen.pk) == 1
    assert table.value("activities.joined", world.su.pk) == 1


def test_two_calls_to_one_customer_are_two_contacts_with_one_customer(
    world: World, log: Log, add_customer: AddCustomer
) -> None:
    log()
    log()
    log(customer_id=add_customer("长沙华天城").pk)
    total = query(
        ["activities.contacts", "activities.customers_contacted"],
        period=Period(TODAY, TODAY),
        visible_to=world.zheng,
    ).total
    assert total.values == {"activities.contacts": 3, "activities.customers_contacted": 2}


def test_a_contact_does_the_open_plan_of_the_same_person(
    world: World, log: Log, customer: Customer
) -> None:
    log(next_on=date(2026, 3, 4))
    later = NOW + timedelta(days=2)
    second = log(at=later, next_on=date(2026, 3, 11))
    first, following = FollowUp.objects.order_by("on")
    assert (first.state, first.done_by, first.done_on) == ("done", second, date(2026, 3, 4))
    assert (following.state, following.made_by) == ("open", second)
    customer.refresh_from_db()
    assert customer.next_contact_on == date(2026, 3, 11)
    table = query(
        ["followups.planned", "followups.kept"],
        period=Period(date(2026, 3, 4), date(2026, 3, 4)),
        visible_to=world.boss,
    )
    assert table.total.values == {"followups.planned": 1, "followups.kept": 1}


def test_a_plan_done_too_late_was_not_kept(world: World, log: Log) -> None:
    log(next_on=date(2026, 3, 4))
    log(at=NOW + timedelta(days=5))
    table = query(["followups.planned", "followups.kept"], period=None, visible_to=world.boss)
    assert table.total.values == {"followups.planned": 1, "followups.kept": 0}


def test_plans_of_a_colleague_and_records_without_contact_leave_plans_open(
    world: World, log: Log, types: dict[str, Option]
) -> None:
    log(next_on=date(2026, 3, 4))
    log(by=world.boss)
    log(type_id=types["invoicing"].pk)
    assert FollowUp.objects.get().state == FollowUpState.OPEN


def test_the_next_contact_is_not_before_this_one(world: World, call: NewActivity) -> None:
    assert set(_errors(world, replace(call, next_on=date(2026, 3, 1)))) == {"next_on"}


def test_a_customer_out_of_sight_cannot_be_recorded(world: World, call: NewActivity) -> None:
    with pytest.raises(Invalid) as refused:
        recording.log(by=actor(world.li), new=call)
    assert set(refused.value.errors) == {"customer"}


def test_a_contact_of_another_customer_is_refused(
    world: World, call: NewActivity, contact: Contact, add_customer: AddCustomer
) -> None:
    other = add_customer("长沙华天城")
    assert set(_errors(world, replace(call, customer_id=other.pk, contact_id=contact.pk))) == {
        "contact"
    }


def test_a_retired_type_is_refused(
    world: World, call: NewActivity, types: dict[str, Option]
) -> None:
    Option.objects.filter(pk=types["chat_msn"].pk).update(retired_at=NOW)
    retired = replace(call, type_id=types["chat_msn"].pk, description=LONG_CHAT)
    assert set(_errors(world, retired)) == {"type"}


def test_other_executors_and_mentioned_colleagues_are_told(world: World, log: Log) -> None:
    log(executor_ids=[world.zheng.pk, world.chen.pk], description="@周平 请看，@李慧 看不到")
    told = {row.employee: row.message for row in Notice.objects.all()}
    assert set(told) == {world.chen, world.manager}
    assert "回访温控器样品" in told[world.manager]


def test_recording_writes_an_audit_row_and_leaves_the_ledger_right(log: Log) -> None:
    activity = log(next_on=date(2026, 3, 3))
    assert AuditEntry.objects.of_record("activity", activity.pk).get().action == "create"
    assert checks.verify() == []


def test_who_may_not_create_is_refused(world: World, call: NewActivity) -> None:
    world.zheng.role.grants = {"modules": {"activities": {"scope": "own", "actions": ["view"]}}}
    with pytest.raises(NotAllowed):
        recording.log(by=actor(world.zheng), new=call)


def test_a_record_with_two_executors_and_a_plan_needs_few_statements(
    world: World, log: Log
) -> None:
    log(next_on=date(2026, 3, 4))
    with CaptureQueriesContext(connection) as captured:
        log(
            at=NOW + timedelta(days=2),
            executor_ids=[world.zheng.pk, world.chen.pk],
            next_on=date(2026, 3, 10),
        )
    # Of these one asks for the company, one whom the person may know, two are the transaction.
    # Two look whether the week or month has one customer more, which it has not.
    assert len(captured) == 29


def test_a_dealer_s_person_records_with_the_dealer_s_people_alone(
    world: World, add_customer: AddCustomer, call: NewActivity
) -> None:
    dealer = as_dealer(world, "manager")
    mine = replace(call, customer_id=add_customer("深圳恒达", owner=dealer).pk)
    with pytest.raises(Invalid) as error:
        recording.log(by=actor(dealer), new=replace(mine, executor_ids=[dealer.pk, world.zheng.pk]))
    assert error.value.errors.keys() == {"executors"}
    ours = recording.log(
        by=actor(world.boss), new=replace(mine, executor_ids=[dealer.pk, world.zheng.pk])
    )
    kept = replace(mine, subject="改过", executor_ids=[dealer.pk, world.zheng.pk])
    assert editing.edit(by=actor(dealer), activity=ours, new=kept).subject == "改过"
    more = replace(kept, executor_ids=[*kept.executor_ids, world.chen.pk])
    with pytest.raises(Invalid):
        editing.edit(by=actor(dealer), activity=ours, new=more)


def test_a_name_of_the_company_is_no_mention_by_a_dealer_s_person(world: World) -> None:
    dealer = as_dealer(world)
    assert mentions.mentioned("@郑斌 请看", by=dealer) == []
    assert mentions.mentioned("@苏细莲 请看", by=world.zheng) == [dealer]
