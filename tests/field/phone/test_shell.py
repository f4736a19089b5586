"""The phone's page itself: nobody's, strict, and as new as its files."""

import re
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from tests.conftest import ClientOf
from tests.world import World
from zhuixiao.field.phone import files
from zhuixiao.field.phone.words import WORDS
from zhuixiao.kit.assets import app_icons

pytestmark = pytest.mark.django_db
PHONE = settings.PACKAGE_DIR / "static" / "phone"
WORD = re.compile(r'\bword\(\s*(?:[\w.!=() ]+\? )?"(\w+)"(?: : "(\w+)")?')


def test_the_shell_has_no_data_of_anybody(world: World, client_of: ClientOf) -> None:
    shells = {client_of(person).get("/field/m/").content for person in (world.zheng, world.li)}
    assert len(shells) == 1
    page = shells.pop().decode()
    assert "郑斌" not in page
    assert "csrf" not in page


def test_it_speaks_the_language_of_the_person(world: World, client_of: ClientOf) -> None:
    world.li.language = "en"
    world.li.save(update_fields=["language"])
    assert '"saved": "Saved"' in client_of(world.li).get("/field/m/").content.decode()


def test_the_worker_names_every_file_and_changes_with_them(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = Client().get("/sw.js").content.decode()
    for path in PHONE.rglob("*.js"):
        assert path.relative_to(PHONE.parent).as_posix() in script, path
    assert "importScripts" in script
    monkeypatch.setattr(files, "STYLES", ("app/css/tokens.css",))
    assert Client().get("/sw.js").content.decode() != script


def test_the_worker_may_serve_the_whole_site_and_the_policy_lets_it(world: World) -> None:
    answer = Client().get("/sw.js")
    assert answer.headers["Content-Type"].startswith("text/javascript")
    policy = answer.headers["Content-Security-Policy"]
    assert "worker-src 'self'" in policy
    assert "manifest-src 'self'" in policy


def test_the_manifest_lets_a_phone_install_it(world: World) -> None:
    answer = Client().get("/manifest.webmanifest")
    assert answer.headers["Content-Type"] == "application/manifest+json"
    body: dict[str, Any] = answer.json()
    assert (body["start_url"], body["display"]) == ("/field/m/", "standalone")
    assert {(one["sizes"], one["purpose"]) for one in body["icons"]} == {
        ("192x192", "any"),
        ("512x512", "any"),
        ("192x192", "maskable"),
        ("512x512", "maskable"),
    }


def test_every_word_of_the_scripts_is_told(world: World) -> None:
    asked = {
        name
        for path in PHONE.rglob("*.js")
        for pair in WORD.findall(path.read_text(encoding="utf-8"))
        for name in pair
        if name
    }
    assert len(asked) > 60
    assert asked <= WORDS.keys(), asked - WORDS.keys()


def test_the_icons_are_drawn_and_mirror_themselves() -> None:
    drawn = app_icons.png(64, is_maskable=False)
    assert drawn.startswith(b"\x89PNG")
    assert drawn == app_icons.png(64, is_maskable=False)
    assert drawn != app_icons.png(64, is_maskable=True)
