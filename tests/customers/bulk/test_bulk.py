"""One change of many customers: scope, preview, jobs, kills, one undo."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.db.models import Q
from django.test import Client

from tests.conftest import ClientOf
from tests.customers.many import Many, grow
from tests.world import World, actor
from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import AuditEntry
from zhuixiao.customers import bulk_registry
from zhuixiao.customers.actions import bulk, editing
from zhuixiao.customers.models import BulkChange, Customer, OwnerSpan
from zhuixiao.customers.views import bulk as bulk_views
from zhuixiao.kit import jobs


@pytest.fixture
def many(world: World) -> Many:
    found = grow(world)
    OwnerSpan.objects.bulk_create(
        OwnerSpan(customer=row, owner_id=row.owner_id, since=row.created_at, reason="created")
        for row in found.customers
    )
    return found


def send(client: Client, action: str, **form: Any) -> Any:
    return client.post("/customers/bulk/", {"do": action, **form})


def picture() -> dict[int, Any]:
    """What every customer looks like, without versions."""
    tags = Customer.tags.through.objects.values_list("customer_id", "option_id")
    held: dict[int, list[int]] = {}
    for pk, tag in tags:
        held.setdefault(pk, []).append(tag)
    columns = ("stage_id", "owner_id", "department_id", "industry_id", "extra", "deleted_at")
    rows = Customer.objects.values_list("pk", *columns)
    return {row[0]: (*row[1:], sorted(held.get(row[0], []))) for row in rows}


def ids_of(many: Many, count: int) -> str:
    return ",".join(str(row.pk) for row in many.customers[:count])


def test_a_selection_gets_a_new_value_and_one_undo_brings_all_back(
    world: World, many: Many, client_of: ClientOf
) -> None:
    client = client_of(world.boss)
    before = picture()
    stage = many.stages[1]

    answer = send(client, "set", ids=ids_of(many, 30), field="stage", stage=stage.pk)

    assert answer.status_code == 204, answer.content
    chosen = [row.pk for row in many.customers[:30]]
    changed = [pk for pk in chosen if before[pk][0] != stage.pk]
    assert all(stage_id == stage.pk for stage_id, *_ in (picture()[pk] for pk in chosen))
    assert AuditEntry.objects.filter(kind="customer", action="edit").count() == len(changed)
    begun = BulkChange.objects.get()
    assert (begun.total, begun.changed_count) == (30, len(changed))
    assert client.post(f"/customers/bulk/{begun.pk}/undoing/").status_code == 204
    assert picture() == before


def test_tags_are_added_and_removed_beside_those_that_are_there(
    world: World, many: Many, client_of: ClientOf
) -> None:
    client = client_of(world.boss)
    before = picture()
    first, second, third = (tag.pk for tag in many.tags)

    send(client, "tag", ids=ids_of(many, 40), add=[first, second], remove=[third])

    for row in many.customers[:40]:
        assert picture()[row.pk][-1] == sorted({*before[row.pk][-1], first, second} - {third})
    client.post(f"/customers/bulk/{BulkChange.objects.get().pk}/undoing/")
    assert picture() == before


def test_without_tags_the_form_says_where_they_are_made(world: World, client_of: ClientOf) -> None:
    form = client_of(world.boss).post("/customers/bulk/", {"do": "tag", "step": "ask", "ids": "1"})
    assert "选项列表" in form.content.decode()
    assert 'name="remove"' not in form.content.decode()


def test_assigned_customers_go_back_even_out_of_sight(
    world: World, many: Many, client_of: ClientOf
) -> None:
    """The manager of 华南 gives them to 华东, does not see them any more, and takes them back."""
    client = client_of(world.manager)
    before = picture()

    mine = f"owner={world.zheng.pk}"
    answer = send(client, "assign", matching=mine, all="1", owner=world.li.pk)

    assert answer.status_code == 204, answer.content
    given = [pk for pk, row in before.items() if row[1] == world.zheng.pk]
    assert given
    assert all(picture()[pk][1] == world.li.pk for pk in given)
    client.post(f"/customers/bulk/{BulkChange.objects.get().pk}/undoing/")
    assert picture() == before
    assert not OwnerSpan.objects.filter(customer_id__in=given, until=None).exclude(
        owner=world.zheng
    )


def test_deleted_customers_come_back(world: World, many: Many, client_of: ClientOf) -> None:
    client = client_of(world.boss)
    before = picture()

    send(client, "delete", ids=ids_of(many, 12))

    assert Customer.objects.visible_to(world.boss).count() == 108
    client.post(f"/customers/bulk/{BulkChange.objects.get().pk}/undoing/")
    assert picture() == before


def test_what_somebody_changed_since_stays(world: World, many: Many, client_of: ClientOf) -> None:
    client = client_of(world.boss)
    send(client, "set", ids=ids_of(many, 5), field="stage", stage=many.stages[1].pk)
    touched = many.customers[2]
    editing.edit(by=actor(world.admin), customer=touched, values={"stage": many.stages[2].pk})

    client.post(f"/customers/bulk/{BulkChange.objects.get().pk}/undoing/")

    assert Customer.objects.get(pk=touched.pk).stage_id == many.stages[2].pk


def test_customers_out_of_sight_are_not_changed(
    world: World, many: Many, client_of: ClientOf
) -> None:
    client = client_of(world.zheng)

    send(client, "set", ids=ids_of(many, 120), field="stage", stage=many.stages[1].pk)

    others = [row for row in many.customers if row.owner_id != world.zheng.pk]
    after = picture()
    assert BulkChange.objects.get().total == 120 - len(others)
    assert all(after[row.pk][0] == row.stage_id for row in others)


@pytest.mark.parametrize(
    ("action", "form", "status"),
    [
        ("assign", {"owner": "1"}, 404),
        ("delete", {}, 404),
        ("nonsense", {}, 404),
        ("set", {"field": "owner", "owner": "1"}, 422),
        ("set", {"field": "name", "name": "x"}, 422),
        ("set", {"field": "stage", "stage": "999999"}, 422),
        ("tag", {"add": ["999999"]}, 422),
        ("tag", {}, 422),
    ],
)
def test_what_is_not_allowed_or_does_not_fit_changes_nothing(
    world: World, many: Many, client_of: ClientOf, action: str, form: dict[str, Any], status: int
) -> None:
    before = picture()

    answer = send(client_of(world.zheng), action, ids=ids_of(many, 120), **form)

    assert answer.status_code == status
    assert picture() == before


def test_a_filter_that_cannot_be_understood_selects_nobody(
    world: World, many: Many, client_of: ClientOf
) -> None:
    answer = send(client_of(world.boss), "delete", matching="f={", all="1")

    assert answer.status_code == 400
    assert not BulkChange.objects.exists()


def test_the_form_tells_how_many_it_will_change(
    world: World, many: Many, client_of: ClientOf
) -> None:
    client = client_of(world.boss)
    never = sum(row.last_contact_at is None for row in many.customers)

    page = send(client, "delete", matching="last_contact=never", all="1", step="ask")

    assert f"将修改 {never} 个客户" in page.content.decode()
    assert not BulkChange.objects.exists()


def test_many_customers_are_changed_by_a_job(
    world: World, many: Many, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk_views, "AT_ONCE", 20)
    monkeypatch.setattr(bulk, "BATCH", 25)
    client = client_of(world.boss)
    before = picture()

    page = send(client, "set", all="1", matching="", field="stage", stage=many.stages[0].pk)
    jobs.run_due()

    begun = BulkChange.objects.get()
    assert page.status_code == 200
    assert begun.finished_at is not None
    assert all(row[0] == many.stages[0].pk for row in picture().values())
    progress = client.get(f"/customers/bulk/{begun.pk}/")
    assert f"/customers/bulk/{begun.pk}/undoing/" in progress.headers["hx-trigger"]
    client.post(f"/customers/bulk/{begun.pk}/undoing/")
    jobs.run_due()
    assert picture() == before


def test_a_change_that_was_killed_goes_on_and_touches_nobody_twice(
    world: World, many: Many, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "BATCH", 25)
    by = actor(world.boss)
    change = bulk.begin(by=by, action="doubling", options={}, conditions=Q())
    calls: list[int] = []
    kills = [True]

    def apply(_by: Actor, customers: Any, _options: Any) -> int:
        calls.extend(row.pk for row in customers)
        if len(calls) == 75 and kills.pop():
            raise RuntimeError("killed")
        return len(customers)

    doubling = bulk_registry.find("doubling")
    assert doubling
    monkeypatch.setattr(bulk_registry, "_actions", {"doubling": replace(doubling, apply=apply)})
    with pytest.raises(RuntimeError):
        run(by, change)
    del calls[50:]
    kills.append(False)
    run(by, change)

    assert len(calls) == len(set(calls)) == 120
    assert BulkChange.objects.get().changed_count == 120


def test_nobody_undoes_another_persons_change(
    world: World, many: Many, client_of: ClientOf
) -> None:
    send(client_of(world.boss), "set", ids=ids_of(many, 3), field="stage", stage=many.stages[1].pk)
    begun = BulkChange.objects.get()

    assert client_of(world.admin).post(f"/customers/bulk/{begun.pk}/undoing/").status_code == 404
    assert client_of(world.admin).get(f"/customers/bulk/{begun.pk}/").status_code == 404


def test_an_undo_is_done_once_and_within_a_week(
    world: World, many: Many, client_of: ClientOf
) -> None:
    client = client_of(world.boss)
    send(client, "set", ids=ids_of(many, 3), field="stage", stage=many.stages[1].pk)
    begun = BulkChange.objects.get()

    assert client.post(f"/customers/bulk/{begun.pk}/undoing/").status_code == 204
    assert client.post(f"/customers/bulk/{begun.pk}/undoing/").status_code == 400


def run(by: Actor, change: BulkChange) -> None:
    while bulk.advance(by=by, change=change, conditions=Q()):
        pass


@pytest.fixture(autouse=True)
def doubling() -> Iterator[None]:
    """An action of a higher app."""
    tag = bulk_registry.find("tag")
    assert tag
    bulk_registry.register(replace(tag, key="doubling"))
    yield
    bulk_registry._actions.pop("doubling")
