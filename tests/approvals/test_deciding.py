"""Agreeing, rejecting, sending back, one more person: the thing takes effect once, or never."""

from datetime import timedelta

import pytest

from tests.world import NOW, World, actor
from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import AuditEntry, Employee
from zhuixiao.approvals.actions import asking, deciding, delegating
from zhuixiao.approvals.choices import State
from zhuixiao.approvals.models import Request
from zhuixiao.kit.errors import NotAllowed, RuleError
from zhuixiao.notices.models import Notice

from .conftest import Ask, MakeFlow, done, people, waiting

pytestmark = pytest.mark.django_db


def by(person: Employee) -> Actor:
    return actor(person, at=NOW + timedelta(hours=1))


def agree(person: Employee, request: Request) -> Request:
    return deciding.approve(by=by(person), request=request)


def test_one_of_a_step_is_enough_and_it_takes_effect_in_the_asker_s_name(
    world: World, make_flow: MakeFlow, ask: Ask
) -> None:
    make_flow(people(world.manager, world.admin))
    request = ask()
    assert waiting(request) == ["周平", "曾明"]
    assert done == []
    assert agree(world.admin, request).state == State.APPROVED
    assert done == [("郑斌", 100)]
    assert waiting(request) == []
    told = Notice.objects.filter(employee=world.zheng).get()
    assert told.message == "已通过：Gift of 100"
    rows = AuditEntry.objects.filter(kind="approval").order_by("pk")
    assert list(rows.values_list("employee__name", "action")) == [
        ("郑斌", "ask"),
        ("曾明", "approve"),
    ]


def test_all_of_a_step_must_agree(world: World, make_flow: MakeFlow, ask: Ask) -> None:
    make_flow(people(world.manager, world.admin, mode="all"))
    request = ask()
    assert agree(world.manager, request).state == State.RUNNING
    assert done == []
    assert agree(world.admin, request).state == State.APPROVED


def test_one_comes_after_the_other(world: World, make_flow: MakeFlow, ask: Ask) -> None:
    make_flow(people(world.manager, world.admin, mode="ordered"), people(world.boss))
    request = ask()
    assert waiting(request) == ["周平"]
    with pytest.raises(RuleError, match="还没轮到您审批"):
        agree(world.admin, request)
    agree(world.manager, request)
    assert waiting(request) == ["曾明"]
    agree(world.admin, request)
    assert waiting(request) == ["廖利"]
    assert agree(world.boss, request).state == State.APPROVED


def test_the_same_tap_twice_takes_effect_once(world: World, make_flow: MakeFlow, ask: Ask) -> None:
    make_flow(people(world.manager))
    request = ask()
    agree(world.manager, request)
    agree(world.manager, request)
    assert done == [("郑斌", 100)]


def test_who_has_no_turn_decides_nothing(world: World, make_flow: MakeFlow, ask: Ask) -> None:
    make_flow(people(world.manager))
    request = ask()
    for person in (world.zheng, world.boss, world.su):
        with pytest.raises(NotAllowed):
            agree(person, request)
    assert done == []


def test_rejecting_needs_a_reason_and_ends_it(world: World, make_flow: MakeFlow, ask: Ask) -> None:
    make_flow(people(world.manager, world.admin))
    request = ask()
    with pytest.raises(RuleError):
        deciding.reject(by=by(world.manager), request=request, note=" ")
    deciding.reject(by=by(world.manager), request=request, note="太贵")
    with pytest.raises(RuleError):
        agree(world.admin, request)
    assert done == []
    assert waiting(request) == []


def test_what_is_sent_back_is_answered_and_begins_again(
    world: World, make_flow: MakeFlow, ask: Ask
) -> None:
    make_flow(people(world.manager), people(world.boss), again="each")
    request = ask()
    agree(world.manager, request)
    deciding.send_back(by=by(world.boss), request=request, note="给谁的？")
    assert waiting(request) == []
    asking.ask_again(by=by(world.zheng), request=request, note="给王总")
    assert waiting(request) == ["周平"]
    agree(world.manager, request)
    assert agree(world.boss, request).state == State.APPROVED
    assert done == [("郑斌", 100)]


