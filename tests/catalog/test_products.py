"""Products: the standard cost is seen and written only by who may."""

import pytest

from tests.conftest import ClientOf
from tests.world import World, actor, role
from zhuixiao.accounts.models import Employee
from zhuixiao.catalog.actions import categories, products
from zhuixiao.catalog.actions.products import ProductValues
from zhuixiao.catalog.models import Product
from zhuixiao.kit.errors import Conflict, Invalid, RuleError


@pytest.fixture
def thermostat(world: World) -> Product:
    return products.add(
        by=actor(world.boss),
        values=ProductValues(name="温控器", sku="T-100", list_price=28_800, standard_cost=12_345),
    )


def test_a_sku_exists_once(world: World, thermostat: Product) -> None:
    with pytest.raises(Invalid) as refused:
        products.add(by=actor(world.boss), values=ProductValues(name="另一个", sku="T-100"))
    assert "sku" in refused.value.errors


def test_the_second_of_two_edits_sees_both_values(world: World, thermostat: Product) -> None:
    by = actor(world.boss)
    products.change(by=by, product=thermostat, values=ProductValues(name="甲", sku="T-100"))
    with pytest.raises(Conflict) as refused:
        products.change(
            by=by, product=thermostat, values=ProductValues(name="乙", sku="T-100"), version=1
        )
    assert refused.value.fields["name"] == {"base": "温控器", "mine": "乙", "theirs": "甲"}


def test_who_may_only_read_the_cost_cannot_write_it(world: World, thermostat: Product) -> None:
    sales = role("sales")
    sales.grants = {
        "modules": {"catalog": {"scope": "all", "actions": ["view", "manage"]}},
        "fields": {"catalog.cost": "read"},
    }
    sales.save()
    by = actor(Employee.objects.with_access().get(pk=world.zheng.pk))
    with pytest.raises(Invalid):
        products.change(
            by=by,
            product=thermostat,
            values=ProductValues(name="温控器", sku="T-100", standard_cost=1),
        )
    products.change(by=by, product=thermostat, values=ProductValues(name="新名", sku="T-100"))
    thermostat.refresh_from_db()
    assert thermostat.standard_cost == 12_345


@pytest.mark.parametrize(
    ("grant", "sees_column", "sees_number"),
    [("hidden", False, False), ("masked", True, False), ("read", True, True)],
)
def test_the_page_shows_the_cost_as_far_as_granted(
    world: World,
    thermostat: Product,
    client_of: ClientOf,
    *,
    grant: str,
    sees_column: bool,
    sees_number: bool,
) -> None:
    sales = role("sales")
    sales.grants = {"fields": {"catalog.cost": grant}}
    sales.save()
    page = client_of(world.zheng).get("/settings/products/").content.decode()
    assert ("标准成本" in page) == sees_column
    assert ("123.45" in page) == sees_number


def test_categories_are_a_tree_and_only_empty_ones_go(world: World, thermostat: Product) -> None:
    by = actor(world.boss)
    parent = categories.add(by=by, name="温控")
    child = categories.add(by=by, name="酒店温控", parent=parent)
    with pytest.raises(RuleError):
        categories.change(by=by, category=parent, name="温控", parent=child)
    with pytest.raises(RuleError):
        categories.delete(by=by, category=parent)
    categories.delete(by=by, category=child)
    categories.delete(by=by, category=parent)
