"""Whatever is sent, the answer is a form with its errors or a refusal, never a breakdown.

Every value goes in under every name that the product reads anywhere, to every route at once.
"""

from collections.abc import Sequence
from urllib.parse import urlsplit

import pytest
from django.db import transaction
from django.http import HttpResponse

from tests.trust import garbage, names, roads
from tests.trust.matrix import Visitor
from tests.trust.roads import Road
from tests.trust.scene import Scene

pytestmark = pytest.mark.django_db

FORM = "application/x-www-form-urlencoded"
# Names that lead away from the page in question.
_LEFT_OUT = {"request_id"}


def sent(known: Sequence[str], value: str) -> str:
    """A body or query with one value under all names."""
    return "&".join(f"{name}={value}" for name in (*known, *garbage.ODD_NAMES))


def wrong(answer: HttpResponse) -> str:
    """What must not be: a breakdown, or a way to another site."""
    if answer.status_code >= 500:
        return str(answer.status_code)
    place = answer.headers.get("Location", "") or answer.headers.get("HX-Redirect", "")
    if place.startswith("//") or urlsplit(place).netloc or ":" in place.partition("?")[0]:
        return f"leads to {place}"
    return ""


def ask(
    visitor: Visitor, all_roads: Sequence[Road], value: str, *, method: str, known: Sequence[str]
) -> list[str]:
    """Every route of a method with the value; what was wrong."""
    found = []
    text = sent(known, garbage.VALUES[value])
    for road in all_roads:
        copy = {kind: visitor.scene.find("zheng", kind) for kind in road.kinds.values()}
        place = road.path(copy)
        visitor.client.cookies = visitor.cookies.copy()
        with transaction.atomic():
            if method == "POST":
                answer = visitor.client.generic(
                    "POST", place, text, content_type=FORM, QUERY_STRING=text[:2_000]
                )
            else:
                answer = visitor.client.get(place, QUERY_STRING=text)
            transaction.set_rollback(True)
        if said := wrong(answer):  # type: ignore[arg-type]
            found.append(f"{method} {road.name} with {value}: {said}")
    return found


@pytest.mark.parametrize("value", garbage.VALUES)
def test_no_address_breaks_a_page(scene: Scene, value: str) -> None:
    known = sorted({*names.asked_by("GET"), "sort", "filter", "columns", "view", "metric"})
    found = ask(Visitor(scene, "zheng"), roads.pages(), value, method="GET", known=known)
    assert not found, "\n" + "\n".join(found)


@pytest.mark.parametrize("reader", ["boss", "zheng"])
@pytest.mark.parametrize("value", garbage.VALUES)
def test_no_form_breaks_a_page(scene: Scene, value: str, reader: str) -> None:
    known = sorted({*names.asked_by("POST"), *names.of_forms()} - _LEFT_OUT)
    found = ask(Visitor(scene, reader), roads.pages(), value, method="POST", known=known)
    assert not found, "\n" + "\n".join(found)


def test_the_names_are_really_read_from_the_source() -> None:
    assert {"q", "after", "plain"} <= set(names.asked_by("GET"))
    assert {"version", "value", "ids"} <= set(names.asked_by("POST"))
    assert {"username", "subject", "phone"} <= set(names.of_forms())