def test_everybody_is_asked_anew_after_it_was_sent_back(
    world: World, make_flow: MakeFlow, ask: Ask
) -> None:
    make_flow(people(world.manager), people(world.admin), people(world.manager, world.boss))
    request = ask()
    agree(world.manager, request)
    deciding.send_back(by=by(world.admin), request=request, note="给谁的？")
    asking.ask_again(by=by(world.zheng), request=request, note="给王总")
    assert waiting(request) == ["周平"]
    agree(world.manager, request)
    assert waiting(request) == ["曾明"]
    assert agree(world.admin, request).state == State.APPROVED


def test_who_agreed_and_then_sent_it_back_is_asked_again(
    world: World, make_flow: MakeFlow, ask: Ask
) -> None:
    make_flow(people(world.manager), people(world.admin))
    request = ask()
    agree(world.manager, request)
    today = by(world.admin).today
    delegating.stand_in(by=by(world.admin), to=world.manager, first_day=today, last_day=today)
    deciding.send_back(by=by(world.manager), request=request, note="给谁的？")
    assert asking.ask_again(by=by(world.zheng), request=request, note="").state == State.RUNNING
    assert waiting(request) == ["周平"]
    assert agree(world.manager, request).state == State.APPROVED


def test_what_was_agreed_in_a_step_put_off_does_not_count_in_the_next_round(
    world: World, make_flow: MakeFlow, ask: Ask
) -> None:
    make_flow(people(world.manager, world.admin, mode="all"))
    request = ask()
    agree(world.manager, request)
    deciding.add_step(by=by(world.admin), request=request, person=world.su, is_before=True)
    deciding.send_back(by=by(world.su), request=request, note="给谁的？")
    asking.ask_again(by=by(world.zheng), request=request, note="给王总")
    assert waiting(request) == ["周平", "曾明"]


def test_the_asker_takes_it_back_while_nobody_has_decided(
    world: World, make_flow: MakeFlow, ask: Ask
) -> None:
    make_flow(people(world.manager))
    request = ask()
    with pytest.raises(NotAllowed):
        asking.withdraw(by=by(world.su), request=request)
    assert asking.withdraw(by=by(world.zheng), request=request).state == State.WITHDRAWN
    with pytest.raises(RuleError):
        agree(world.manager, request)
    assert done == []


def test_an_approver_asks_one_more_before_and_one_after(
    world: World, make_flow: MakeFlow, ask: Ask
) -> None:
    make_flow(people(world.manager), people(world.boss))
    request = ask()
    deciding.add_step(by=by(world.manager), request=request, person=world.su, is_before=True)
    assert waiting(request) == ["苏细莲"]
    agree(world.su, request)
    assert waiting(request) == ["周平"]
    deciding.add_step(by=by(world.manager), request=request, person=world.li, is_before=False)
    agree(world.manager, request)
    assert waiting(request) == ["李慧"]
    agree(world.li, request)
    assert agree(world.boss, request).state == State.APPROVED


def test_who_was_added_adds_one_more_and_all_are_asked(
    world: World, make_flow: MakeFlow, ask: Ask
) -> None:
    make_flow(people(world.manager))
    request = ask()
    deciding.add_step(by=by(world.manager), request=request, person=world.su, is_before=True)
    deciding.add_step(by=by(world.su), request=request, person=world.li, is_before=True)
    deciding.add_step(by=by(world.li), request=request, person=world.admin, is_before=False)
    for person in (world.li, world.admin, world.su, world.manager):
        assert waiting(request) == [person.name]
        agree(person, request)
    assert done == [("郑斌", 100)]


def test_who_need_not_decide_is_told_nothing(world: World, make_flow: MakeFlow, ask: Ask) -> None:
    make_flow(people(world.manager), people(world.manager, world.admin), people(world.boss))
    agree(world.manager, ask())
    assert not Notice.objects.filter(employee=world.admin).exists()


def test_what_cannot_take_effect_is_not_approved(
    world: World, make_flow: MakeFlow, ask: Ask
) -> None:
    make_flow(people(world.manager))
    request = ask(worth=13)
    with pytest.raises(RuleError):
        agree(world.manager, request)
    request.refresh_from_db()
    assert request.state == State.RUNNING
    assert waiting(request) == ["周平"]


def test_who_has_left_gets_nothing(world: World, make_flow: MakeFlow, ask: Ask) -> None:
    make_flow(people(world.manager))
    request = ask()
    Employee.objects.filter(pk=world.zheng.pk).update(is_active=False)
    with pytest.raises(RuleError):
        agree(world.manager, request)
    assert done == []
