"""The products that rows name: by SKU, else by name, else created."""

from collections.abc import Iterable
from typing import NamedTuple

from django.utils.translation import gettext as _

from zhuixiao.catalog.actions import categories
from zhuixiao.catalog.actions import products as actions
from zhuixiao.catalog.actions.products import ProductValues
from zhuixiao.catalog.models import Product, ProductCategory
from zhuixiao.kit.text.errors import shown
from zhuixiao.kit.text.normal import clean, fold

from ..setup import CREATE, REFUSE
from ..work import Work

_MOST_NAME, _MOST_SKU, _MOST_UNIT = 120, 60, 20


class Found(NamedTuple):
    """`pk` is 0 for goods that are in no list, and for those that a dry run would add."""

    pk: int
    name: str
    unit: str
    list_price: int


class Goods(NamedTuple):
    """What a row says; the price (minor units) is the list price of a new product."""

    sku: str
    name: str
    category: str
    unit: str
    price: int


class Products:
    def __init__(self, work: Work) -> None:
        self._work = work
        self._by_sku: dict[str, Found] = {}
        self._by_name: dict[str, Found] = {}
        self._categories: dict[str, ProductCategory] = {}
        # Products in use come last, so that they win over retired ones of the same name.
        rows = Product.objects.order_by("-retired_at", "-pk")
        for pk, sku, name, unit, price in sorted(
            rows.values_list("pk", "sku", "name", "unit", "list_price"), reverse=True
        ):
            found = Found(pk, name, unit, price)
            self._by_sku[fold(sku)] = found
            self._by_name[fold(name)] = found

    def find(self, goods: Goods) -> Found | str:
        """The product; goods without one where they may be; else in words why not."""
        if not goods.sku and not goods.name:
            return Found(0, "—", goods.unit, 0)
        found = self._by_sku.get(fold(goods.sku)) if goods.sku else None
        if found is None and not goods.sku:
            found = self._by_sku.get(fold(goods.name))
        if found is None:
            found = self._by_name.get(fold(goods.name)) if not goods.sku else None
        if found:
            return found
        if self._work.setup.products == REFUSE:
            named = shown(goods.sku or goods.name)
            return _("There is no product “%(name)s”.") % {"name": named}
        return Found(0, goods.name or goods.sku, goods.unit, 0)

    def create(self, wanted: Iterable[Goods]) -> None:
        """Add what is missing, where that was chosen; in the transaction of the chunk."""
        if self._work.setup.products != CREATE:
            return
        fresh: dict[str, ProductValues] = {}
        for goods in wanted:
            sku = (goods.sku or goods.name)[:_MOST_SKU]
            if sku and fold(sku) not in fresh and self._is_missing(goods):
                fresh[fold(sku)] = ProductValues(
                    name=(goods.name or goods.sku)[:_MOST_NAME],
                    sku=sku,
                    category=self._category(goods.category),
                    unit=goods.unit[:_MOST_UNIT],
                    list_price=goods.price,
                )
        if not fresh:
            return
        self._work.outcome.products += len(fresh)
        made = (
            []
            if self._work.is_dry
            else actions.add_many(by=self._work.by, values=list(fresh.values()))
        )
        ids = [row.pk for row in made] or [0] * len(fresh)
        for pk, values in zip(ids, fresh.values(), strict=True):
            found = Found(pk, values.name, values.unit, values.list_price)
            self._by_sku[fold(values.sku)] = found
            self._by_name.setdefault(fold(values.name), found)

    def _is_missing(self, goods: Goods) -> bool:
        if fold(goods.sku or goods.name) in self._by_sku:
            return False
        return bool(goods.sku) or fold(goods.name) not in self._by_name

    def _category(self, text: str) -> ProductCategory | None:
        name = clean(text)[:60]
        if not name or self._work.is_dry:
            return None
        if name not in self._categories:
            held = ProductCategory.objects.filter(name=name).order_by("path").first()
            self._categories[name] = held or categories.add(by=self._work.by, name=name)
        return self._categories[name]
