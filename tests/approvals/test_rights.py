"""Deciding is a right of its own: who may only look decides nothing, whichever way."""

from importlib import import_module

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from tests.conftest import ClientOf
from tests.query_counts import pinned
from tests.world import World, actor, role
from zhuixiao.accounts.actions import api_tokens
from zhuixiao.accounts.models import Employee

from .conftest import Ask, MakeFlow, done, people, waiting

pytestmark = pytest.mark.django_db


def call(person: Employee, scopes: list[str], path: str, body: dict[str, str]) -> int:
    """The status of a POST with a token of these scopes."""
    _row, secret = api_tokens.create(by=actor(person), name="x", scopes=scopes, expires_at=None)
    headers = {"Authorization": f"Bearer {secret}"}
    answer = Client().post(f"/api/v1{path}", body, content_type="application/json", headers=headers)
    return answer.status_code


def test_a_token_that_only_reads_decides_nothing(
    world: World, make_flow: MakeFlow, ask: Ask
) -> None:
    make_flow(people(world.manager))
    request = ask()
    path, body = f"/approvals/{request.pk}/decision", {"decision": "approve"}
    assert call(world.manager, ["approvals.view"], path, body) == 403
    assert waiting(request) == ["周平"]
    assert call(world.manager, ["approvals.view", "approvals.decide"], path, body) == 200
    assert done == [("郑斌", 100)]


def test_who_asked_takes_it_back_with_the_right_to_look_page_and_api_alike(
    world: World, client_of: ClientOf, make_flow: MakeFlow, ask: Ask
) -> None:
    make_flow(people(world.manager))
    held = role("sales")
    held.grants = {"modules": {"approvals": {"scope": "own", "actions": ["view"]}}}
    held.save()
    first, second = ask(), ask()
    back = f"/approvals/{first.pk}/withdrawal"
    assert call(world.manager, ["approvals.view", "approvals.decide"], back, {}) == 403
    assert call(world.zheng, ["approvals.view"], back, {}) == 200
    page = reverse("approvals:answer", args=[second.pk])
    client_of(world.zheng).post(page, {"what": "withdraw"})
    for request in (first, second):
        request.refresh_from_db()
        assert request.state == "withdrawn"


def test_a_role_that_only_looks_is_offered_no_decision(
    world: World, client_of: ClientOf, make_flow: MakeFlow, ask: Ask
) -> None:
    make_flow(people(world.manager))
    request = ask()
    held = role("manager")
    held.grants = {"modules": {"approvals": {"scope": "all", "actions": ["view"]}}}
    held.save()
    client, address = client_of(world.manager), reverse("approvals:decide", args=[request.pk])
    detail = reverse("approvals:detail", args=[request.pk])
    for page in (reverse("approvals:list"), detail):
        assert address not in client.get(page).content.decode()
    assert client.post(address, {"decision": "approve"}).status_code == 403
    assert client.get(reverse("approvals:away")).status_code == 403
    assert waiting(request) == ["周平"]


def test_roles_that_were_edited_before_go_on_deciding(world: World) -> None:
    held, closed = role("sales"), role("finance")
    held.grants = {"modules": {"approvals": {"scope": "all", "actions": ["view", "manage"]}}}
    closed.grants = {"modules": {"approvals": {"scope": "all", "actions": []}}}
    for row in (held, closed):
        row.save()
    import_module("zhuixiao.approvals.migrations.0002_deciding").keep(apps, None)
    assert role("sales").grants["modules"]["approvals"]["actions"] == ["view", "decide", "manage"]
    assert role("finance").grants == closed.grants
    assert role("manager").grants == {}


def test_the_menu_tells_how_many_wait_for_one_query(
    world: World, client_of: ClientOf, make_flow: MakeFlow, ask: Ask
) -> None:
    make_flow(people(world.manager))
    client, url = client_of(world.manager), reverse("notices:unread")

    def told() -> str:
        text = client.get(url).content.decode()
        return "<".join(part for part in text.split("<")[1:3])

    place = 'span class="rail-count" id="count-approvals"'
    assert told() == f'{place} hx-swap-oob="true"></span>'
    ask()
    ask(worth=2)
    with pinned("notices.unread"):
        assert told() == f'{place} hx-swap-oob="true">2</span>'
    assert f"<{place}></span>" in client.get(reverse("home")).content.decode()
