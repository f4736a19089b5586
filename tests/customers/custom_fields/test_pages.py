"""The settings page of own fields."""

import pytest
from django.urls import reverse

from tests.conftest import ClientOf
from tests.world import World
from zhuixiao.customers.models import CustomField

pytestmark = pytest.mark.django_db
NEW = {"label": "等级", "kind": "single", "choices": "金\n银\n", "help": "按年采购额"}


def test_the_pages_are_for_who_manages_customers(world: World, client_of: ClientOf) -> None:
    boss = client_of(world.boss)
    boss.post(reverse("customers:field-new"), NEW)
    field = CustomField.objects.get()
    for address in (
        reverse("customers:fields"),
        reverse("customers:field-new"),
        reverse("customers:field", args=[field.pk]),
    ):
        assert boss.get(address).status_code == 200
        assert client_of(world.manager).get(address).status_code == 403
    settings = boss.get(reverse("settings")).content.decode()
    assert reverse("customers:fields") in settings


def test_a_field_is_added_changed_ordered_retired_and_used_again(
    world: World, client_of: ClientOf
) -> None:
    client = client_of(world.boss)
    client.post(reverse("customers:field-new"), NEW)
    client.post(reverse("customers:field-new"), {"label": "面积", "kind": "number"})
    field, area = CustomField.objects.order_by("pk")
    assert field.choices == ["金", "银"]
    change = {"label": "客户等级", "help": "", "is_required": "on"}
    client.post(reverse("customers:field", args=[field.pk]), change)
    order = client.post(reverse("customers:fields-order"), {"id": [area.pk, field.pk]})
    assert order.status_code == 204
    client.post(reverse("customers:field-retirement", args=[area.pk]))
    field.refresh_from_db()
    area.refresh_from_db()
    assert (field.label, field.is_required, field.position) == ("客户等级", True, 1)
    assert area.retired_at is not None
    client.post(reverse("customers:field-comeback", args=[area.pk]))
    area.refresh_from_db()
    assert area.retired_at is None


def test_choices_are_added_renamed_retired_and_ordered(world: World, client_of: ClientOf) -> None:
    client = client_of(world.boss)
    client.post(reverse("customers:field-new"), NEW)
    field = CustomField.objects.get()
    one = reverse("customers:field-choice", args=[field.pk])
    client.post(reverse("customers:field-choices", args=[field.pk]), {"names": "铜\n铁"})
    client.post(one, {"do": "rename", "choice": "金", "name": "黄金"})
    client.post(one, {"do": "retire", "choice": "铁"})
    names = ["铜", "银", "黄金"]
    client.post(reverse("customers:field-choices-order", args=[field.pk]), {"id": names})
    field.refresh_from_db()
    assert (field.choices, field.retired_choices) == (names, ["铁"])
    client.post(one, {"do": "bring_back", "choice": "铁"})
    assert client.post(one, {"do": "eat", "choice": "铁"}).status_code == 400
    field.refresh_from_db()
    assert field.choices == [*names, "铁"]


def test_a_mistake_keeps_what_was_typed(world: World, client_of: ClientOf) -> None:
    page = client_of(world.boss).post(
        reverse("customers:field-new"), {"label": "客户", "kind": "text", "help": "唯一的提示"}
    )
    assert page.status_code == 422
    assert "唯一的提示" in page.content.decode()
