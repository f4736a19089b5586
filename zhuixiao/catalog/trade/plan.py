"""What a table of products would do, row by row: nothing is written here."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.choices import FieldAccess
from zhuixiao.kit.errors import Invalid, RuleError
from zhuixiao.kit.money import to_decimal
from zhuixiao.kit.sheets import Row, SheetError, data_rows, find_header, open_book
from zhuixiao.kit.sheets.cells import is_blank
from zhuixiao.kit.text.normal import clean, fold
from zhuixiao.kit.text.numbers import read_money
from zhuixiao.kit.text.phones import number_text

from .. import costs, queries
from ..actions import products as actions
from ..actions.prices import Tier
from ..actions.products import ProductValues
from ..choices import PickList
from ..models import Option, PriceTier, Product, ProductCategory
from . import columns as tables
from .columns import COST, MONEY, STEP, Column

MOST_ROWS = 5000
_LOOKED_AT = 40

Path_ = tuple[str, ...]


@dataclass
class Planned:
    """A row of the file: `do` is new, change, same or wrong.

    `changes` are label, value before and after, in words; `path` is a category that it names.
    """

    number: int
    sku: str = ""
    name: str = ""
    do: str = "same"
    product: Product | None = None
    values: dict[str, Any] = field(default_factory=dict)
    # Level and least quantity -> price: in the file, and on the product.
    tiers: dict[tuple[int, int], int] = field(default_factory=dict)
    held: dict[tuple[int, int], int] = field(default_factory=dict)
    path: Path_ = ()
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


@dataclass
class Plan:
    """All rows, the headers that are left out, and the categories that would be new."""

    rows: list[Planned]
    left_out: list[str]
    hidden_cost: bool
    categories: list[str]

    def count(self, do: str) -> int:
        return sum(row.do == do for row in self.rows)


def plan(*, by: Actor, path: Path) -> Plan:
    """Look at a file. Raises NotAllowed, RuleError for a file that is no table of products."""
    by.employee.access.check("catalog", "manage")
    try:
        names, rows = _read(path)
    except SheetError as error:
        raise RuleError(str(error), field="file") from error
    found = tables.recognised(names, Option.objects.of(PickList.IMPORTANCE))
    may_write = by.employee.access.field(costs.COST) == FieldAccess.WRITE
    used = {at: one for at, one in found.items() if may_write or one.key != COST}
    if "sku" not in {one.key for one in used.values()}:
        raise RuleError(
            _("The file has no column for the SKU. Name it “SKU” in the first row."), field="file"
        )
    planner = _Planner(by, used)
    planned = [planner.row(row) for row in rows]
    return Plan(
        planned,
        [name for at, name in enumerate(names) if at not in found],
        len(used) < len(found),
        [" > ".join(one) for one in planner.new_paths],
    )


class _Planner:
    def __init__(self, by: Actor, found: Mapping[int, Column]) -> None:
        self._by, self._columns = by, found
        products = Product.objects.select_related("category")
        self._products = {one.sku: one for one in products}
        self._tiers: dict[int, dict[tuple[int, int], int]] = {}
        for tier in PriceTier.objects.all():
            held = self._tiers.setdefault(tier.product_id, {})
            held[tier.level_id, tier.least] = tier.price
        self._paths = paths()
        self._known = {path: pk for pk, path in self._paths.items()}
        self._seen: dict[str, int] = {}
        self.new_paths: dict[Path_, None] = {}

    def row(self, row: Row) -> Planned:
        planned = Planned(row.number)
        if row.error is not None:
            planned.errors.append(str(row.error))
        else:
            self._take(planned, row)
            self._judge(planned)
        if planned.errors:
            planned.do = "wrong"
        return planned

    def _take(self, planned: Planned, row: Row) -> None:
        """What the cells say; empty ones say nothing."""
        for at, column in self._columns.items():
            cell = row.cells[at]
            if is_blank(cell):
                continue
            try:
                if column.key == "tier":
                    planned.tiers[column.level_id, column.least] = read_money(cell)
                elif column.key in MONEY:
                    planned.values[column.key] = read_money(cell)
                else:
                    planned.values[column.key] = clean(number_text(cell))
            except ValueError as error:
                planned.errors.append(f"{column.label}: {error}")
        if "category" in planned.values:
            steps = STEP.split(planned.values.pop("category"))
            planned.path = tuple(one for one in map(clean, steps) if one)

    def _judge(self, planned: Planned) -> None:
        planned.sku = planned.values.get("sku", "")
        planned.product = product = self._products.get(planned.sku)
        planned.held = self._tiers.get(product.pk, {}) if product else {}
        planned.name = planned.values.get("name") or (product.name if product else "")
        if not planned.sku:
            planned.errors.append(_("There is no SKU."))
            return
        first = self._seen.setdefault(planned.sku, planned.number)
        if first != planned.number:
            planned.errors.append(_("This SKU stands in row %(row)d already.") % {"row": first})
            return
        if any(len(step) > 60 for step in planned.path):
            planned.errors.append(_("A name is needed, at most 60 characters."))
        if any(price < 0 for price in planned.tiers.values()):
            planned.errors.append(_("Please enter an amount of 0 or more."))
        try:
            actions.checked(self._by, values_of(planned, None))
        except Invalid as error:
            labels = {one.key: one.label for one in self._columns.values()}
            planned.errors += [
                f"{labels.get(key, key)}: {text}" for key, text in error.errors.items()
            ]
        if planned.errors:
            return
        if planned.path and planned.path not in self._known:
            self.new_paths[planned.path] = None
        planned.changes = list(self._changes(planned))
        planned.do = ("change" if planned.changes else "same") if product else "new"

    def _changes(self, planned: Planned) -> Iterator[tuple[str, str, str]]:
        product = planned.product
        for column in self._columns.values():
            if column.key == "sku":
                continue
            if column.key == "tier":
                key = (column.level_id, column.least)
                old, new = _money(planned.held.get(key)), _money(planned.tiers.get(key))
            elif column.key == "category":
                path = self._paths.get(product.category_id or 0, ()) if product else ()
                old, new = " > ".join(path), " > ".join(planned.path)
            else:
                before = getattr(product, column.key) if product else None
                value = planned.values.get(column.key)
                is_money = column.key in MONEY
                old = _money(before) if is_money else str(before or "")
                new = _money(value) if is_money else str(value or "")
            if new and new != old:
                yield column.label, old, new


def values_of(planned: Planned, category: ProductCategory | None) -> ProductValues:
    """What the action takes: what the row says, else what the product has."""
    product, said = planned.product, planned.values
    tiers: list[Tier] | None = None
    if planned.tiers:
        merged = planned.held | planned.tiers
        tiers = [Tier(level, price, least) for (level, least), price in merged.items()]
    return ProductValues(
        name=said.get("name", product.name if product else ""),
        sku=planned.sku,
        category=category or (product.category if product else None),
        unit=said.get("unit", product.unit if product else ""),
        list_price=said.get("list_price", product.list_price if product else 0),
        standard_cost=said.get(COST),
        tiers=tiers,
    )


def paths() -> dict[int, Path_]:
    """The names from the top down to each category: {category id: names}."""
    tree = {one.pk: one for one in queries.category_tree()}
    return {pk: tuple(tree[at].name for at in one.ancestor_ids) for pk, one in tree.items()}


def _read(path: Path) -> tuple[Sequence[str], list[Row]]:
    """Header and rows of the first sheet that holds some."""
    with open_book(path) as book:
        for sheet in book.sheets:
            first = [row for _number, row in zip(range(_LOOKED_AT), book.rows(sheet), strict=False)]
            if not any(not is_blank(cell) for row in first for cell in row):
                continue
            header = find_header(first, known=[fold(word) for word in tables.BY_WORD])
            rows = []
            for row in data_rows(book, sheet, header):
                rows.append(row)
                if len(rows) > MOST_ROWS:
                    raise RuleError(
                        _("At most %(most)d products in one file. Divide it.")
                        % {"most": MOST_ROWS},
                        field="file",
                    )
            return header.names, rows
    return [], []


def _money(minor: int | None) -> str:
    return "" if minor is None else f"{to_decimal(minor):,}"
