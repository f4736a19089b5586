"""Tabs: kept, shared, renamed, ordered, removed, and only by those who may."""

import json
from typing import Any

import pytest
from django.test import Client

from tests.conftest import ClientOf
from tests.world import World
from zhuixiao.customers.models import View
from zhuixiao.customers.queries import views

QUERY = "next_contact=overdue&sort=-contact_count&cols=name:300,owner:90"


def keys(client: Client) -> list[str]:
    return list(client.get("/customers/tab-counts/").json())


def save(client: Client, **form: Any) -> Any:
    return client.post(f"/customers/views/?{QUERY}", form)


def state(client: Client, view: Any) -> Any:
    return client.get("/customers/rows/", {"view": str(view)}).json()["state"]


def test_a_filter_becomes_a_tab_with_its_columns_and_sort(
    world: World, client_of: ClientOf
) -> None:
    client = client_of(world.zheng)

    answer = save(client, name="逾期的")

    view = View.objects.get()
    assert answer.headers["location"] == f"/customers/?view={view.pk}"
    assert state(client, view.pk) == {
        "view": str(view.pk),
        "q": "",
        "items": [{"field": "next_contact", "is": "relative", "value": "past"}],
        "sort": ["-contact_count"],
        "columns": [{"key": "name", "width": 300}, {"key": "owner", "width": 90}],
    }


def test_a_tab_is_private_until_it_is_shared(world: World, client_of: ClientOf) -> None:
    manager = client_of(world.manager)
    save(manager, name="我的")
    save(manager, name="大家的", is_shared="on")
    private, shared = View.objects.order_by("pk")

    assert str(private.pk) not in keys(client_of(world.zheng))
    assert str(shared.pk) in keys(client_of(world.zheng))
    assert {str(private.pk), str(shared.pk)} <= set(keys(manager))


def test_sharing_takes_the_right_to_assign(world: World, client_of: ClientOf) -> None:
    save(client_of(world.zheng), name="大家的", is_shared="on")

    assert not View.objects.filter(is_shared=True).exists()


def test_another_persons_tab_cannot_be_changed(world: World, client_of: ClientOf) -> None:
    save(client_of(world.manager), name="大家的", is_shared="on")
    view = View.objects.get()
    client = client_of(world.zheng)

    assert client.post(f"/customers/views/{view.pk}/", {"name": "x"}).status_code == 404
    assert client.post(f"/customers/views/{view.pk}/removal/").status_code == 404
    assert client.post(f"/customers/views/kept/?view={view.pk}").status_code == 404
    assert View.objects.get().name == "大家的"


def test_a_changed_tab_keeps_what_it_shows_now(world: World, client_of: ClientOf) -> None:
    client = client_of(world.zheng)
    save(client, name="逾期的")
    view = View.objects.get()

    client.post(f"/customers/views/kept/?view={view.pk}&last_contact=never&sort=name")

    view.refresh_from_db()
    assert view.conditions["items"] == [{"field": "last_contact", "is": "empty"}]
    assert view.sort == ["name"]


def test_a_built_in_tab_keeps_columns_and_sort_for_one_person(
    world: World, client_of: ClientOf
) -> None:
    client = client_of(world.zheng)

    client.post("/customers/views/kept/?view=due&cols=name,owner&sort=name&stage=1")

    kept = state(client, "due")
    assert [column["key"] for column in kept["columns"]] == ["name", "owner"]
    assert kept["sort"] == ["name"]
    assert kept["items"] == [{"field": "next_contact", "is": "relative", "value": "due"}]
    others = state(client_of(world.chen), "due")
    assert others["sort"] == ["next_contact"]


def test_an_address_names_no_filter_where_the_tab_has_none(
    world: World, client_of: ClientOf
) -> None:
    answer = client_of(world.zheng).get("/customers/rows/?view=all&sort=name&f=").json()
    assert answer["query"] == "sort=name"
    answer = client_of(world.zheng).get("/customers/rows/?view=due&f=").json()
    assert answer["query"] == "view=due&f=%7B%7D"


def test_a_tab_is_renamed_and_removed(world: World, client_of: ClientOf) -> None:
    client = client_of(world.zheng)
    save(client, name="逾期的")
    view = View.objects.get()

    assert client.post(f"/customers/views/{view.pk}/", {"name": ""}).status_code == 422
    client.post(f"/customers/views/{view.pk}/", {"name": "要追的"})
    assert View.objects.get().name == "要追的"
    client.post(f"/customers/views/{view.pk}/removal/")
    assert not View.objects.exists()


def test_tabs_are_put_into_order(world: World, client_of: ClientOf) -> None:
    client = client_of(world.zheng)
    for name in ("甲", "乙", "丙"):
        save(client, name=name)
    ids = list(View.objects.order_by("pk").values_list("pk", flat=True))

    client.post("/customers/views/order/", {"ids": [ids[2], ids[0], ids[1]]})

    assert [tab.pk for tab in views.tabs(world.zheng) if tab.pk] == [ids[2], ids[0], ids[1]]


def test_a_filter_that_cannot_be_understood_is_not_kept(world: World, client_of: ClientOf) -> None:
    query = json.dumps({"field": "owner__password", "is": "is", "value": "x"})

    answer = client_of(world.zheng).post(f"/customers/views/?f={query}", {"name": "x"})

    assert answer.status_code == 400
    assert not View.objects.exists()


@pytest.mark.parametrize("gone", ["cf_99", "phone"])
def test_a_tab_that_asks_for_a_field_that_is_gone_says_so(
    world: World, client_of: ClientOf, gone: str
) -> None:
    """Or for one that this reader may not ask: the tab opens without its conditions."""
    conditions = {"field": gone, "is": "filled"}
    view = View.objects.create(
        employee=world.finance, name="旧", conditions=conditions, sort=["cf_99"]
    )

    page = client_of(world.finance).get("/customers/", {"view": str(view.pk)})

    assert page.status_code == 200
    assert "条件未生效" in page.content.decode()
