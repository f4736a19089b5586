"""Whatever people type stays text on every page: no element, no attribute, no script of theirs."""

from collections.abc import Sequence
from http.cookies import SimpleCookie

import pytest
from django.apps import apps
from django.db import transaction

from tests.trust import markup, roads
from tests.trust.inspectors import text_of
from tests.trust.matrix import Visitor
from tests.trust.payloads import PAYLOADS, PROBE
from tests.trust.roads import Road
from tests.trust.scene import Scene
from tests.trust.shares import asked

pytestmark = pytest.mark.django_db

MODELS = [model for model in apps.get_models() if model.__module__.startswith("zhuixiao.")]


def shown(visitor: Visitor, ways: Sequence[Road]) -> tuple[list[str], int]:
    """What payloads became anywhere, and on how many pages they were shown as text."""
    scene, found, pages = visitor.scene, [], 0
    for road in ways:
        place = road.path({kind: scene.find("zheng", kind) for kind in road.kinds.values()})
        for extra in ("", f"?plain=1&show=all&of=team&span=month&q={PROBE}", "?cards=1"):
            visitor.client.cookies = SimpleCookie(visitor.cookies)
            with transaction.atomic():
                answer = visitor.client.get(place + extra)
                transaction.set_rollback(True)
            if not answer.headers.get("Content-Type", "").startswith("text/html"):
                continue
            text = text_of(answer)  # type: ignore[arg-type]
            pages += PROBE in text
            found += [f"{road.name}{extra}: {what}" for what in markup.became(text)]
            # A page that never unpacked its address says the same whatever stands there.
            is_deaf = "GET" not in vars(answer.wsgi_request)
            if (extra and road.kinds) or is_deaf:
                break
    return found, pages


TURNS = [(reader, turn) for reader in ("boss", "zheng") for turn in range(0, len(PAYLOADS), 5)]


@pytest.mark.parametrize(("reader", "turn"), TURNS)
def test_a_text_stays_a_text_on_every_page(scene: Scene, reader: str, turn: int) -> None:
    """Every payload stands in some columns in every turn; PostgreSQL shows a part of the pages."""
    visitor = Visitor(scene, reader)
    ways = asked(roads.pages(), TURNS.index((reader, turn)), of=6)
    assert markup.poison(MODELS, turn) > 40
    found, pages = shown(visitor, ways)
    assert not found, "\n" + "\n".join(found)
    assert pages > len(ways) / 12


@pytest.mark.parametrize("payload", PAYLOADS)
def test_every_payload_is_found_where_a_page_forgets_to_escape(payload: str) -> None:
    """Control: in one of the places of a page each of them breaks out."""
    places = (
        f"<p>{payload}</p>",
        f'<input value="{payload}">',
        f"<input value='{payload}'>",
        f"<input value={payload}>",
        f'<a href="{payload}">x</a>',
        f"<script>{payload}</script>",
        f"<title>{payload}</title>",
        f"<!-- {payload} -->",
    )
    assert any(markup.became(place) for place in places)


def test_an_escaped_payload_is_no_finding() -> None:
    from django.utils.html import escape

    for payload in PAYLOADS:
        assert markup.became(f'<p title="{escape(payload)}">{escape(payload)}</p>') == []
