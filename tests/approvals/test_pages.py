"""Pages: one tap in the list, the page of a request, flows with their steps, standing in."""

import pytest
from django.urls import reverse

from tests.conftest import ClientOf
from tests.query_counts import pinned
from tests.world import World, as_dealer
from zhuixiao.approvals.models import Delegation, Flow, FlowVersion

from .conftest import SUBJECT, Ask, MakeFlow, done, people, waiting

pytestmark = pytest.mark.django_db


def test_one_tap_in_the_list_is_enough(
    world: World, client_of: ClientOf, make_flow: MakeFlow, ask: Ask
) -> None:
    make_flow(people(world.manager))
    request = ask()
    client = client_of(world.manager)
    page = client.get(reverse("approvals:list")).content.decode()
    assert "Gift of 100" in page
    form = {"decision": "approve", "from": "list"}
    answer = client.post(reverse("approvals:decide", args=[request.pk]), form)
    assert answer["Location"] == reverse("approvals:list")
    assert done == [("郑斌", 100)]
    link = reverse("approvals:detail", args=[request.pk])
    assert link not in client.get(reverse("approvals:list")).content.decode()
    assert "Gift of 100" in client.get(reverse("approvals:list") + "?tab=done").content.decode()


def test_the_page_tells_everything_and_takes_a_reason(
    world: World, client_of: ClientOf, make_flow: MakeFlow, ask: Ask
) -> None:
    make_flow(people(world.manager), people(world.boss))
    request = ask()
    client, address = client_of(world.manager), reverse("approvals:detail", args=[request.pk])
    page = client.get(address).content.decode()
    assert "Worth" in page
    assert "廖利" in page
    decide = reverse("approvals:decide", args=[request.pk])
    client.post(decide, {"decision": "reject", "note": ""})
    assert "请写明原因" in client.get(address).content.decode()
    client.post(decide, {"decision": "reject", "note": "太贵"})
    request.refresh_from_db()
    assert request.state == "rejected"
    assert "太贵" in client_of(world.zheng).get(address).content.decode()
    assert client_of(world.su).get(address).status_code == 404


def test_the_asker_takes_it_back_on_the_page(
    world: World, client_of: ClientOf, make_flow: MakeFlow, ask: Ask
) -> None:
    make_flow(people(world.manager))
    request = ask()
    client = client_of(world.zheng)
    client.post(reverse("approvals:answer", args=[request.pk]), {"what": "withdraw"})
    request.refresh_from_db()
    assert request.state == "withdrawn"


def test_one_more_person_is_added_on_the_page(
    world: World, client_of: ClientOf, make_flow: MakeFlow, ask: Ask
) -> None:
    make_flow(people(world.manager))
    request = ask()
    form = {"person": world.su.pk, "place": "before"}
    client_of(world.manager).post(reverse("approvals:add", args=[request.pk]), form)
    assert waiting(request) == ["苏细莲"]


def test_the_boss_sets_up_a_flow_of_two_steps(world: World, client_of: ClientOf) -> None:
    client, address = client_of(world.boss), reverse("approvals:flow-new")
    form = {
        "name": "礼品",
        "subject": SUBJECT,
        "fact_worth": "500",
        "empty": "boss",
        "own": "skip",
        "again": "once",
        "remind_hours": "12",
        "steps": "1",
        "step-0-who": "head",
        "step-0-mode": "any",
    }
    drawn = client.post(address, form | {"more": "1"}).content.decode()
    assert 'name="step-1-who"' in drawn
    assert not Flow.objects.filter(subject=SUBJECT).exists()
    whole = form | {
        "steps": "2",
        "step-1-who": "people",
        "step-1-people": [world.boss.pk],
        "step-1-mode": "all",
    }
    assert client.post(address, whole).status_code == 303
    flow = Flow.objects.get(subject=SUBJECT)
    version = FlowVersion.objects.get(flow=flow)
    assert version.conditions["at_least"] == {"worth": 500}
    assert [step["who"] for step in version.steps] == ["head", "people"]
    assert version.steps[1]["ids"] == [world.boss.pk]
    edit = reverse("approvals:flow", args=[flow.pk])
    assert client.get(edit).status_code == 200
    shorter = client.post(edit, whole | {"less": "0"}).content.decode()
    assert 'name="step-1-who"' not in shorter
    client.post(reverse("approvals:flow-switch", args=[flow.pk]))
    assert not Flow.objects.get(pk=flow.pk).is_enabled
    assert "礼品" in client.get(reverse("approvals:flows")).content.decode()
    client.post(reverse("approvals:flow-retirement", args=[flow.pk]))
    assert "礼品" not in client.get(reverse("approvals:flows")).content.decode()


def test_a_step_without_anybody_chosen_is_refused_on_the_page(
    world: World, client_of: ClientOf
) -> None:
    form = {
        "name": "礼品",
        "subject": SUBJECT,
        "empty": "boss",
        "own": "skip",
        "again": "once",
        "steps": "1",
        "step-0-who": "people",
        "step-0-mode": "any",
    }
    answer = client_of(world.boss).post(reverse("approvals:flow-new"), form)
    assert answer.status_code == 422
    assert "请为每一步选审批人" in answer.content.decode()


def test_a_stand_in_is_named_and_ended_on_the_page(world: World, client_of: ClientOf) -> None:
    client, day = client_of(world.manager), "2099-01-01"
    form = {"to": world.admin.pk, "first_day": day, "last_day": day}
    assert client.post(reverse("approvals:away"), form).status_code == 303
    assert "曾明" in client.get(reverse("approvals:away")).content.decode()
    client.post(reverse("approvals:away-end"))
    assert not Delegation.objects.filter(ended_at=None).exists()


def test_the_list_costs_a_fixed_number_of_queries(
    world: World, client_of: ClientOf, make_flow: MakeFlow, ask: Ask
) -> None:
    make_flow(people(world.manager))
    client = client_of(world.manager)
    for worth in range(12):
        ask(worth=worth)
    client.get(reverse("approvals:list"))
    with pinned("approvals.list"):
        client.get(reverse("approvals:list"))


def test_a_dealer_s_person_lets_nobody_of_the_company_decide(
    world: World, client_of: ClientOf, make_flow: MakeFlow, ask: Ask
) -> None:
    dealer = as_dealer(world, "manager")
    make_flow(people(dealer))
    request = ask()
    add = reverse("approvals:add", args=[request.pk])
    client_of(dealer).post(add, {"person": world.chen.pk, "place": "before"})
    request.refresh_from_db()
    assert len(request.plan) == 1
