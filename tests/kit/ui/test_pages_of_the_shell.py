"""Error pages and the frame around every page."""

import pytest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from tests.conftest import ClientOf
from tests.world import World
from zhuixiao.kit.errors import Invalid, NotAllowed


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "500"])
def test_an_error_page_needs_no_context(name: str) -> None:
    html = render_to_string(f"{name}.html")
    assert "<h1>" in html
    assert 'href="/"' in html


def test_an_unknown_address_answers_in_the_persons_language(
    world: World, client_of: ClientOf
) -> None:
    assert "这里没有内容" in client_of(world.boss).get("/no/such/").content.decode()
    world.boss.language = "en"
    world.boss.save()
    assert "There is nothing here" in client_of(world.boss).get("/no/such/").content.decode()


def test_a_refusal_says_what_and_which_fields() -> None:
    request = RequestFactory().get("/")
    html = render_to_string(
        "kit/refused.html", {"error": Invalid({"phone": "电话太短", "name": "名称为空"})}, request
    )
    assert "电话太短" in html
    assert "名称为空" in html
    assert "lock" in render_to_string("kit/refused.html", {"error": NotAllowed()}, request)


def test_the_frame_carries_a_token_and_the_persons_theme(
    style_site: None, world: World, client_of: ClientOf
) -> None:
    world.boss.theme = "dark"
    world.boss.save()
    html = client_of(world.boss).get("/").content.decode()
    assert 'data-bs-theme="dark"' in html
    assert '<html lang="zh-Hans"' in html
    assert f'data-user="{world.boss.pk}"' in html
    assert '<meta name="csrf-token" content="' in html


def test_somebody_unknown_sees_no_links_of_modules(style_site: None, world: World) -> None:
    html = Client().get("/").content.decode()
    assert 'id="palette"' not in html
    assert "data-user" not in html
