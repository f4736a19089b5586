"""Several decide at the same instant: one outcome, one effect."""

from functools import partial

import pytest

from tests.customers.ownership.test_races import together
from tests.world import World, actor
from zhuixiao.accounts.models import Employee
from zhuixiao.approvals.actions import asking, deciding
from zhuixiao.approvals.choices import ENDED, State
from zhuixiao.approvals.models import Request

from .conftest import Ask, MakeFlow, done, people

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 10


def agree(person: Employee, request: Request) -> int:
    deciding.approve(by=actor(person), request=request)
    return 1


def refuse(person: Employee, request: Request) -> int:
    deciding.reject(by=actor(person), request=request, note="no")
    return 1


def take_back(person: Employee, request: Request) -> int:
    asking.withdraw(by=actor(person), request=request)
    return 1


def test_two_who_agree_at_once_give_one_effect(world: World, make_flow: MakeFlow, ask: Ask) -> None:
    make_flow(people(world.manager, world.admin))
    for worth in range(100, 100 + ROUNDS):
        request = ask(worth=worth)
        together(*(partial(agree, one, request) for one in (world.manager, world.admin)))
    assert sorted(done) == [("郑斌", worth) for worth in range(100, 100 + ROUNDS)]


def test_agreeing_rejecting_and_taking_back_at_once_have_one_outcome(
    world: World, make_flow: MakeFlow, ask: Ask
) -> None:
    make_flow(people(world.manager, world.admin))
    for worth in range(200, 200 + ROUNDS):
        request = ask(worth=worth)
        together(
            partial(agree, world.manager, request),
            partial(refuse, world.admin, request),
            partial(take_back, world.zheng, request),
        )
        request.refresh_from_db()
        assert request.state in ENDED
        assert (("郑斌", worth) in done) == (request.state == State.APPROVED)
