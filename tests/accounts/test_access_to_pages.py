"""Three cases for every page: who manages, a salesperson, nobody."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.conftest import ClientOf
from tests.world import World

MANAGED = [
    "company",
    "departments",
    "department-new",
    "employees",
    "employee-new",
    "groups",
    "group-new",
    "roles",
    "audit",
]
OWN = ["settings", "profile", "second-factor", "accounts:password", "accounts:token-new"]


@pytest.mark.parametrize("name", MANAGED)
def test_who_manages_people_opens_it(world: World, client_of: ClientOf, name: str) -> None:
    url = reverse(f"accounts:{name}")
    assert client_of(world.boss).get(url).status_code == 200
    assert client_of(world.admin).get(url).status_code == 200


@pytest.mark.parametrize("name", MANAGED)
def test_a_salesperson_may_not(world: World, client_of: ClientOf, name: str) -> None:
    assert client_of(world.zheng).get(reverse(f"accounts:{name}")).status_code == 403


@pytest.mark.parametrize("name", [*(f"accounts:{name}" for name in MANAGED), *OWN])
def test_a_stranger_is_sent_to_the_log_in(world: World, client: Client, name: str) -> None:
    response = client.get(reverse(name))
    assert response.status_code == 302
    assert response.headers["Location"].startswith(reverse("login"))


@pytest.mark.parametrize("name", OWN)
def test_everybody_opens_the_own_pages(world: World, client_of: ClientOf, name: str) -> None:
    assert client_of(world.zheng).get(reverse(name)).status_code == 200


@pytest.mark.parametrize("name", ["department", "employee", "group", "role", "role-copy"])
def test_a_page_of_a_record_is_for_managers_only(
    world: World, client_of: ClientOf, name: str
) -> None:
    from tests.world import actor
    from zhuixiao.accounts.actions import groups

    group = groups.save(by=actor(world.boss), name="值班", members=[world.zheng])
    ids = {
        "department": world.south.pk,
        "employee": world.zheng.pk,
        "group": group.pk,
        "role": world.zheng.role_id,
        "role-copy": world.zheng.role_id,
    }
    url = reverse(f"accounts:{name}", args=[ids[name]])
    assert client_of(world.admin).get(url).status_code == 200
    assert client_of(world.chen).get(url).status_code == 403
    missing = reverse(f"accounts:{name}", args=[999_999])
    assert client_of(world.admin).get(missing).status_code == 404


def test_every_managing_route_refuses_a_salesperson_by_post(
    world: World, client_of: ClientOf
) -> None:
    client = client_of(world.chen)
    for name in (
        "employee-invitation",
        "employee-deactivation",
        "employee-reactivation",
        "employee-second-factor",
        "employee-sessions",
        "department-closing",
        "role-reset",
        "role-removal",
        "group-removal",
    ):
        url = reverse(f"accounts:{name}", args=[world.zheng.pk])
        assert client.post(url).status_code == 403, name
