"""Products; the standard cost is written only by who may."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from zhuixiao.accounts import audit, conflicts
from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.choices import FieldAccess
from zhuixiao.kit import bulk
from zhuixiao.kit.errors import Invalid
from zhuixiao.kit.money import LARGEST
from zhuixiao.kit.text.normal import clean

from ..costs import COST
from ..models import Product, ProductCategory
from . import bundles, costs, prices
from .bundles import Part
from .prices import Tier


@dataclass(frozen=True)
class ProductValues:
    """What a product holds; `standard_cost` None leaves the cost as it is.

    `cost_from` is the day from which it costs that, None for today. `tiers` and `parts` replace
    what there is, None leaves it.
    """

    name: str
    sku: str
    category: ProductCategory | None = None
    unit: str = ""
    list_price: int = 0
    standard_cost: int | None = None
    cost_from: date | None = None
    tiers: Sequence[Tier] | None = None
    parts: Sequence[Part] | None = None


@transaction.atomic
def add(*, by: Actor, values: ProductValues) -> Product:
    """A new product. Raises NotAllowed, Invalid."""
    by.employee.access.check("catalog", "manage")
    product = Product(**checked(by, values))
    rows = _rows(values, None)
    _save(product, is_new=True)
    _write(product, rows)
    if product.standard_cost:
        day = values.cost_from or by.today
        costs.record(by=by, product=product, cost=product.standard_cost, day=day)
    _log(by, "add", product)
    return product


@transaction.atomic
def add_many(*, by: Actor, values: Sequence[ProductValues]) -> list[Product]:
    """`add` for many plain products in few statements: without tiers, parts and costs.

    The caller has made sure that no two share a SKU. Raises NotAllowed, Invalid.
    """
    by.employee.access.check("catalog", "manage")
    products = [Product(**checked(by, one)) for one in values]
    bulk.insert(products)
    audit.write_many(
        audit.entry(
            by=by,
            action="add",
            kind="product",
            record_id=product.pk,
            label=product.name,
            version=product.version,
        )
        for product in products
    )
    return products


@transaction.atomic
def change(
    *, by: Actor, product: Product, values: ProductValues, version: int | None = None
) -> Product:
    """Change a product; `version` is the one that the person saw.

    Raises Conflict when somebody changed the same field since, NotAllowed, Invalid.
    """
    by.employee.access.check("catalog", "manage")
    product = Product.objects.select_for_update(of=("self",)).get(pk=product.pk)
    columns, rows = checked(by, values), _rows(values, product)
    day = values.cost_from or by.today
    if day != by.today:
        columns.pop("standard_cost", None)
    new = conflicts.own_changes(
        kind="product",
        record_id=product.pk,
        values=columns | rows,
        seen=version,
        now=product.version,
    )
    changes = audit.differences(product, {key: new[key] for key in new if key in columns})
    held = {"prices": prices.listed, "parts": bundles.listed}
    before = {key: held[key](product) for key in rows if key in new}
    fresh = {key: rows[key] for key, old in before.items() if old != rows[key]}
    changes |= {key: (before[key], value) for key, value in fresh.items()}
    if changes:
        for field in changes.keys() - rows.keys():
            setattr(product, field, new[field])
        product.version += 1
        _save(product)
        _write(product, fresh)
        _log(by, "change", product, changes)
    if "standard_cost" in changes:
        costs.record(by=by, product=product, cost=product.standard_cost, day=day)
    elif values.standard_cost is not None and day != by.today:
        costs.set_from(by=by, product=product, cost=values.standard_cost, day=day)
        product.refresh_from_db()
    return product


@transaction.atomic
def retire(*, by: Actor, product: Product) -> None:
    """The product is offered no more; old records keep it."""
    by.employee.access.check("catalog", "manage")
    if Product.objects.filter(pk=product.pk, retired_at=None).update(retired_at=by.at):
        _log(by, "retire", product)


@transaction.atomic
def bring_back(*, by: Actor, product: Product) -> None:
    by.employee.access.check("catalog", "manage")
    gone = Product.objects.filter(pk=product.pk).exclude(retired_at=None)
    if gone.update(retired_at=None):
        _log(by, "bring_back", product)


def checked(by: Actor, values: ProductValues) -> dict[str, object]:
    columns: dict[str, object] = {
        "name": clean(values.name),
        "sku": clean(values.sku),
        "category_id": values.category.pk if values.category else None,
        "unit": clean(values.unit),
        "list_price": values.list_price,
    }
    errors: dict[str, object] = {}
    for field, limit in (("name", 120), ("sku", 60), ("unit", 20)):
        text = str(columns[field])
        if not text and field != "unit":
            errors[field] = _("Please fill in this field.")
        elif len(text) > limit:
            errors[field] = _("At most %(limit)d characters.") % {"limit": limit}
    if values.standard_cost is not None:
        if by.employee.access.field(COST) != FieldAccess.WRITE:
            errors["standard_cost"] = _("You may not change this field.")
        columns["standard_cost"] = values.standard_cost
    for field in ("list_price", "standard_cost"):
        amount = columns.get(field, 0)
        if not isinstance(amount, int) or not 0 <= amount < LARGEST:
            errors[field] = _("Please enter an amount of 0 or more.")
    if errors:
        raise Invalid(errors)
    return columns


def _rows(values: ProductValues, product: Product | None) -> dict[str, list[Any]]:
    """Level prices and parts, as far as something is said of them."""
    rows: dict[str, list[Any]] = {}
    if values.tiers is not None:
        rows["prices"] = prices.checked(values.tiers)
    if values.parts is not None:
        rows["parts"] = bundles.checked(product, values.parts)
    return rows


def _write(product: Product, rows: Mapping[str, list[Any]]) -> None:
    if "prices" in rows:
        prices.write(product, rows["prices"])
    if "parts" in rows:
        bundles.write(product, rows["parts"])


def _save(product: Product, *, is_new: bool = False) -> None:
    try:
        with transaction.atomic():
            product.save(force_insert=is_new)
    except IntegrityError as error:
        raise Invalid({"sku": _("Another product has this SKU.")}) from error


def _log(by: Actor, action: str, product: Product, changes: audit.Changes | None = None) -> None:
    audit.write(
        by=by,
        action=action,
        kind="product",
        record_id=product.pk,
        label=product.name,
        changes=changes,
        version=product.version,
    )
