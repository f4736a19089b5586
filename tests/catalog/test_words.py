"""How the log speaks of what was changed in the catalogue."""

from tests.query_counts import pinned
from tests.world import World
from zhuixiao.accounts import labels
from zhuixiao.catalog.choices import PickList
from zhuixiao.catalog.models import Option, Product


def test_level_prices_and_parts_are_named_in_one_statement_each(world: World) -> None:
    first, second = Option.objects.of(PickList.IMPORTANCE)[:2]
    valve, panel = (Product.objects.create(name=name, sku=name) for name in ("球阀", "面板"))
    names = labels.kind("product").value_names
    with pinned("catalog.words"):
        prices = names["prices"]([[first.pk, 0, 30_000], [second.pk, 10, 28_050], [9**9, 0, 1]])
        parts = names["parts"]([[valve.pk, "2"], [panel.pk, "0.5"], [9**9, "1"]])
    assert prices == f"{first} 300.00, {second} ≥10 280.50, {9**9} 0.01"
    assert parts == f"球阀 × 2, 面板 × 0.5, {9**9} × 1"
