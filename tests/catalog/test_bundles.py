"""Products that consist of others."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from tests.conftest import ClientOf
from tests.query_counts import pinned
from tests.world import World, actor
from zhuixiao.catalog import costs
from zhuixiao.catalog.actions import costs as cost_actions
from zhuixiao.catalog.actions import products
from zhuixiao.catalog.actions.bundles import Part
from zhuixiao.catalog.actions.products import ProductValues
from zhuixiao.catalog.models import BundlePart, Product
from zhuixiao.kit.errors import Invalid

TODAY = date(2026, 3, 2)


def add(world: World, name: str, cost: int = 0) -> Product:
    """A product without parts."""
    return products.add(
        by=actor(world.boss),
        values=ProductValues(
            name=name,
            sku=name,
            list_price=10_000,
            standard_cost=cost,
        ),
    )


def put(world: World, product: Product, *parts: tuple[Product, str]) -> Product:
    """Let the product consist of these."""
    values = ProductValues(
        name=product.name,
        sku=product.sku,
        parts=[Part(one.pk, Decimal(quantity)) for one, quantity in parts],
    )
    return products.change(by=actor(world.boss), product=product, values=values)


def test_a_bundle_costs_what_its_parts_cost_on_the_day(world: World) -> None:
    switch, panel = add(world, "开关", 2_400), add(world, "面板", 6_000)
    room = add(world, "客房套装")
    put(world, room, (switch, "2"), (panel, "0.333"))
    by = actor(world.boss)
    cost_actions.set_from(by=by, product=switch, cost=2_000, day=date(2025, 1, 1))
    floor = put(world, add(world, "楼层套装"), (room, "10"))
    assert costs.cost_of([room, floor], on=TODAY) == {room.pk: 6_798, floor.pk: 67_980}
    assert costs.cost_of([floor], on=date(2025, 6, 1)) == {floor.pk: 59_980}
    cost_actions.set_from(by=by, product=room, cost=5_000, day=TODAY)
    assert costs.cost_of([room, floor], on=TODAY) == {room.pk: 5_000, floor.pk: 50_000}


def test_a_bundle_with_a_planned_cost_costs_what_its_parts_cost_until_then(world: World) -> None:
    room = put(world, add(world, "客房套装"), (add(world, "面板", 6_000), "2"))
    later = date(2026, 4, 1)
    cost_actions.set_from(by=actor(world.boss), product=room, cost=9_000, day=later)
    found = [costs.cost_of([room], on=day)[room.pk] for day in (TODAY, later)]
    assert found == [12_000, 9_000]


def test_many_bundles_take_as_many_statements_as_one(world: World) -> None:
    part = add(world, "面板", 6_000)
    rooms = [put(world, add(world, f"套装{n}"), (part, "2")) for n in range(5)]
    for asked in (rooms[:1], rooms):
        with pinned("catalog.cost_of_bundles"):
            found = costs.cost_of(asked, on=TODAY)
        assert set(found.values()) == {12_000}


def test_no_product_contains_itself(world: World) -> None:
    first, second, third = (add(world, name) for name in "甲乙丙")
    put(world, first, (second, "1"))
    put(world, second, (third, "1"))
    for product, part in ((third, first), (second, first), (first, first)):
        with pytest.raises(Invalid) as refused:
            put(world, product, (part, "1"))
        assert "parts" in refused.value.errors
    with pytest.raises(IntegrityError), transaction.atomic():
        BundlePart.objects.create(bundle=first, part=first, quantity=1)


def test_parts_have_a_quantity_stand_once_and_are_in_use(world: World) -> None:
    room, part, gone = (add(world, name) for name in "甲乙丙")
    products.retire(by=actor(world.boss), product=gone)
    for parts in (
        [(part, "0")],
        [(part, "-1")],
        [(part, "0.0001")],
        [(part, "NaN")],
        [(part, "1"), (part, "2")],
        [(gone, "1")],
    ):
        with pytest.raises(Invalid):
            put(world, room, *parts)
    with pytest.raises(IntegrityError), transaction.atomic():
        BundlePart.objects.create(bundle=room, part=part, quantity=0)
    # What was in it before it was retired may stay.
    put(world, room, (part, "1"))
    products.retire(by=actor(world.boss), product=part)
    put(world, room, (part, "2"))


def test_parts_are_typed_in_the_dialog_and_read_in_the_card(
    world: World, client_of: ClientOf
) -> None:
    room, part = add(world, "客房套装"), add(world, "面板", 6_000)
    client, address = client_of(world.boss), f"/settings/products/{room.pk}/"
    form = {"name": "客房套装", "sku": "客房套装", "list_price": "100", "standard_cost": "0"}
    rows = {"part-part": [part.pk, ""], "part-quantity": ["1.5", ""]}
    assert client.post(address, form | rows).status_code == 303
    assert BundlePart.objects.get().quantity == Decimal("1.5")
    assert 'value="1.5"' in client.get(address).content.decode()
    card = client_of(world.manager).get(f"{address}card/").content.decode()
    assert "1.5" in card
    assert "90.00" in card
    wrong = client.post(address, form | {"part-part": [""], "part-quantity": ["2"]})
    assert wrong.status_code == 422
    found = client.get("/settings/products/find/?q=面板").json()
    assert found == [{"value": part.pk, "text": "面板 · 面板"}]
