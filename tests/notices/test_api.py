"""Subscriptions over the API: the own ones, by the rules of the page."""

from datetime import time
from typing import Any

import pytest
from django.conf import settings

from tests.api.conftest import ApiOf, api_of  # noqa: F401
from tests.world import World, actor
from zhuixiao.notices.actions import robots
from zhuixiao.notices.models import Subscription

pytestmark = pytest.mark.django_db
TOKEN = "633a31f6-7f9c-4bc4-97a0-0ec1eefa5898"
WEEKLY: dict[str, Any] = {"source": "reports.digest", "period": "week", "at": "09:15"}


def test_one_is_found_begun_paused_and_given_up(
    world: World,
    api_of: ApiOf,  # noqa: F811
) -> None:
    api = api_of(world.boss)
    offered = {row["key"]: row for row in api("GET", "/subscriptions/sources").json()}
    assert "week" in offered["reports.digest"]["periods"]
    person = f"e{world.zheng.pk}"
    names = {row["key"]: row["name"] for row in offered["reports.digest"]["subjects"]}
    assert "郑斌" in names[person]
    made = api("POST", "/subscriptions", WEEKLY | {"subject": person})
    assert made.status_code == 201, made.content
    pk = made.json()["id"]
    assert made.json() == {
        "id": pk,
        "source": "reports.digest",
        "subject": person,
        "period": "week",
        "at": "09:15:00",
        "channel": "notice",
        "robot_id": None,
        "is_on": True,
    }
    row = Subscription.objects.get()
    assert (row.employee, row.at, row.subject) == (world.boss, time(9, 15), person)
    assert api("GET", "/subscriptions").json() == [made.json()]
    again = api("POST", "/subscriptions", WEEKLY | {"subject": person})
    assert again.status_code == 400
    paused = api("PATCH", f"/subscriptions/{pk}", {"is_on": False})
    assert paused.json() == made.json() | {"is_on": False}
    assert not Subscription.objects.get().is_on
    assert api("DELETE", f"/subscriptions/{pk}").status_code == 204
    assert api("GET", "/subscriptions").json() == []


def test_those_of_others_are_not_there(
    world: World,
    api_of: ApiOf,  # noqa: F811
) -> None:
    pk = api_of(world.boss)("POST", "/subscriptions", WEEKLY).json()["id"]
    other = api_of(world.manager)
    assert other("GET", "/subscriptions").json() == []
    assert other("PATCH", f"/subscriptions/{pk}", {"is_on": False}).status_code == 404
    assert other("DELETE", f"/subscriptions/{pk}").status_code == 404
    assert Subscription.objects.get().is_on


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"source": "x\0"}, "source"),
        ({"period": "year"}, "source"),
        ({"period": "x"}, "period"),
        ({"subject": "e999999"}, "subject"),
        ({"subject": "x" * 500}, "subject"),
        ({"at": "23:45"}, "at"),
        ({"at": "09:00+08:00"}, "at"),
        ({"channel": "robot"}, "robot"),
        ({"channel": "robot", "robot_id": 10**18 - 1}, "robot"),
        ({"channel": "x"}, "channel"),
    ],
)
def test_what_the_page_would_not_offer_is_refused(
    world: World,
    api_of: ApiOf,  # noqa: F811
    values: dict[str, Any],
    field: str,
) -> None:
    answer = api_of(world.boss)("POST", "/subscriptions", WEEKLY | values)
    assert answer.status_code == 422, answer.content
    assert field in str(list(answer.json()["errors"]))
    assert not Subscription.objects.exists()


def test_a_token_subscribes_to_no_more_than_it_may_read_and_write_to(
    world: World,
    api_of: ApiOf,  # noqa: F811
) -> None:
    address = f"{settings.ROBOT_URLS['wecom']}?key={TOKEN}"
    robot = robots.add(by=actor(world.boss), name="销售群", address=address)
    asked = WEEKLY | {"channel": "robot", "robot_id": robot.pk}
    narrow = api_of(world.boss, ["customers.view"])
    assert narrow("GET", "/subscriptions/sources").json() == []
    assert "source" in narrow("POST", "/subscriptions", WEEKLY).json()["errors"]
    no_robots = api_of(world.boss, ["reports.view"])
    assert "robot" in no_robots("POST", "/subscriptions", asked).json()["errors"]
    assert not Subscription.objects.exists()
    assert api_of(world.boss)("POST", "/subscriptions", asked).json()["robot_id"] == robot.pk
