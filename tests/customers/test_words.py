"""The history of a customer in words, and without what a role may not read."""

import pytest
from django.urls import reverse

from tests.conftest import ClientOf
from tests.world import World, actor
from zhuixiao.catalog.choices import PickList
from zhuixiao.catalog.models import Option
from zhuixiao.customers.actions import creating, custom_fields, editing
from zhuixiao.customers.actions.creating import NewCustomer
from zhuixiao.customers.actions.custom_fields import Definition
from zhuixiao.customers.choices import CustomFieldKind

pytestmark = pytest.mark.django_db


def test_a_change_is_told_in_words_and_phones_are_masked(world: World, client_of: ClientOf) -> None:
    by = actor(world.boss)
    level = custom_fields.add(
        by=by, kind=CustomFieldKind.SINGLE, definition=Definition("等级"), choices=["金"]
    )
    area = custom_fields.add(
        by=by, kind=CustomFieldKind.NUMBER, definition=Definition("面积"), choices=[]
    )
    stage = Option.objects.of(PickList.STAGE).last()
    assert stage is not None
    row = creating.create(by=by, new=NewCustomer({"name": "A", "phone": "13800138000"}, world.boss))
    values = {"stage": stage.pk, "region": 440106, "phone": "13900139000", level.key: "金"}
    editing.edit(by=by, customer=row, values=values)
    address = reverse("customers:changes", args=[row.pk])
    told = client_of(world.boss).get(address).content.decode()
    for word in (stage.name, "天河区", "等级: 金", "13900139000", "修改"):
        assert word in told, word
    assert "extra" not in told
    editing.edit(by=by, customer=row, values={area.key: 300})
    newest = client_of(world.boss).get(address).content.decode().split("</li>")[0]
    assert "面积: 300" in newest
    assert "等级" not in newest
    masked = client_of(world.finance).get(address).content.decode()
    assert stage.name in masked
    assert "13900139000" not in masked
    assert "13800138000" not in masked
