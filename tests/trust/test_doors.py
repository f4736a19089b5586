"""The doors: who has left is out at once, log-in leads nowhere else, odd methods are refused."""

from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from tests.trust import roads
from tests.trust.matrix import BACKEND, Visitor
from tests.trust.planting import planted
from tests.trust.scene import Scene
from tests.world import PASSWORD, actor
from zhuixiao.accounts.actions import employees
from zhuixiao.accounts.guards import StaffRequest, staff
from zhuixiao.accounts.models import Employee, Token
from zhuixiao.files.models import StoredFile

pytestmark = pytest.mark.django_db


def leave(scene: Scene) -> None:
    """As the settings page does it."""
    employees.deactivate(by=actor(scene.world.boss, at=timezone.now()), employee=scene.world.zheng)


def only_the_flag(scene: Scene) -> None:
    """As if ending sessions and tokens had been forgotten: the door itself must hold."""
    Employee.objects.filter(pk=scene.world.zheng.pk).update(is_active=False)


@pytest.mark.parametrize("how", [leave, only_the_flag])
def test_who_has_left_is_refused_from_the_next_request_on(
    scene: Scene, how: Callable[[Scene], None]
) -> None:
    ids, visitor = scene.ids["zheng"], Visitor(scene, "zheng")
    own = StoredFile.objects.create(
        name="own.txt",
        stored="own",
        type="txt",
        size=1,
        sha256="x",
        uploaded_by=scene.world.zheng,
        created_at=timezone.now(),
    )
    doors = [
        reverse("home"),
        reverse("customers:table"),
        reverse("customers:rows"),
        reverse("customers:detail", args=[ids["customer"]]),
        reverse("files:download", args=[ids["file"]]),
        reverse("files:thumb", args=[ids["file"]]),
        reverse("customers:card", args=[ids["customer"]]),
        reverse("search") + "?q=zheng",
    ]
    api = ["/api/v1/me", "/api/v1/customers", f"/api/v1/customers/{ids['customer']}"]
    bearer = {"Authorization": f"Bearer {visitor.secret}"}
    assert {visitor.client.get(door).status_code for door in doors} == {200}
    assert {visitor.client.get(door, headers=bearer).status_code for door in api} == {200}

    how(scene)

    for door in doors:
        answer = visitor.client.get(door)
        assert answer.status_code == 302, door
        assert answer.headers["Location"].startswith("/login/"), door
    answer = visitor.client.get(reverse("files:download", args=[own.pk]))
    assert answer.status_code == 302
    assert {visitor.client.get(door, headers=bearer).status_code for door in api} == {401}
    written = visitor.client.post(
        reverse("activities:new"), {"subject": "x"}, headers={"HX-Request": "true"}
    )
    assert written.status_code == 401
    entered = Client().post(reverse("login"), {"username": "zhengbin", "password": PASSWORD})
    assert entered.status_code == 422


def test_who_has_left_cannot_come_back_alone(scene: Scene) -> None:
    visitor = Visitor(scene, "gone")
    person = scene.readers["gone"]
    assert person is not None
    place = reverse("accounts:employee-reactivation", args=[person.pk])
    assert visitor.client.post(place).status_code == 401
    assert not Employee.objects.get(pk=person.pk).is_active


def test_a_session_of_the_pages_opens_no_api_and_a_token_opens_no_page(scene: Scene) -> None:
    visitor = Visitor(scene, "zheng")
    assert visitor.client.get("/api/v1/me").status_code == 401
    bearer = {"Authorization": f"Bearer {visitor.secret}"}
    assert Client().get(reverse("home"), headers=bearer).status_code == 302


def test_a_token_does_no_more_than_its_scopes(scene: Scene) -> None:
    visitor = Visitor(scene, "boss")
    Token.objects.filter(employee=scene.world.boss).update(scopes=["catalog.view"])
    bearer = {"Authorization": f"Bearer {visitor.secret}"}
    assert visitor.client.get("/api/v1/options", headers=bearer).status_code == 200
    assert visitor.client.get("/api/v1/customers", headers=bearer).status_code == 403


