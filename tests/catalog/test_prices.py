"""What products are sold for to customers of a level."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from tests.conftest import ClientOf
from tests.query_counts import pinned
from tests.world import World, actor
from zhuixiao.accounts.models import AuditEntry
from zhuixiao.catalog import prices
from zhuixiao.catalog.actions import options, products
from zhuixiao.catalog.actions.prices import Tier
from zhuixiao.catalog.actions.products import ProductValues
from zhuixiao.catalog.choices import PickList
from zhuixiao.catalog.models import Option, PriceTier, Product
from zhuixiao.kit.errors import Conflict, Invalid


def level(key: str) -> Option:
    return Option.objects.of(PickList.IMPORTANCE).get(key=key)


def values(*tiers: Tier, name: str = "电动球阀") -> ProductValues:
    return ProductValues(name=name, sku="DF-125", list_price=32_000, tiers=tiers)


@pytest.fixture
def valve(world: World) -> Product:
    key = level("a").pk
    tiers = Tier(key, 30_000), Tier(key, 28_000, least=10), Tier(level("b").pk, 31_000)
    return products.add(by=actor(world.boss), values=values(*tiers))


@pytest.mark.parametrize(
    ("key", "quantity", "price"),
    [
        ("a", 1, 30_000),
        ("a", Decimal("9.999"), 30_000),
        ("a", 10, 28_000),
        ("a", Decimal("0.5"), 30_000),
        ("b", 500, 31_000),
        ("c", 10, 32_000),
        (None, 10, 32_000),
    ],
)
def test_the_price_is_that_of_the_level_and_quantity_or_the_list_price(
    world: World, valve: Product, key: str | None, quantity: Decimal | int, price: int
) -> None:
    asked = level(key) if key else None
    assert prices.price_of([valve], level=asked, quantity=quantity) == {valve.pk: price}


def test_many_prices_take_one_statement(world: World, valve: Product) -> None:
    other = Product.objects.create(name="甲", sku="1", list_price=5)
    key = level("a")
    with pinned("catalog.price_of"):
        found = prices.price_of([valve, other.pk], level=key)
    assert found == {valve.pk: 30_000, other.pk: 5}


def test_prices_are_replaced_left_and_logged(world: World, valve: Product) -> None:
    by = actor(world.boss)
    kept = ProductValues(name="电动球阀", sku="DF-125", list_price=32_000)
    assert products.change(by=by, product=valve, values=kept).version == 1
    key = level("c").pk
    products.change(by=by, product=valve, values=values(Tier(key, 29_000)))
    assert [(one.level_id, one.price) for one in prices.tiers_of(valve)] == [(key, 29_000)]
    changes = AuditEntry.objects.filter(kind="product").latest("pk").changes
    assert changes["prices"][1] == [[key, 0, 29_000]]
    assert len(changes["prices"][0]) == 3


def test_two_who_change_the_prices_see_each_other(world: World, valve: Product) -> None:
    by, key = actor(world.boss), level("c").pk
    products.change(by=by, product=valve, values=values(Tier(key, 1)), version=1)
    with pytest.raises(Conflict) as refused:
        products.change(by=by, product=valve, values=values(Tier(key, 2)), version=1)
    assert refused.value.fields["prices"]["theirs"] == [[key, 0, 1]]


def test_a_level_has_one_price_for_a_quantity(world: World, valve: Product) -> None:
    key = level("a").pk
    stage = Option.objects.of(PickList.STAGE)[0].pk
    for tiers in (
        [Tier(key, 1), Tier(key, 2)],
        [Tier(stage, 1)],
        [Tier(key, -1)],
        [Tier(key, 1, least=-1)],
    ):
        with pytest.raises(Invalid) as refused:
            products.change(by=actor(world.boss), product=valve, values=values(*tiers))
        assert "prices" in refused.value.errors
    for least, price in ((0, 5), (7, -1)):
        with pytest.raises(IntegrityError), transaction.atomic():
            PriceTier.objects.create(product=valve, level_id=key, least=least, price=price)


def test_merged_levels_keep_one_price(world: World, valve: Product) -> None:
    options.merge(by=actor(world.boss), option=level("a"), into=level("b"))
    assert [one.price for one in prices.tiers_of(valve)] == [31_000]


def test_prices_are_typed_in_the_dialog(world: World, valve: Product, client_of: ClientOf) -> None:
    client, address = client_of(world.boss), f"/settings/products/{valve.pk}/"
    assert 'value="280.00"' in client.get(address).content.decode()
    keys = [level("a").pk, "", level("c").pk]
    form = {
        "name": "电动球阀",
        "sku": "DF-125",
        "list_price": "320",
        "standard_cost": "0",
        "tier-level": keys,
        "tier-least": ["", "", "20"],
        "tier-price": ["299", "", "270.5"],
    }
    assert client.post(address, form).status_code == 303
    found = [(one.level.key, one.least, one.price) for one in prices.tiers_of(valve)]
    assert found == [("a", 0, 29_900), ("c", 20, 27_050)]
    wrong = client.post(address, form | {"tier-price": ["299", "7", "270.5"]})
    assert wrong.status_code == 422
    assert 'value="270.5"' in wrong.content.decode()
    twice = client.post(address, form | {"tier-level": [keys[0], "", keys[0]], "tier-least": []})
    assert twice.status_code == 422
    assert "客户级别" in client.get("/settings/products/rows/tier/").content.decode()
    assert client.get("/settings/products/rows/x/").status_code == 404


def test_salespeople_read_the_prices(world: World, valve: Product, client_of: ClientOf) -> None:
    card = client_of(world.zheng).get(f"/settings/products/{valve.pk}/card/").content.decode()
    for price in ("320.00", "300.00", "280.00", "310.00"):
        assert price in card
