"""Whatever is sent, the answer is a form with its errors or a refusal, never a breakdown.

Every value goes in under every name that the product reads anywhere, to every route at once. A page
that was seen to look at nothing of it is left alone from then on, for with another value it would
look no further. PostgreSQL is asked a part.
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
from tests.trust.listening import ListeningRequest
from tests.trust.matrix import Visitor, is_breakdown
from tests.trust.planting import planted
from tests.trust.roads import Road
from tests.trust.scene import Scene
from tests.trust.shares import asked
from zhuixiao.accounts.guards import StaffRequest, staff

pytestmark = pytest.mark.django_db

FORM = "application/x-www-form-urlencoded"
# Names that lead away from the page in question.
_LEFT_OUT = {"request_id"}
# Every so many turns each route is asked on PostgreSQL.
_PARTS = 6
# By reader and method: routes that looked at no value, and those that did not even unpack the body.
_DEAF: dict[tuple[str, str], set[str]] = defaultdict(set)
_CLOSED: dict[tuple[str, str], set[str]] = defaultdict(set)


@pytest.fixture(autouse=True)
def listening(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every request tells whether it was listened to."""
    monkeypatch.setattr("django.test.client.WSGIRequest", ListeningRequest)


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


def doors(
    visitor: Visitor, all_roads: Sequence[Road], left: set[str]
) -> Iterator[tuple[Road, str]]:
    """The routes but those that are left alone, with their paths; each is asked as if first."""
    for road in all_roads:
        if road.name in left:
            continue
        copy = {kind: visitor.scene.find("zheng", kind) for kind in road.kinds.values()}
        visitor.client.cookies = SimpleCookie(visitor.cookies)
        yield road, road.path(copy)


def note(visitor: Visitor, road: Road, method: str, answer: Any) -> None:
    """Remember of a route what it did not look at."""
    if not answer.wsgi_request.is_looked_at:
        _DEAF[visitor.name, method].add(road.name)
    if not answer.wsgi_request.is_unpacked:
        _CLOSED[visitor.name, method].add(road.name)


def ask(
    visitor: Visitor, all_roads: Sequence[Road], value: str, *, method: str, known: Sequence[str]
) -> list[str]:
    """Every route of a method with the value; what was wrong."""
    found = []
    text = sent(known, garbage.VALUES[value])
    address = iri_to_uri(sent(known, garbage.in_address(value)))
    for road, place in doors(visitor, all_roads, _DEAF[visitor.name, method]):
        with transaction.atomic():
            if method == "POST":
                answer = visitor.client.generic("POST", place, text, content_type=FORM)
            else:
                answer = visitor.client.get(place, QUERY_STRING=address)
            transaction.set_rollback(True)
        note(visitor, road, method, answer)
        if said := wrong(answer, road):  # type: ignore[arg-type]
            found.append(f"{method} {road.name} with {value}: {said}")
    return found


@pytest.mark.parametrize("value", garbage.VALUES)
def test_no_address_breaks_a_page(scene: Scene, value: str) -> None:
    known = sorted({*names.asked_by("GET"), "sort", "filter", "columns", "view", "metric"})
    ways = asked(roads.pages(), list(garbage.VALUES).index(value), of=_PARTS)
    found = ask(Visitor(scene, "zheng"), ways, value, method="GET", known=known)
    assert not found, "\n" + "\n".join(found)


@pytest.mark.parametrize("reader", ["boss", "zheng"])
@pytest.mark.parametrize("value", garbage.VALUES)
def test_no_form_breaks_a_page(scene: Scene, value: str, reader: str) -> None:
    known = sorted({*names.asked_by("POST"), *names.of_forms()} - _LEFT_OUT)
    ways = asked(roads.pages(), list(garbage.VALUES).index(value), of=_PARTS)
    found = ask(Visitor(scene, reader), ways, value, method="POST", known=known)
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
    ways = asked(roads.pages(), list(FILES).index(name), of=_PARTS)
    for road, place in doors(visitor, ways, _CLOSED["zheng", "POST"]):
        with transaction.atomic():
            form = {"file": SimpleUploadedFile(given, content), "text": "x"}
            answer = visitor.client.post(place, form)
            transaction.set_rollback(True)
        note(visitor, road, "POST", answer)
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
    for road, place in doors(visitor, roads.pages(), _CLOSED["zheng", "POST"]):
        with transaction.atomic():
            answer = visitor.client.generic("POST", place, body, content_type=kind)
            transaction.set_rollback(True)
        note(visitor, road, "POST", answer)
        assert not wrong(answer, road), road.name  # type: ignore[arg-type]


# Controls.


@staff
def trusting(request: StaffRequest) -> HttpResponse:
    return HttpResponse(str(int(request.POST.get("version", "1") or 1)))


@staff
def leading_away(request: StaffRequest) -> HttpResponse:
    return HttpResponse(status=302, headers={"Location": request.GET.get("q", "/")})


@staff
def deaf(request: StaffRequest) -> HttpResponse:
    """Reads a name that nobody sends, and whether there is a form at all."""
    return HttpResponse("form" if request.POST else request.POST.get("request_id", ""))


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


@pytest.mark.parametrize(("view", "times"), [(deaf, 1), (trusting, 2), (storing_anywhere, 2)])
def test_only_a_page_that_looks_at_nothing_is_left_alone(
    scene: Scene, settings: Settings, view: Any, times: int
) -> None:
    settings.ROOT_URLCONF = planted(view)
    visitor, name = Visitor(scene, "zheng"), view.__name__
    road, met = Road(name, "/planted/", ("", ""), ("POST",)), 0
    for _turn in range(2):
        for _road, place in doors(visitor, [road], _DEAF["zheng", "POST"]):
            form = {"version": "1", "file": SimpleUploadedFile("a.txt", b"hello")}
            note(visitor, road, "POST", visitor.client.post(place, form))
            met += 1
    assert met == times
