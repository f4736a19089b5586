"""Which flow holds, whom its steps ask, and when nobody has to agree."""

from datetime import timedelta

import pytest

from tests.world import NOW, World, actor, role
from zhuixiao.approvals.actions import deciding, flows
from zhuixiao.approvals.models import Request
from zhuixiao.kit.errors import RuleError
from zhuixiao.notices.models import Notice

from .conftest import SUBJECT, Ask, MakeFlow, begin, people, run_job, waiting

pytestmark = pytest.mark.django_db
HEAD = {"who": "head", "mode": "any"}


def test_without_a_flow_nobody_has_to_agree(world: World) -> None:
    assert begin(world.zheng) is None
    assert not Request.objects.exists()


@pytest.mark.parametrize(
    ("conditions", "worth", "kind", "asked"),
    [
        ({"at_least": {"worth": 100}}, 99, "tea", False),
        ({"at_least": {"worth": 100}}, 100, "tea", True),
        ({"at_least": {"margin": 10}}, 100, "tea", True),
        ({"kinds": ["wine"]}, 100, "tea", False),
        ({"kinds": ["wine"]}, 100, "wine", True),
    ],
)
def test_a_flow_holds_by_its_numbers_and_kinds(
    world: World,
    make_flow: MakeFlow,
    conditions: dict[str, object],
    worth: int,
    kind: str,
    asked: bool,
) -> None:
    make_flow(people(world.boss), conditions=conditions)
    assert (begin(world.zheng, worth=worth, kind=kind) is not None) == asked


def test_a_floor_asks_below_it(world: World, make_flow: MakeFlow) -> None:
    make_flow(people(world.boss), conditions={"at_least": {"margin": 10}})
    assert begin(world.zheng, facts={"margin": 11}) is None
    assert begin(world.zheng, facts={"margin": 10}) is not None


def test_a_flow_holds_for_a_branch_and_for_a_role(world: World, make_flow: MakeFlow) -> None:
    make_flow(
        people(world.boss),
        conditions={"departments": [world.south.pk], "roles": [role("sales").pk]},
    )
    assert begin(world.su) is not None
    assert begin(world.li) is None
    assert begin(world.manager) is None


def test_the_first_flow_that_holds_is_taken(world: World, make_flow: MakeFlow, ask: Ask) -> None:
    make_flow(people(world.boss), conditions={"at_least": {"worth": 1000}})
    make_flow(people(world.manager))
    assert waiting(ask(worth=100)) == ["周平"]
    assert waiting(ask(worth=1000)) == ["廖利"]


def test_heads_are_asked_level_by_level(world: World, make_flow: MakeFlow, ask: Ask) -> None:
    make_flow({"who": "heads", "levels": 3, "mode": "ordered"})
    request = ask(world.su)
    assert waiting(request) == ["周平"]
    names = request.turns.order_by("position").values_list("approver__name", flat=True)
    assert list(names) == ["周平", "廖利"]


def test_a_step_without_anybody_goes_to_the_boss_or_passes(
    world: World, make_flow: MakeFlow, ask: Ask
) -> None:
    nobody = {"who": "role", "ids": [role("marketing").pk], "mode": "any"}
    flow = make_flow(nobody)
    assert waiting(ask(world.li)) == ["廖利"]
    flows.retire(by=actor(world.boss), flow=flow)
    make_flow(nobody, empty="pass")
    assert begin(world.li, worth=7) is None


@pytest.mark.parametrize(
    ("own", "expected"), [("skip", None), ("above", ["廖利"]), ("allow", ["周平"])]
)
def test_who_asks_does_not_agree_with_himself_unless_allowed(
    world: World, make_flow: MakeFlow, own: str, expected: list[str] | None
) -> None:
    make_flow(HEAD, own=own)
    request = begin(world.manager)
    assert (waiting(request) if request else None) == expected


def test_who_agreed_once_is_not_asked_again(world: World, make_flow: MakeFlow, ask: Ask) -> None:
    make_flow(people(world.manager), people(world.manager), people(world.boss))
    request = ask()
    deciding.approve(by=actor(world.manager), request=request)
    assert waiting(request) == ["廖利"]


def test_what_runs_keeps_the_version_it_began_with(
    world: World, make_flow: MakeFlow, ask: Ask
) -> None:
    flow = make_flow(people(world.manager))
    request = ask()
    draft = flows.Draft("礼品", SUBJECT, [people(world.boss)])
    flows.save(by=actor(world.boss), flow=flow, draft=draft)
    assert waiting(request) == ["周平"]
    assert waiting(ask(worth=5)) == ["廖利"]


def test_the_same_question_twice_is_one(world: World, make_flow: MakeFlow, ask: Ask) -> None:
    make_flow(people(world.manager))
    assert ask() == ask()
    assert Request.objects.count() == 1


def test_a_flow_needs_steps_and_somebody_in_them(world: World, make_flow: MakeFlow) -> None:
    for steps in ((), ({"who": "people", "ids": [], "mode": "any"},), ({"who": "x"},)):
        with pytest.raises(RuleError):
            make_flow(*steps)


def test_what_waits_too_long_is_reminded_of_once_a_period(
    world: World, make_flow: MakeFlow, ask: Ask
) -> None:
    make_flow(people(world.manager), remind_hours=24)
    ask()
    told = Notice.objects.filter(employee=world.manager)

    def run(hours: int) -> int:
        run_job(NOW + timedelta(hours=hours))
        return told.count()

    assert [run(23), run(24), run(30), run(48)] == [1, 2, 2, 3]
