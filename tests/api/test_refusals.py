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


def test_before_the_first_page_a_program_is_told_to_wait(db: None) -> None:
    answer = Client().get("/api/v1/me")
    assert answer.status_code == 503
    assert answer.json()["code"] == "not_set_up"
