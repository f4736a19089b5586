"""The browser of who has left is told to forget, as soon as it asks for anything; no other is."""

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.world import PASSWORD, World, actor
from zhuixiao.accounts.actions import employees

pytestmark = pytest.mark.django_db

HEADER = "Clear-Site-Data"


def entered(username: str) -> Client:
    """A browser in which somebody logged in."""
    client = Client()
    client.post(reverse("login"), {"username": username, "password": PASSWORD})
    assert client.cookies[settings.PERSON_COOKIE_NAME].value
    return client


def leave(world: World) -> None:
    employees.deactivate(by=actor(world.boss), employee=world.zheng)


def asked(client: Client, way: str) -> HttpResponse:
    if way == "page":
        return client.get(reverse("customers:table"))  # type: ignore[return-value]
    if way == "form":
        return client.post(reverse("customers:new"), {"name": "x"})  # type: ignore[return-value]
    if way == "log-in":
        return client.get(reverse("login"))  # type: ignore[return-value]
    headers = {"htmx": {"HX-Request": "true"}, "script": {"Sec-Fetch-Mode": "cors"}}[way]
    return client.get(reverse("home"), headers=headers)  # type: ignore[return-value]


WAYS = ("page", "form", "log-in", "htmx", "script")


@pytest.mark.parametrize("way", WAYS)
def test_a_leavers_browser_forgets_at_its_next_contact_and_once(world: World, way: str) -> None:
    client = entered("zhengbin")
    leave(world)
    assert asked(client, way).headers[HEADER] == '"cache", "storage"'
    assert not client.cookies[settings.PERSON_COOKIE_NAME].value
    assert HEADER not in asked(client, way).headers


@pytest.mark.parametrize("way", WAYS)
def test_a_session_that_ran_out_takes_nothing_away(world: World, way: str) -> None:
    client = entered("zhengbin")
    world.zheng.sessions.all().delete()
    assert HEADER not in asked(client, way).headers
    assert client.cookies[settings.PERSON_COOKIE_NAME].value


def test_it_forgets_also_when_the_session_had_run_out_long_before(world: World) -> None:
    client = entered("zhengbin")
    del client.cookies[settings.SESSION_COOKIE_NAME]
    leave(world)
    assert HEADER in asked(client, "page").headers


def test_a_colleague_who_logged_in_since_keeps_what_is_there(world: World) -> None:
    client = entered("zhengbin")
    client.post(reverse("logout"))
    client.post(reverse("login"), {"username": "chenmin", "password": PASSWORD})
    leave(world)
    assert HEADER not in asked(client, "page").headers
    world.chen.sessions.all().delete()
    assert HEADER not in asked(client, "page").headers


@pytest.mark.parametrize("name", ["zheng", "chen"])
def test_a_number_that_somebody_wrote_into_the_cookie_counts_for_nothing(
    world: World, name: str
) -> None:
    client = entered("chenmin")
    leave(world)
    world.chen.sessions.all().delete()
    client.cookies[settings.PERSON_COOKIE_NAME] = str(getattr(world, name).pk)
    assert HEADER not in asked(client, "page").headers


def test_logging_out_forgets_whose_browser_it_was(world: World) -> None:
    client = entered("zhengbin")
    client.post(reverse("logout"))
    assert not client.cookies[settings.PERSON_COOKIE_NAME].value


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(world: World) -> None:
    cookie = entered("zhengbin").cookies[settings.PERSON_COOKIE_NAME]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["path"] == "/"
    assert cookie["max-age"] > settings.SESSION_COOKIE_AGE
