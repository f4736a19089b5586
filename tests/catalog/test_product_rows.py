"""The level prices and parts in the dialog of a product."""

from decimal import Decimal

import pytest

from tests.conftest import ClientOf
from tests.query_counts import pinned
from tests.world import NOW, World, actor
from zhuixiao.catalog.actions import products
from zhuixiao.catalog.actions.bundles import Part
from zhuixiao.catalog.actions.prices import Tier
from zhuixiao.catalog.actions.products import ProductValues
from zhuixiao.catalog.choices import PickList
from zhuixiao.catalog.models import Option, Product


@pytest.mark.parametrize("count", [1, 4])
def test_the_dialog_costs_the_same_with_many_rows(
    world: World, client_of: ClientOf, count: int
) -> None:
    level, by = Option.objects.of(PickList.IMPORTANCE)[0], actor(world.boss)
    inside = [Product.objects.create(name=f"面板{n}", sku=f"P{n}") for n in range(count)]
    values = ProductValues(
        name="套装",
        sku="SET",
        tiers=[Tier(level.pk, 100 + n, least=n) for n in range(count)],
        parts=[Part(one.pk, Decimal(2)) for one in inside],
    )
    product = products.add(by=by, values=values)
    client, address = client_of(world.boss), f"/settings/products/{product.pk}/"
    typed = {
        "tier-level": [level.pk] * count,
        "tier-price": ["1"] * count,
        "part-part": [one.pk for one in inside],
        "part-quantity": ["2"] * count,
    }
    client.get(address)
    with pinned("catalog.product"):
        page = client.get(address).content.decode()
    assert page.count(f'<option value="{level.pk}" selected>{level}</option>') == count
    for one in inside:
        assert f'<option value="{one.pk}" selected>{one.name} · {one.sku}</option>' in page
    with pinned("catalog.product_typed"):
        assert client.post(address, typed).status_code == 422


def test_a_retired_level_is_offered_only_where_it_is_chosen(
    world: World, client_of: ClientOf
) -> None:
    gone, kept = Option.objects.of(PickList.IMPORTANCE)[:2]
    tiers = [Tier(gone.pk, 100), Tier(kept.pk, 200)]
    values = ProductValues(name="球阀", sku="V", tiers=tiers)
    product = products.add(by=actor(world.boss), values=values)
    Option.objects.filter(pk=gone.pk).update(retired_at=NOW)
    client, address = client_of(world.boss), f"/settings/products/{product.pk}/"
    assert client.get(address).content.decode().count(f'<option value="{gone.pk}"') == 1
    form = {"name": "球阀", "sku": "V", "list_price": "1", "standard_cost": "0"}
    rows = {"tier-level": [gone.pk, kept.pk], "tier-price": ["3", "4"]}
    assert client.post(address, form | rows).status_code == 303
    assert set(product.tiers.values_list("price", flat=True)) == {300, 400}


@pytest.mark.parametrize("box", ["tier-level", "part-part"])
def test_a_row_refuses_what_does_not_exist(world: World, client_of: ClientOf, box: str) -> None:
    form = {"name": "球阀", "sku": "V", "list_price": "1", "standard_cost": "0"}
    for odd in ("x", "-1", "999999", "9" * 30, "１"):
        rows = {box: [odd], "tier-price": ["3"], "part-quantity": ["1"]}
        assert client_of(world.boss).post("/settings/products/new/", form | rows).status_code == 422
    assert not Product.objects.exists()
