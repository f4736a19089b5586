"""What a person sees who sends something after the session has ended."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.world import World

pytestmark = pytest.mark.django_db


def test_a_form_gets_a_page_that_leads_back_to_it(world: World) -> None:
    answer = Client().post(
        reverse("customers:new"),
        {"name": "x"},
        headers={"Referer": "http://testserver/customers/new/?name=a%26b"},
    )
    assert answer.status_code == 401
    text = answer.content.decode()
    assert "已退出登录" in text
    assert f"{reverse('login')}?next=%2Fcustomers%2Fnew%2F%3Fname%3Da%2526b" in text


def test_another_site_is_never_where_it_leads(world: World) -> None:
    answer = Client().post(
        reverse("customers:new"), headers={"Referer": "http://evil.example/customers/"}
    )
    text = answer.content.decode()
    assert "evil" not in text
    assert "?next=%2F&quot;" in text or '?next=%2F"' in text


@pytest.mark.parametrize("headers", [{"HX-Request": "true"}, {"Sec-Fetch-Mode": "cors"}])
def test_scripts_are_told_by_an_event_and_swap_nothing(
    world: World, headers: dict[str, str]
) -> None:
    answer = Client().post(reverse("customers:new"), {"name": "x"}, headers=headers)
    assert (answer.status_code, answer.content) == (401, b"")
    assert "sessionExpired" in answer.headers["HX-Trigger"]


def test_a_page_leads_to_the_log_in_and_back(world: World) -> None:
    answer = Client().get(reverse("customers:table"), {"q": "a"})
    assert answer.headers["Location"] == f"{reverse('login')}?next=%2Fcustomers%2F%3Fq%3Da"
