"""The pages of leave: asking on the own page, deciding, taking back, the team, balances, types."""

import re
import uuid
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.conftest import ClientOf
from tests.field.leave.conftest import NEXT, Ask, kind
from tests.world import World, actor
from zhuixiao.accounts.audit import Actor
from zhuixiao.activities.actions import planning
from zhuixiao.approvals.actions import deciding
from zhuixiao.customers.actions import creating
from zhuixiao.field.choices.attendance import AskState
from zhuixiao.field.models import Leave, LeaveGrant, LeaveType

URL = "/field/leave/"


def monday(world: World) -> date:
    """A Monday to come by the real clock, by which pages go."""
    today = world.company.today(timezone.now())
    return today + timedelta(days=14 - today.weekday())


def send(client: Client, world: World, **more: object) -> object:
    day = monday(world).isoformat()
    values = {
        "client_id": str(uuid.uuid4()),
        "type": kind("事假").pk,
        "start": day,
        "end": day,
        "starts_at_noon": "1",
        "ends_at_noon": "0",
        "reason": "家里有事",
        **more,
    }
    return client.post(f"{URL}new/", values)


def test_half_a_day_is_asked_for_decided_and_seen(world: World, client_of: ClientOf) -> None:
    client = client_of(world.zheng)
    send(client, world)
    row = Leave.objects.get()
    assert row.days == 0.5
    page = client.get(f"{URL}{row.pk}/").content.decode()
    assert "家里有事" in page
    assert "0.5 天" in page
    assert "审批中" in page
    assert row.request is not None
    asked = client_of(world.manager).get(f"/approvals/{row.request_id}/").content.decode()
    assert "家里有事" in asked
    deciding.approve(by=Actor.of(world.manager, at=timezone.now()), request=row.request)
    assert "已同意" in client.get(URL).content.decode()
    assert client.post(f"{URL}{row.pk}/withdrawal/").status_code == 303
    row.refresh_from_db()
    assert row.state == AskState.WITHDRAWN


def test_the_form_sent_twice_is_one_request(world: World, client_of: ClientOf) -> None:
    client = client_of(world.zheng)
    page = client.get(f"{URL}new/").content.decode()
    found = re.search(r'name="client_id" value="([0-9a-f-]{36})"', page)
    assert found
    for _time in range(2):
        send(client, world, client_id=found[1])
    assert Leave.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"start": "x"},
        {"end": "2020-01-01"},
        {"reason": ""},
        {"type": "0"},
        {"type": str(10**30)},
        {"client_id": "x"},
        {"starts_at_noon": "1", "ends_at_noon": "1"},
    ],
)
def test_nonsense_comes_back_with_the_form(
    world: World, client_of: ClientOf, wrong: dict[str, object]
) -> None:
    answer = send(client_of(world.zheng), world, **wrong)
    assert getattr(answer, "status_code", 0) == 422
    assert not Leave.objects.exists()


def test_the_team_is_seen_within_the_scope(world: World, ask: Ask, client_of: ClientOf) -> None:
    leave = ask()
    page = client_of(world.manager).get(f"{URL}team/").content.decode()
    assert "郑斌" in page
    assert (
        f'href="{URL}{leave.pk}/"' not in client_of(world.chen).get(f"{URL}team/").content.decode()
    )
    assert client_of(world.chen).get(f"{URL}{leave.pk}/").status_code == 404
    assert client_of(world.chen).post(f"{URL}{leave.pk}/withdrawal/").status_code == 404
    filtered = client_of(world.manager).get(f"{URL}team/?state=approved").content.decode()
    assert f'href="{URL}{leave.pk}/"' not in filtered


def test_plans_on_these_days_are_shown_for_planning_anew(
    world: World, ask: Ask, client_of: ClientOf
) -> None:
    new = creating.NewCustomer({"name": "广州迪宏"}, owner=world.zheng)
    customer = creating.create(by=actor(world.zheng), new=new)
    planning.plan(by=actor(world.zheng), customer_id=customer.pk, on=NEXT, note="送样")
    page = client_of(world.zheng).get(f"{URL}{ask().pk}/").content.decode()
    assert "广州迪宏" in page
    assert "送样" in page


def test_the_boss_grants_days(world: World, client_of: ClientOf) -> None:
    client = client_of(world.boss)
    values = {"person": world.zheng.pk, "type": kind("调休").pk, "days": "1.5", "note": "周末加班"}
    assert client.post(f"{URL}balances/grant/?year=2026", values).status_code == 303
    assert LeaveGrant.objects.get().halves == 3
    page = client.get(f"{URL}balances/?year=2026").content.decode()
    assert "1.5" in page
    for wrong in (
        {"days": "0.3"},
        {"days": "NaN"},
        {"days": "0"},
        {"note": ""},
        {"person": "9999"},
    ):
        answer = client.post(f"{URL}balances/grant/?year=2026", {**values, **wrong})
        assert answer.status_code == 422
    assert client_of(world.manager).get(f"{URL}balances/grant/").status_code == 403


def test_types_are_made_changed_and_retired(world: World, client_of: ClientOf) -> None:
    client = client_of(world.boss)
    values = {"name": "陪产假", "yearly_days": "15", "is_paid": "on", "is_active": "on"}
    assert client.post(f"{URL}types/new/", values).status_code == 303
    row = LeaveType.objects.get(name="陪产假")
    assert (row.yearly_halves, row.allows_halves) == (30, False)
    assert client.post(f"{URL}types/new/", values).status_code == 422
    changed = {**values, "is_active": "", "version": "1"}
    assert client.post(f"{URL}types/{row.pk}/", changed).status_code == 303
    assert client.post(f"{URL}types/{row.pk}/", changed).status_code == 422
    assert "陪产假" in client.get(f"{URL}types/").content.decode()
    assert "陪产假" not in client.get(f"{URL}new/").content.decode()
    assert client_of(world.manager).get(f"{URL}types/").status_code == 403
