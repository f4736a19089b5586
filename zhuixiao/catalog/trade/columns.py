"""The columns of a table of products. Chinese on purpose: words of headers, never shown."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from zhuixiao.kit.text.normal import fold

from ..choices import PickList
from ..models import Option, PriceTier

COST = "standard_cost"
MONEY = frozenset({"list_price", COST})
# The steps of a path of categories.
STEP = re.compile(r"\s*[>＞]\s*")
_WORDS = {
    "sku": "sku, 编码, 产品编码, 商品编码, 货号, 型号, 产品型号, product code, item code",
    "name": "name, 名称, 产品, 产品名称, 商品名称, 品名, product, product name",
    "category": "category, 分类, 产品分类, 类别, 产品类别, 品类",
    "unit": "unit, 单位, 计量单位",
    "list_price": "list price, price, 标价, 价格, 单价, 售价, 零售价, 标准价格",
    COST: "standard cost, cost, 标准成本, 成本, 成本价, 进价",
}
BY_WORD = {word: key for key, words in _WORDS.items() for word in words.split(", ")}
_TIER = re.compile(r"(?:价格|price)\s*(?P<level>.+?)\s*(?:(?:≥|>=)\s*(?P<least>\d{1,9}))?")


@dataclass(frozen=True)
class Column:
    """`key` is a field of the product; a level price has its level and least quantity instead."""

    key: str
    label: str
    level_id: int = 0
    least: int = 0


def columns(*, with_cost: bool) -> list[Column]:
    """The columns of a written table, in the reader's language."""
    found = [
        Column("sku", _("SKU")),
        Column("name", _("Name")),
        Column("category", _("Category")),
        Column("unit", _("Unit")),
        Column("list_price", _("List price")),
    ]
    if with_cost:
        found.append(Column(COST, _("Standard cost")))
    used = set(PriceTier.objects.values_list("level_id", "least").distinct())
    for level in Option.objects.of(PickList.IMPORTANCE):
        leasts = {least for pk, least in used if pk == level.pk}
        if level.retired_at is None:
            leasts.add(0)
        label = _("Price %(level)s") % {"level": level.name}
        found += [
            Column("tier", f"{label} ≥{least}" if least else label, level.pk, least)
            for least in sorted(leasts)
        ]
    return found


def recognised(names: Sequence[str], levels: Iterable[Option]) -> dict[int, Column]:
    """What the headers of a file mean: {index: column}; each meaning once."""
    by_level = {fold(level.name): level.pk for level in levels}
    found: dict[int, Column] = {}
    for index, name in enumerate(names):
        column = _column(name, by_level)
        if column and (column.key, column.level_id, column.least) not in {
            (one.key, one.level_id, one.least) for one in found.values()
        }:
            found[index] = column
    return found


def _column(name: str, by_level: dict[str, int]) -> Column | None:
    text = fold(name)
    if key := BY_WORD.get(text):
        return Column(key, name)
    tier = _TIER.fullmatch(text)
    if tier and tier["level"] in by_level:
        return Column("tier", name, by_level[tier["level"]], int(tier["least"] or 0))
    return None
