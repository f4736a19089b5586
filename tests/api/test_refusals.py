"""Whatever the API refuses is a problem in the person's language, never a page."""

import pytest
from django.test import Client

from tests.api.conftest import ApiOf
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/nothing/here", 404), ("PUT", "/customers", 405), ("GET", "/tasks/999", 404)],
)
def test_an_unknown_address_or_method_is_told_as_json(
    world: World, api_of: ApiOf, method: str, path: str, status: int
) -> None:
    answer = api_of(world.boss)(method, path, {})
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == status


def test_refusals_are_in_the_persons_language(world: World, api_of: ApiOf) -> None:
    world.boss.language = "en"
    world.boss.save()
    title = {
        person: api_of(person)("POST", "/customers", {}, **{"Idempotency-Key": "x"}).json()["title"]
        for person in (world.boss, world.zheng)
    }
    assert title[world.boss].isascii()
    assert not title[world.zheng].isascii()
    assert api_of(world.boss)("POST", "/customers", []).json()["title"].isascii()


WRONG = {
    "title": 5,
    "due_on": "2026-02-30",
    "due_time": "x",
    "customer_id": "x",
    "repeat": "hourly",
}


@pytest.mark.parametrize(
    ("language", "told"),
    [
        (
            "zh-hans",
            {
                "title": "这里要填文字。",
                "due_on": "这里要填日期，如 2026-01-31。",
                "due_time": "这里要填时间，如 09:30。",
                "customer_id": "这里要填整数。",
            },
        ),
        (
            "en",
            {
                "title": "A text is needed.",
                "due_on": "A day is needed, such as 2026-01-31.",
                "due_time": "A time is needed, such as 09:30.",
                "customer_id": "A whole number is needed.",
            },
        ),
    ],
)
def test_a_wrong_shape_is_told_by_field_in_the_persons_language(
    world: World, api_of: ApiOf, language: str, told: dict[str, str]
) -> None:
    world.zheng.language = language
    world.zheng.save()
    errors = api_of(world.zheng)("POST", "/tasks", WRONG).json()["errors"]
    assert "'weekly'" in errors.pop("repeat")
    assert errors == told


def test_missing_long_large_and_unknown_values_have_their_own_words(
    world: World, api_of: ApiOf
) -> None:
    api = api_of(world.boss)
    assert api("POST", "/groups", {}).json()["errors"]["name"] == "请填写这一项。"
    assert api("POST", "/groups").json()["errors"] == {"body": "请填写这一项。"}
    long = api("POST", "/groups", {"name": "字" * 61, "member_ids": [10**18, -1, "x"]}).json()
    assert long["errors"] == {
        "name": "最多 60 个字。",
        "member_ids.0": f"必须小于 {10**18}。",
        "member_ids.1": "不能小于 0。",
        "member_ids.2": "这里要填整数。",
    }
    assert api("GET", "/tasks?limit=x").json()["errors"] == {"limit": "这里要填整数。"}
    assert api("GET", "/customers?limit=x").json()["errors"] == {"limit": "这里要填整数。"}


def test_before_the_first_page_a_program_is_told_to_wait(db: None) -> None:
    answer = Client().get("/api/v1/me")
    assert answer.status_code == 503
    assert answer.json()["code"] == "not_set_up"
