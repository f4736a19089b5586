"""The words of the audit log for what the catalogue writes there."""

from collections.abc import Callable
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts import labels
from zhuixiao.kit.money import to_decimal

from .choices import Colour, StageOutcome
from .costs import COST
from .models import Channel, Option, Product, ProductCategory

USE = {"retire": _("Retired"), "bring_back": _("Used again")}


def register() -> None:
    """Called once, in AppConfig.ready()."""
    name = {"name": _("Name")}
    labels.register(
        "option",
        {
            **name,
            "colour": _("Colour"),
            "outcome": _("Counts as"),
            "merged_into": _("Merge into"),
            "records": _("Records"),
        },
        label=_("Option"),
        value_names={
            "colour": lambda value: Colour(value).label,
            "outcome": lambda value: StageOutcome(value).label,
        },
        actions={**USE, "merge": _("Merged")},
    )
    labels.register(
        "pick_list",
        {"order": _("Order")},
        label=_("Pick list"),
        actions={"reorder": _("Ordered")},
    )
    labels.register(
        "channel",
        {**name, "parent": _("Below")},
        label=_("Source channel"),
        value_names={"parent": _named(Channel)},
        actions={**USE, "reorder": _("Ordered")},
    )
    labels.register(
        "product_category",
        {**name, "parent": _("Below")},
        label=_("Product category"),
        value_names={"parent": _named(ProductCategory)},
    )
    labels.register(
        "product",
        {
            **name,
            "sku": _("SKU"),
            "category_id": _("Category"),
            "unit": _("Unit"),
            "list_price": _("List price"),
            "standard_cost": _("Standard cost"),
            "cost": _("Cost from a day on"),
            "cost_from": _("Valid from"),
            "prices": _("Level prices"),
            "parts": _("Parts"),
            "picture": _("Picture"),
        },
        label=_("Product"),
        value_names={
            "category_id": _named(ProductCategory),
            "list_price": _amount,
            "standard_cost": _amount,
            "cost": _amount,
            "prices": _price_rows,
            "parts": _part_rows,
        },
        sensitive={"standard_cost": COST, "cost": COST},
        actions={
            **USE,
            "cost": _("Cost set"),
            "cost_removal": _("Cost taken back"),
            "attach": _("Added a file"),
            "remove_picture": _("Picture taken away"),
            "first_picture": _("Picture put first"),
        },
    )
    labels.register(
        "products",
        {
            "new": _("New products"),
            "change": _("Changed"),
            "wrong": _("Left out"),
            "rows": _("Rows"),
            "columns": _("Columns"),
        },
        label=_("Products"),
    )
    labels.register(
        "region",
        {
            **name,
            "longitude": _("Longitude"),
            "latitude": _("Latitude"),
            "valid_from": _("Exists from"),
            "valid_to": _("Exists until"),
        },
        label=_("Region"),
    )


def _named(model: type[Model]) -> Callable[[Any], object]:
    """What a record with this id is called; the id itself once it is gone."""
    return lambda pk: model._default_manager.filter(pk=pk).first() or pk


def _amount(minor: Any) -> object:
    return f"{to_decimal(minor):,}"


def _price_rows(rows: Any) -> object:
    """Of each level price the level, the least quantity and the price."""
    levels = Option.objects.in_bulk([pk for pk, _least, _price in rows])
    return ", ".join(
        f"{levels.get(pk, pk)} {f'≥{least} ' if least else ''}{_amount(price)}"
        for pk, least, price in rows
    )


def _part_rows(rows: Any) -> object:
    """Of each part its name and how much of it."""
    products = Product.objects.in_bulk([pk for pk, _quantity in rows])
    return ", ".join(f"{products.get(pk, pk)} × {quantity}" for pk, quantity in rows)
