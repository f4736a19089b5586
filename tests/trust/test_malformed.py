"""Whatever is sent, the answer is a form with its errors or a refusal, never a breakdown.

Every value goes in under every name that the product reads anywhere, to every route at once. A door
that was found shut is left alone from then on: the guard looks at the person and at the method, and
refuses before anybody looks at the value.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.utils.encoding import iri_to_uri
from pytest_django import Settings

from tests.trust import garbage, names, roads
from tests.trust.matrix import Visitor, is_breakdown
from tests.trust.oracle import Oracle
from tests.trust.planting import planted
from tests.trust.roads import Road
from tests.trust.scene import Scene
from zhuixiao.accounts.guards import StaffRequest, staff

pytestmark = pytest.mark.django_db

FORM = "application/x-www-form-urlencoded"
# Names that lead away from the page in question.
_LEFT_OUT = {"request_id"}
# By reader and method: routes that the role may not use, or that do not take the method.
_SHUT: dict[tuple[str, str], set[str]] = defaultdict(set)


def sent(known: Sequence[str], value: str) -> str:
    """A body or query with one value under all names."""
    return "&".join(f"{name}={value}" for name in (*known, *garbage.ODD_NAMES))


def wrong(answer: HttpResponse, road: Road) -> str:
    """What must not be: a breakdown, or a way to another site."""
    if is_breakdown(answer, road):
        return str(answer.status_code)
    place = answer.headers.get("Location", "") or answer.headers.get("HX-Redirect", "")
    if place.startswith("//") or urlsplit(place).netloc or ":" in place.partition("?")[0]:
        return f"leads to {place}"
    return ""


def doors(visitor: Visitor, all_roads: Sequence[Road], method: str) -> Iterator[tuple[Road, str]]:
    """The routes that are not known to be shut, with their paths; each is asked as if first."""
    for road in all_roads:
        if road.name in _SHUT[visitor.name, method]:
            continue
        copy = {kind: visitor.scene.find("zheng", kind) for kind in road.kinds.values()}
        visitor.client.cookies = SimpleCookie(visitor.cookies)
        yield road, road.path(copy)


def note_if_shut(visitor: Visitor, road: Road, method: str, answer: HttpResponse) -> None:
    """Remember a refusal that no value can change."""
    permitted = Oracle(visitor.scene).permitted(visitor.person, road)
    if answer.status_code == 405 or (answer.status_code == 403 and not permitted):
        _SHUT[visitor.name, method].add(road.name)


def ask(
    visitor: Visitor, all_roads: Sequence[Road], value: str, *, method: str, known: Sequence[str]
) -> list[str]:
    """Every route of a method with the value; what was wrong."""
    found = []
    text = sent(known, garbage.VALUES[value])
    address = iri_to_uri(text)
    for road, place in doors(visitor, all_roads, method):
        with transaction.atomic():
            if method == "POST":
                answer = visitor.client.generic("POST", place, text, content_type=FORM)
            else:
                answer = visitor.client.get(place, QUERY_STRING=address)
            transaction.set_rollback(True)
        note_if_shut(visitor, road, method, answer)  # type: ignore[arg-type]
        if said := wrong(answer, road):  # type: ignore[arg-type]
            found.append(f"{method} {road.name} with {value}: {said}")
    return found


@pytest.mark.parametrize("value", garbage.asked())
def test_no_address_breaks_a_page(scene: Scene, value: str) -> None:
    known = sorted({*names.asked_by("GET"), "sort", "filter", "columns", "view", "metric"})
    found = ask(Visitor(scene, "zheng"), roads.pages(), value, method="GET", known=known)
    assert not found, "\n" + "\n".join(found)


@pytest.mark.parametrize("reader", ["boss", "zheng"])
@pytest.mark.parametrize("value", garbage.asked())
def test_no_form_breaks_a_page(scene: Scene, value: str, reader: str) -> None:
    known = sorted({*names.asked_by("POST"), *names.of_forms()} - _LEFT_OUT)
    found = ask(Visitor(scene, reader), roads.pages(), value, method="POST", known=known)
    assert not found, "\n" + "\n".join(found)


def test_the_names_are_really_read_from_the_source() -> None:
    assert {"q", "after", "plain"} <= set(names.asked_by("GET"))
    assert {"version", "value", "ids"} <= set(names.asked_by("POST"))
    assert {"username", "subject", "phone"} <= set(names.of_forms())


FILES = {
    "no picture": ("a.png", b"\x89PNG\r\n\x1a\n" + b"x" * 100),
    "no table": ("b.xlsx", b"PK\x03\x04" + b"\0" * 100),
    "empty": ("c.csv", b""),
    "outside": ("../../../etc/cron.d/x.txt", b"hello"),
    "device": ("CON", b"hello"),
    "long name": ("字" * 300 + ".txt", b"hello"),
    "picture with a script": ("d.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>"),
}


@pytest.mark.parametrize("name", FILES)
def test_no_file_breaks_a_page_or_leaves_its_folder(
    scene: Scene, name: str, files_dir: Path
) -> None:
    visitor = Visitor(scene, "zheng")
    given, content = FILES[name]
    for road, place in doors(visitor, roads.pages(), "POST"):
        with transaction.atomic():
            form = {"file": SimpleUploadedFile(given, content), "text": "x"}
            answer = visitor.client.post(place, form)
            transaction.set_rollback(True)
        note_if_shut(visitor, road, "POST", answer)  # type: ignore[arg-type]
        assert not wrong(answer, road), road.name  # type: ignore[arg-type]
    assert {path.parent.parent for path in files_dir.rglob("*") if path.is_file()} <= {files_dir}


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: nothing"),
        ("multipart/form-data", "no boundary"),
        ("application/x-www-form-urlencoded; charset=nothing", "a=b"),
        ("application/json", '{"a": '),
        ("", "x"),
        (FORM, "&".join(f"a{number}=1" for number in range(3_000))),
    ],
)
def test_no_body_breaks_a_page(scene: Scene, kind: str, body: str) -> None:
    visitor = Visitor(scene, "zheng")
    for road, place in doors(visitor, roads.pages(), "POST"):
        with transaction.atomic():
            answer = visitor.client.generic("POST", place, body, content_type=kind)
            transaction.set_rollback(True)
        note_if_shut(visitor, road, "POST", answer)  # type: ignore[arg-type]
        assert not wrong(answer, road), road.name  # type: ignore[arg-type]


# Controls.


@staff
def trusting(request: StaffRequest) -> HttpResponse:
    return HttpResponse(str(int(request.POST.get("version", "1") or 1)))


@staff
def leading_away(request: StaffRequest) -> HttpResponse:
    return HttpResponse(status=302, headers={"Location": request.GET.get("q", "/")})


@staff
def storing_anywhere(request: StaffRequest) -> HttpResponse:
    upload = request.FILES["file"]
    Path(str(getattr(upload, "name", ""))).stat()
    return HttpResponse()


@pytest.mark.parametrize(
    ("view", "method", "value", "told"),
    [
        (trusting, "POST", "word", "500"),
        (leading_away, "GET", "foreign site", "leads to //evil.example/x"),
        (leading_away, "GET", "script address", "leads to javascript:alert(1)"),
        (storing_anywhere, "POST", "word", "500"),
    ],
)
def test_a_planted_defect_is_found(
    scene: Scene, settings: Settings, view: Any, method: str, value: str, told: str
) -> None:
    settings.ROOT_URLCONF = planted(view)
    road = Road("planted", "/planted/", ("", ""), (method,))
    known = names.asked_by(method) + names.asked_by("GET")
    found = ask(Visitor(scene, "zheng"), [road], value, method=method, known=known)
    assert any(told in line for line in found), found
