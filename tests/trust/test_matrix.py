"""Every route x every role x every relation to the record: allowed as declared, else refused.

A refused request writes nothing; what a person may not see answers like what does not exist. Of
every answer: reading writes nothing, no phone is shown to a masked role, nobody's record to who may
not see it, a dealer's person reads no colleague's name, and the headers that keep a browser safe
are there.
"""

from typing import Any

import pytest
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import URLResolver, path
from django.urls.resolvers import RegexPattern
from pytest_django import Settings

from tests.trust import inspectors, roads, writes
from tests.trust.matrix import ODD, Visitor, copies, look
from tests.trust.oracle import Oracle
from tests.trust.planting import planted
from tests.trust.roads import Road
from tests.trust.scene import PHONE, Scene
from tests.trust.shares import asked, dealt
from tests.trust.table import API_BODIES, PAGE_BODIES, PAGE_KINDS
from zhuixiao.accounts.guards import StaffRequest, requires
from zhuixiao.accounts.models import Employee
from zhuixiao.customers.models import Customer
from zhuixiao.kit.errors import NotAllowed

pytestmark = pytest.mark.django_db

READERS = (
    *("boss", "admin", "manager", "finance", "marketing", "service"),
    *("zheng", "chen", "su", "li", "reading", "working", "dealer", "gone", "nobody"),
)


@pytest.mark.parametrize("name", READERS)
def test_every_cell_of_the_matrix_answers_as_declared(scene: Scene, name: str) -> None:
    visitor = Visitor(scene, name)
    ways = asked(roads.pages() + roads.operations(), READERS.index(name), of=3)
    before = writes.fingerprint()
    found = look(visitor, ways, inspectors.ALL)
    assert not found.wrong, "\n" + "\n".join(found.wrong)
    assert found.cells > len(ways)
    assert writes.fingerprint() == before


@pytest.mark.parametrize("name", ["boss", "finance", "reading", "gone"])
def test_copies_of_one_relation_answer_the_same(scene: Scene, name: str) -> None:
    """Control of what the matrix leaves out: a part of the roads is asked for every copy."""
    visitor, oracle = Visitor(scene, name), Oracle(scene)
    ways, several = dealt(roads.pages() + roads.operations(), READERS.index(name), of=12), 0
    for road in ways:
        for alike in copies(oracle, visitor.person, road):
            for method in road.methods:
                met = {copy: visitor.try_out(road, method, copy).status_code for copy in alike}
                assert len(set(met.values())) == 1, (method, road.name, met)
                several += len(alike) > 1
    assert several


def test_copies_of_different_relations_are_told_apart(scene: Scene) -> None:
    """Control: what somebody owns, a colleague's and what is gone do not speak for each other."""
    road = next(road for road in roads.pages() if road.name == "customers:detail")
    met = {
        name: copies(Oracle(scene), scene.readers[name], road)
        for name in ("boss", "zheng", "reading", "nobody")
    }
    assert met == {
        "boss": [["zheng", "su", "li"], ["trash"]],
        "zheng": [["zheng"], ["su"], ["li"], ["trash"]],
        "reading": [["zheng"], ["su", "li"], ["trash"]],
        "nobody": [["zheng", "su", "li", "trash"]],
    }


def test_every_parameter_of_a_path_is_in_the_table() -> None:
    assert roads.undescribed() == []
    assert roads.undescribed_operations() == []


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


@requires("customers", "view")
def counting_visits(request: StaffRequest, pk: int) -> HttpResponse:
    """Writes while it reads."""
    Customer.objects.filter(pk=pk).unlogged_update(note="x")
    return HttpResponse()


@requires("customers", "view")
def showing_phones(request: StaffRequest, pk: int) -> HttpResponse:
    return JsonResponse({"phone": PHONE})


@requires("customers", "view")
def listing_all(request: StaffRequest, pk: int) -> HttpResponse:
    """Counts and lists past the scope."""
    return JsonResponse([row.name for row in Customer.objects.all()], safe=False)


@requires("customers", "view")
def listing_people(request: StaffRequest, pk: int) -> HttpResponse:
    """Offers everybody to everybody."""
    return JsonResponse([row.name for row in Employee.objects.active()], safe=False)


@requires("customers", "view")
def framed(request: StaffRequest, pk: int) -> HttpResponse:
    policy = "default-src 'none' 'unsafe-inline'"
    return HttpResponse(headers={"Content-Security-Policy": policy, "Cache-Control": "public"})


@pytest.mark.parametrize(
    ("view", "reader", "told"),
    [
        (leaking, "zheng", "it should be refused"),
        (telling, "zheng", "tells that there is such a record"),
        (writing_first, "zheng", "yet it wrote"),
        (asking_too_much, "zheng", "but it is allowed"),
        (breaking, "zheng", "500"),
        (counting_visits, "zheng", "a reading request wrote"),
        (showing_phones, "finance", "shows the phone"),
        (listing_all, "zheng", "shows 'su 酒店'"),
        (listing_people, "dealer", "names the colleague 廖利"),
        (framed, "zheng", "headers miss policy, frame, cache"),
    ],
)
def test_a_planted_defect_is_found(
    scene: Scene, settings: Settings, view: Any, reader: str, told: str
) -> None:
    settings.ROOT_URLCONF = planted(view, place="planted/<int:pk>/")
    road = Road("planted", "/planted/{pk}/", ("customers", "view"), ("GET",), {"pk": "customer"})
    wrong = look(Visitor(scene, reader), [road], inspectors.ALL).wrong
    assert any(told in line for line in wrong), wrong


def test_a_route_that_is_not_in_the_table_is_found() -> None:
    def view(_request: HttpRequest, **_names: Any) -> HttpResponse:
        return HttpResponse()

    resolver = URLResolver(RegexPattern(r"^/"), [path("planted/<int:pk>/", view, name="planted")])
    assert roads.undescribed(resolver) == ["planted"]
