"""Doing what a table of products says, and writing one."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from django.db import transaction
from django.db.models import QuerySet

from zhuixiao.accounts import audit
from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.choices import Via
from zhuixiao.kit.money import to_decimal
from zhuixiao.kit.sheets import Cell, write_csv, write_xlsx

from .. import costs
from ..actions import categories, products
from ..models import PriceTier, Product, ProductCategory
from .columns import MONEY, Column, columns
from .plan import Path_, Plan, Planned, paths, plan, values_of


@transaction.atomic
def run(*, by: Actor, path: Path, name: str) -> Plan:
    """Add and change the products of a file; rows with errors are left out.

    The plan is made anew, so it is about the products as they are now. Raises as `plan` does.
    """
    by = replace(by, via=Via.IMPORT)
    planned = plan(by=by, path=path)
    shelf = _Shelf(by)
    for row in planned.rows:
        if row.do == "new":
            products.add(by=by, values=values_of(row, shelf.category(row)))
        elif row.do == "change" and row.product:
            values = values_of(row, shelf.category(row))
            products.change(by=by, product=row.product, values=values)
    counts = {do: (None, planned.count(do)) for do in ("new", "change", "wrong")}
    audit.write(by=by, action="import", kind="products", label=name, changes=counts)
    return planned


class _Shelf:
    """The categories by their paths; missing ones are added."""

    def __init__(self, by: Actor) -> None:
        self._by = by
        rows = ProductCategory.objects.in_bulk()
        self._known: dict[Path_, ProductCategory] = {path: rows[pk] for pk, path in paths().items()}

    def category(self, row: Planned) -> ProductCategory | None:
        parent: ProductCategory | None = None
        for depth in range(1, len(row.path) + 1):
            path = row.path[:depth]
            if path not in self._known:
                self._known[path] = categories.add(by=self._by, name=path[-1], parent=parent)
            parent = self._known[path]
        return parent


@transaction.atomic
def write(*, by: Actor, rows: QuerySet[Product], path: Path, is_csv: bool = False) -> int:
    """Write products to a file that reads back to no change; returns how many.

    Costs stand in it only for who may see them. Raises NotAllowed, SheetError.
    """
    by.employee.access.check("catalog", "manage")
    wanted = columns(with_cost=costs.may_read(by.employee.access))
    header = [one.label for one in wanted]
    found = _cells(rows, wanted)
    count = write_csv(path, header, found) if is_csv else write_xlsx(path, header, found)
    changes = {"rows": (None, count), "columns": (None, header)}
    audit.write(by=by, action="export", kind="products", label=path.name, changes=changes)
    return count


def _cells(rows: QuerySet[Product], wanted: list[Column]) -> Iterator[list[Cell]]:
    by_pk = paths()
    tiers: dict[tuple[int, int, int], int] = {
        (pk, level, least): price
        for pk, level, least, price in PriceTier.objects.values_list(
            "product_id", "level_id", "least", "price"
        )
    }
    for product in rows:
        cells: list[Cell] = []
        for column in wanted:
            if column.key == "tier":
                price = tiers.get((product.pk, column.level_id, column.least))
                cells.append(None if price is None else float(to_decimal(price)))
            elif column.key in MONEY:
                cells.append(float(to_decimal(getattr(product, column.key))))
            elif column.key == "category":
                cells.append(" > ".join(by_pk.get(product.category_id or 0, ())))
            else:
                cells.append(str(getattr(product, column.key)))
        yield cells


def file_name(day: str, *, is_csv: bool) -> str:
    """How an exported file is called."""
    return f"products-{day}.{'csv' if is_csv else 'xlsx'}"
