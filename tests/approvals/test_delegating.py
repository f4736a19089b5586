"""Who is away and who has left: somebody else decides, and nothing is left with nobody."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from tests.world import NOW, World, actor
from zhuixiao.accounts import holdings
from zhuixiao.accounts.actions import employees
from zhuixiao.accounts.models import AuditEntry, Employee
from zhuixiao.approvals.actions import asking, deciding, delegating
from zhuixiao.approvals.choices import State
from zhuixiao.approvals.models import Delegation, Request
from zhuixiao.kit.errors import RuleError
from zhuixiao.notices.models import Notice

from .conftest import Ask, MakeFlow, done, people, run_job, waiting

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


def away(person: Employee, to: Employee, *, days: int = 3) -> None:
    by = actor(person)
    last_day = by.today + timedelta(days=days)
    delegating.stand_in(by=by, to=to, first_day=by.today, last_day=last_day)


def hand_over(world: World, leaver: Employee, receivers: Sequence[Employee]) -> int:
    (kind,) = [one for one in holdings.all_kinds() if one.key == "approvals"]
    return kind.hand_over(actor(world.boss), leaver, receivers, "")


def count(leaver: Employee) -> int:
    (kind,) = [one for one in holdings.all_kinds() if one.key == "approvals"]
    return kind.count(leaver, NOW)


def leaves(world: World, person: Employee) -> None:
    """Deactivated without handing anything over."""
    employees.deactivate(by=actor(world.boss), employee=person)


def test_a_stand_in_decides_what_waits_and_what_comes(
    world: World, make_flow: MakeFlow, ask: Ask
) -> None:
    make_flow(people(world.manager))
    before = ask()
    away(world.manager, world.admin)
    assert waiting(before) == waiting(ask(worth=2)) == ["曾明"]
    assert before.turns.get().instead_of == world.manager
    delegating.end(by=actor(world.manager))
    assert waiting(ask(worth=3)) == ["周平"]


def test_the_asker_stands_in_for_nobody(world: World, make_flow: MakeFlow, ask: Ask) -> None:
    make_flow(people(world.manager))
    away(world.manager, world.zheng)
    assert waiting(ask(world.zheng)) == ["周平"]


def test_the_next_one_of_the_step_who_stands_in_has_the_turn(
    world: World, make_flow: MakeFlow, ask: Ask
) -> None:
    make_flow(people(world.manager, world.su, world.admin, mode="ordered"))
    request = ask()
    away(world.manager, world.admin)
    assert waiting(request) == ["苏细莲"]
    deciding.approve(by=actor(world.su), request=request)
    assert waiting(request) == ["曾明"]
    assert Notice.objects.filter(employee=world.admin).count() == 1
    assert deciding.approve(by=actor(world.admin), request=request).state == State.APPROVED


def test_two_who_are_away_for_each_other_decide_themselves(
    world: World, make_flow: MakeFlow, ask: Ask
) -> None:
    make_flow(people(world.manager, world.admin, mode="all"))
    before = ask()
    days = {"first_day": actor(world.boss).today, "last_day": actor(world.boss).today}
    Delegation.objects.create(employee=world.manager, to=world.admin, **days)
    Delegation.objects.create(employee=world.admin, to=world.manager, **days)
    after = ask(worth=2)
    told = Notice.objects.count()
    assert [run_job(LATER), run_job(LATER)] == [0, 0]
    assert waiting(before) == waiting(after) == ["周平", "曾明"]
    assert Notice.objects.count() == told


def test_who_stands_in_for_whom_in_a_ring_moves_nothing_to_and_fro(
    world: World, make_flow: MakeFlow, ask: Ask
) -> None:
    make_flow(people(world.manager))
    request = ask()
    away(world.su, world.admin)
    away(world.li, world.su)
    away(world.admin, world.li)
    away(world.manager, world.admin)
    assert [run_job(LATER), run_job(LATER)] == [0, 0]
    assert waiting(request) == ["周平"]


def test_a_turn_goes_to_the_last_one_of_those_who_stand_in(
    world: World, make_flow: MakeFlow, ask: Ask
) -> None:
    make_flow(people(world.manager))
    request = ask()
    away(world.admin, world.su)
    away(world.manager, world.admin)
    assert waiting(request) == ["苏细莲"]
    assert run_job(LATER) == 0


def test_nobody_stands_in_for_who_stands_in_for_him(world: World) -> None:
    away(world.manager, world.admin)
    with pytest.raises(RuleError):
        away(world.admin, world.manager)
    by = actor(world.admin)
    later = by.today + timedelta(days=4)
    delegating.stand_in(by=by, to=world.manager, first_day=later, last_day=later)


def test_a_leaver_who_comes_later_is_counted_and_replaced(
    world: World, make_flow: MakeFlow, ask: Ask
) -> None:
    make_flow(people(world.manager, world.su, mode="ordered"))
    request = ask()
    assert count(world.su) == 1
    assert hand_over(world, world.su, [world.admin]) == 1
    assert count(world.su) == 0
    deciding.approve(by=actor(world.manager), request=request)
    assert waiting(request) == ["曾明"]


def test_what_a_receiver_asked_himself_goes_to_the_next_one_or_to_the_boss(
    world: World, make_flow: MakeFlow, ask: Ask
) -> None:
    make_flow(people(world.manager))
    own, other = ask(world.zheng), ask(world.chen)
    assert hand_over(world, world.manager, [world.zheng, world.admin]) == 2
    assert (waiting(own), waiting(other)) == (["曾明"], ["郑斌"])
    assert hand_over(world, world.admin, [world.zheng]) == 1
    assert waiting(own) == ["廖利"]
    assert count(world.manager) == count(world.admin) == 0


def test_nobody_who_has_left_gets_the_turn(world: World, make_flow: MakeFlow, ask: Ask) -> None:
    make_flow(people(world.manager, world.su, world.li, mode="ordered"))
    request = ask()
    leaves(world, world.su)
    deciding.approve(by=actor(world.manager, at=LATER), request=request)
    assert waiting(request) == ["廖利"]
    assert Notice.objects.filter(employee=world.boss, kind="approvals.waiting").count() == 1
    deciding.approve(by=actor(world.boss, at=LATER), request=request)
    assert waiting(request) == ["李慧"]


def test_what_waits_for_who_has_left_goes_to_the_boss_within_the_hour(
    world: World, make_flow: MakeFlow, ask: Ask
) -> None:
    make_flow(people(world.manager))
    request = ask()
    leaves(world, world.manager)
    assert run_job(LATER) == 1
    assert waiting(request) == ["廖利"]
    assert Notice.objects.filter(employee=world.boss, kind="approvals.waiting").count() == 1
    row = AuditEntry.objects.get(kind="approval", action="pass_on")
    assert row.changes == {"note": [None, "周平 → 廖利"]}
    assert run_job(LATER) == 0
    deciding.approve(by=actor(world.boss, at=LATER), request=request)
    assert done == [("郑斌", 100)]


def test_what_nobody_can_take_over_is_not_counted_as_moved(
    world: World, make_flow: MakeFlow, ask: Ask
) -> None:
    make_flow(people(world.manager))
    request = ask()
    leaves(world, world.manager)
    Employee.objects.filter(pk=world.boss.pk).update(is_active=False)
    assert run_job(LATER) == 0
    assert waiting(request) == ["周平"]


def test_several_who_have_left_one_after_the_other_leave_one_turn_of_the_boss(
    world: World, make_flow: MakeFlow, ask: Ask
) -> None:
    make_flow(people(world.manager, world.su, world.boss, mode="ordered"))
    request = ask()
    leaves(world, world.su)
    leaves(world, world.manager)
    assert run_job(LATER) == 1
    assert waiting(request) == ["廖利"]
    assert not request.turns.filter(state="later").exists()
    assert AuditEntry.objects.filter(kind="approval", action="pass_on").count() == 2


def test_what_is_asked_again_when_nobody_is_left_to_agree_takes_effect(
    world: World, make_flow: MakeFlow, ask: Ask
) -> None:
    make_flow(people(world.manager), empty="pass")
    request: Request = ask()
    deciding.send_back(by=actor(world.manager), request=request, note="?")
    leaves(world, world.manager)
    again = asking.ask_again(by=actor(world.zheng, at=LATER), request=request, note="")
    assert again.state == State.APPROVED
    assert done == [("郑斌", 100)]
