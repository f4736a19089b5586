"""Every route x every role x four relations to the record: allowed as declared, else refused.

A refused request writes nothing. What a person may not see answers like what does not exist.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client
from django.urls import URLResolver, path
from django.urls.resolvers import RegexPattern
from pytest_django import Settings

from tests.trust import roads, writes
from tests.trust.oracle import COPY_KINDS, Oracle
from tests.trust.roads import Road
from tests.trust.scene import COPIES, Scene
from tests.trust.table import API_BODIES, PAGE_BODIES, PAGE_KINDS
from zhuixiao.accounts.guards import StaffRequest, requires
from zhuixiao.accounts.models import Employee
from zhuixiao.config.urls import urlpatterns
from zhuixiao.customers.models import Customer
from zhuixiao.kit.errors import NotAllowed

pytestmark = pytest.mark.django_db

READERS = (
    *("boss", "admin", "manager", "finance", "marketing", "service"),
    *("zheng", "chen", "su", "li", "gone", "nobody"),
)
REFUSED = {401, 403, 404, 405}
# Whoever may use a road gets an answer; an empty form may well be called wrong.
ANSWERED = {200, 201, 202, 204, 302, 303, 400, 405, 409, 410, 422, 429}


@dataclass
class Findings:
    """What was wrong, and how many cells were looked at."""

    wrong: list[str] = field(default_factory=list)
    cells: int = 0

    def add(self, text: str) -> None:
        self.wrong.append(text)


@dataclass
class Visitor:
    """One reader with a browser that was logged in, and with a token."""

    scene: Scene
    name: str

    def __post_init__(self) -> None:
        self.person: Employee | None = self.scene.readers[self.name]
        self.client = Client(raise_request_exception=False)
        if self.person is not None:
            # The person as it was: the session of one who left since must not serve any more.
            self.client.force_login(
                self.person, backend="zhuixiao.accounts.backends.EmployeeBackend"
            )
        self.cookies = self.client.cookies.copy()
        self.secret = self.scene.secrets.get(self.name, "")

    def ask(self, road: Road, method: str, path: str) -> HttpResponse:
        """A plain page load, an htmx write with an empty form, or an API call with a good body."""
        # Logging out is a road too, and its cookies must not go along on the next.
        self.client.cookies = self.cookies.copy()
        if road.is_api:
            headers = {"Authorization": f"Bearer {self.secret}"} if self.secret else {}
            body = "" if method == "GET" else json.dumps(API_BODIES.get(road.name, {}))
            return self.client.generic(  # type: ignore[return-value]
                method, path, body, content_type="application/json", headers=headers
            )
        form = PAGE_BODIES.get(road.name, {})
        if method == "GET":
            return self.client.get(path, form)  # type: ignore[return-value]
        headers = {"HX-Request": "true"}
        return self.client.post(path, form, headers=headers, QUERY_STRING=urlencode(form))  # type: ignore[return-value]


# Roads that answer a person who may use them with a refusal that is none: set-up is over, nobody
# waits for a code, logging out leads to the log-in, nothing is there to be moved.
ODD = {"setup", "login-code", "logout", "activities:calendar_move"}


def is_refusal(answer: HttpResponse) -> bool:
    to_login = answer.status_code == 302 and answer.headers["Location"].startswith("/login/")
    return answer.status_code in REFUSED or to_login


def cells(all_roads: list[Road]) -> Iterator[tuple[Road, str, str]]:
    """Route, method, copy; settings are the same for every copy."""
    for road in all_roads:
        has_copies = COPY_KINDS & set(road.kinds.values())
        for copy in COPIES if has_copies else ("zheng",):
            for method in road.methods:
                yield road, method, copy


def look(visitor: Visitor, all_roads: list[Road]) -> Findings:
    """All cells of one reader."""
    scene = visitor.scene
    oracle, found = Oracle(scene), Findings()
    for road, method, copy in cells(all_roads):
        if any(scene.find(copy, kind) is None for kind in road.kinds.values()):
            continue
        with transaction.atomic():
            _cell(visitor, oracle, found, (road, method, copy))
            transaction.set_rollback(True)
    return found


def _cell(visitor: Visitor, oracle: Oracle, found: Findings, cell: tuple[Road, str, str]) -> None:
    road, method, copy = cell
    scene, person = visitor.scene, visitor.person
    where = f"{visitor.name} {method} {road.name} of {copy}"
    ids = {kind: scene.find(copy, kind) for kind in road.kinds.values()}
    with writes.noticed() as written:
        answer = visitor.ask(road, method, road.path(ids))
    found.cells += 1
    status = answer.status_code
    if status >= 500:
        found.add(f"{where}: {status}")
    elif not oracle.allowed(person, road, copy):
        if not is_refusal(answer):
            found.add(f"{where}: {status}, but it should be refused")
        elif oracle.permitted(person, road) and status not in {404, 405}:
            found.add(f"{where}: {status}, which tells that there is such a record")
        if written:
            found.add(f"{where}: refused, yet it wrote: {written[0][:80]}")
    elif person is not None and not oracle.acts(person, road, copy):
        if method != "GET" and is_refusal(answer) and written:
            found.add(f"{where}: refused by a rule, yet it wrote: {written[0][:80]}")
    elif road.name in ODD:
        return
    elif status not in ANSWERED or (is_refusal(answer) and status != 405):
        found.add(f"{where}: {status}, but it is allowed")


@pytest.mark.parametrize("name", READERS)
def test_every_cell_of_the_matrix_answers_as_declared(scene: Scene, name: str) -> None:
    visitor = Visitor(scene, name)
    before = writes.fingerprint()
    found = look(visitor, roads.pages() + roads.operations())
    assert not found.wrong, "\n" + "\n".join(found.wrong)
    assert found.cells > 600
    assert writes.fingerprint() == before


def test_every_parameter_of_a_path_is_in_the_table() -> None:
    assert roads.undescribed() == []


def test_the_table_names_no_route_that_is_gone() -> None:
    known = {road.name for road in roads.pages() + roads.operations()}
    assert set(PAGE_KINDS) | set(PAGE_BODIES) | set(API_BODIES) | ODD <= known


# Controls: each planted defect must be found.


@requires("customers", "view")
def leaking(request: StaffRequest, pk: int) -> HttpResponse:
    """Loads past the scope."""
    return HttpResponse(Customer.objects.get(pk=pk).name)


@requires("customers", "view")
def telling(request: StaffRequest, pk: int) -> HttpResponse:
    """Says 403 where 404 is due."""
    if not Customer.objects.visible_to(request.user).filter(pk=pk).exists():
        raise NotAllowed
    return HttpResponse()


@requires("customers", "view")
def writing_first(request: StaffRequest, pk: int) -> HttpResponse:
    """Writes, then refuses."""
    Customer.objects.filter(pk=pk).unlogged_update(note="x")
    if not Customer.objects.visible_to(request.user).filter(pk=pk).exists():
        raise Http404
    return HttpResponse()


@requires("customers", "delete")
def asking_too_much(request: StaffRequest, pk: int) -> HttpResponse:
    """Asks for a right that is not the declared one."""
    return HttpResponse()


@requires("customers", "view")
def breaking(request: StaffRequest, pk: int) -> HttpResponse:
    raise ZeroDivisionError


class Planted:
    """A urlconf with one planted view beside the product's own."""

    def __init__(self, view: Any) -> None:
        self.urlpatterns = [path("planted/<int:pk>/", view), *urlpatterns]


@pytest.mark.parametrize(
    ("view", "told"),
    [
        (leaking, "it should be refused"),
        (telling, "tells that there is such a record"),
        (writing_first, "yet it wrote"),
        (asking_too_much, "but it is allowed"),
        (breaking, "500"),
    ],
)
def test_a_planted_defect_is_found(scene: Scene, settings: Settings, view: Any, told: str) -> None:
    settings.ROOT_URLCONF = Planted(view)
    road = Road("planted", "/planted/{pk}/", ("customers", "view"), ("GET",), {"pk": "customer"})
    assert any(told in line for line in look(Visitor(scene, "zheng"), [road]).wrong)


def test_a_route_that_is_not_in_the_table_is_found() -> None:
    def view(_request: HttpRequest, **_names: Any) -> HttpResponse:
        return HttpResponse()

    resolver = URLResolver(RegexPattern(r"^/"), [path("planted/<int:pk>/", view, name="planted")])
    assert roads.undescribed(resolver) == ["planted"]