ELSEWHERE = [
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https://evil.example",
    "https:evil.example",
    "HTTPS://evil.example/x",
    "javascript:alert(1)",
    "data:text/html,x",
    "/\t/evil.example",
    "/\n/evil.example",
    " //evil.example",
    "http://testserver@evil.example",
    "http://[::1]",
    "evil.example",
]


@pytest.mark.parametrize("target", ELSEWHERE)
def test_logging_in_leads_nowhere_else(scene: Scene, target: str) -> None:
    form = {"username": "chenmin", "password": PASSWORD, "next": target}
    entered = Client().post(reverse("login"), form)
    assert (entered.status_code, entered.headers["Location"]) == (302, "/")
    inside = Client()
    inside.force_login(scene.world.chen, backend=BACKEND)
    for answer in (
        inside.get(reverse("login"), {"next": target}),
        inside.post(reverse("language"), {"language": "en", "next": target}),
        inside.post(reverse("appearance"), {"theme": "dark", "next": target}),
    ):
        assert (answer.status_code, answer.headers["Location"]) == (302, "/")


def test_logging_in_leads_back_to_the_page(scene: Scene) -> None:
    """Control: the way back is not simply cut off."""
    form = {"username": "chenmin", "password": PASSWORD, "next": "/customers/?q=x"}
    assert Client().post(reverse("login"), form).headers["Location"] == "/customers/?q=x"


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PROPFIND", "X"])
def test_odd_methods_do_nothing(scene: Scene, method: str) -> None:
    visitor = Visitor(scene, "boss")
    pk = scene.ids["zheng"]["customer"]
    place = reverse("customers:delete", args=[pk])
    assert visitor.client.generic(method, place).status_code in {400, 403, 405}
    if method == "TRACE":
        answer = visitor.client.generic(method, "/", headers={"X-Secret": "abc"})
        assert answer.status_code == 405
        assert b"abc" not in answer.content


# Apps without a session: whoever knows the address is who it belongs to.
SECRET_IN_ADDRESS = {"field:gps"}


def test_every_writing_page_asks_for_the_csrf_token(scene: Scene, settings: Settings) -> None:
    own = roads.pages()
    settings.ROOT_URLCONF = planted(listening)
    client = Client(enforce_csrf_checks=True)
    client.force_login(scene.world.boss, backend=BACKEND)
    for road in own:
        if road.name in SECRET_IN_ADDRESS:
            continue
        place = road.path({kind: scene.find("zheng", kind) for kind in road.kinds.values()})
        assert client.post(place, {}).status_code == 403, road.name
    # Control: a view that opted out would be seen.
    assert client.post("/planted/").status_code == 200


@staff
def listening(request: StaffRequest) -> HttpResponse:
    return HttpResponse()


listening.csrf_exempt = True  # type: ignore[attr-defined]


@pytest.mark.parametrize("header", ["Host", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP"])
def test_a_forged_header_changes_no_link(scene: Scene, header: str) -> None:
    visitor = Visitor(scene, "boss")
    place = reverse("accounts:employee-invitation", args=[scene.world.chen.pk])
    given = "testserver" if header == "Host" else "evil.example"
    answer = visitor.client.post(place, headers={header: given})
    assert "evil.example" not in answer.content.decode()
    assert "http://127.0.0.1:8800/invitation/" in answer.content.decode()


def test_a_foreign_host_is_refused(scene: Scene) -> None:
    assert Client().get("/login/", headers={"Host": "evil.example"}).status_code == 400


def test_set_up_is_over(scene: Scene) -> None:
    for client in (Client(), Visitor(scene, "boss").client):
        assert client.get(reverse("setup")).status_code == 404
        form = {"name": "x", "username": "x", "password": PASSWORD}
        assert client.post(reverse("setup"), form).status_code == 404
