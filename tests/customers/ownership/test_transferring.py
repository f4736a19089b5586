"""Giving customers away where somebody must agree: nothing moves before, by no way."""

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from tests.api.conftest import ApiOf, api_of  # noqa: F401
from tests.conftest import ClientOf
from tests.world import World, actor
from zhuixiao.accounts.actions import employees
from zhuixiao.approvals.actions import deciding, flows
from zhuixiao.approvals.choices import State
from zhuixiao.approvals.models import Request
from zhuixiao.customers.actions import pools, transferring
from zhuixiao.customers.models import BulkChange, Customer
from zhuixiao.kit.errors import RuleError

from .conftest import Add, MakeCap

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(world: World, add: Add) -> list[Customer]:
    """Three customers of 郑斌; the boss agrees to every transfer of two or more."""
    boss = {"who": "people", "ids": [world.boss.pk], "mode": "any"}
    conditions = {"at_least": {"customers": 2}}
    draft = flows.Draft("转移", transferring.SUBJECT, [boss], conditions)
    flows.save(by=actor(world.boss), flow=None, draft=draft)
    return [add(f"客户{number}") for number in range(3)]


def owners(rows: list[Customer]) -> set[str]:
    found = Customer.objects.filter(pk__in=[row.pk for row in rows])
    return set(found.values_list("owner__name", flat=True))


def test_many_move_only_after_somebody_agreed_and_can_be_taken_back(
    world: World,
    client_of: ClientOf,
    held: list[Customer],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    client = client_of(world.manager)
    ids = ",".join(str(row.pk) for row in held)
    form = {"do": "assign", "ids": ids, "sent": "1", "owner": world.chen.pk}
    assert client.post(reverse("customers:bulk"), form).status_code == 204
    assert owners(held) == {"郑斌"}
    request = Request.objects.get()
    page = client_of(world.boss).get(reverse("approvals:detail", args=[request.pk]))
    assert "客户0" in page.content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        deciding.approve(by=actor(world.boss, at=timezone.now()), request=request)
    assert owners(held) == {"陈敏"}
    client.post(reverse("customers:bulk_undo", args=[BulkChange.objects.get().pk]))
    assert owners(held) == {"郑斌"}


def test_what_can_no_longer_happen_is_not_agreed_to(
    world: World, held: list[Customer], make_cap: MakeCap
) -> None:
    ids = [row.pk for row in held]
    transferring.transfer(by=actor(world.manager), customer_ids=ids, owner=world.chen)
    request = Request.objects.get()
    cap = make_cap(2, people=[world.chen])
    with pytest.raises(RuleError, match="陈敏"):
        deciding.approve(by=actor(world.boss), request=request)
    pools.remove_cap(by=actor(world.boss), cap=cap)
    employees.deactivate(by=actor(world.boss), employee=world.chen)
    with pytest.raises(RuleError):
        deciding.approve(by=actor(world.boss), request=request)
    request.refresh_from_db()
    assert request.state == State.RUNNING
    assert not BulkChange.objects.exists()


def test_the_api_asks_as_well(
    world: World,
    api_of: ApiOf,  # noqa: F811
    held: list[Customer],
) -> None:
    body = {"customer_ids": [row.pk for row in held], "owner_id": world.chen.pk}
    answer = api_of(world.manager)("POST", "/customers/assignments", body).json()
    assert answer == {"count": 0, "approval_id": Request.objects.get().pk}
    assert owners(held) == {"郑斌"}


def test_one_goes_at_once_and_no_limit_is_passed_one_by_one_in_a_cell(
    world: World, client_of: ClientOf, held: list[Customer]
) -> None:
    cell = reverse("customers:cell", args=[held[0].pk])
    client = client_of(world.manager)
    assert client.post(cell, {"field": "owner", "value": world.chen.pk}).status_code == 200
    assert owners(held[:1]) == {"陈敏"}
    flows.save(
        by=actor(world.boss),
        flow=None,
        draft=flows.Draft(
            "每一个",
            transferring.SUBJECT,
            [{"who": "people", "ids": [world.boss.pk], "mode": "any"}],
        ),
    )
    cell = reverse("customers:cell", args=[held[1].pk])
    answer = client.post(cell, {"field": "owner", "value": world.chen.pk})
    assert (answer.status_code, answer.json()["code"]) == (403, "approval")
    assert owners(held[1:]) == {"郑斌"}
    assert Request.objects.count() == 1
