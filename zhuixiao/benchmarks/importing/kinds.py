"""The imports that are measured, each with what it reads and the rows that it leaves."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from zhuixiao.accounts.models import AuditEntry
from zhuixiao.catalog.models import Product
from zhuixiao.customers.importing import commanding
from zhuixiao.customers.importing.others import Wish
from zhuixiao.customers.models import (
    Contact,
    Customer,
    CustomerPhone,
    OwnerSpan,
    SearchIndex,
    StageChange,
)
from zhuixiao.ledger.models import CustomerRollup, Entry, ProductRollup, Rollup
from zhuixiao.sales.models import Bought, Order, OrderLine, Return, ReturnLine
from zhuixiao.sales.trade import commanding as trade
from zhuixiao.sales.trade.kinds import Kind as Trade

from ..promises import IMPORT, IMPORT_ORDERS
from ..world import people
from . import lines, workbook
from .bare import Model, Table


@dataclass(frozen=True)
class Kind:
    """In `tables` each row stands behind what it refers to; each row of the file leaves one row of
    `counted`. The first of these is also written alone."""

    file: str
    write: Callable[[Path, int], None]
    carry_out: Callable[[Path], object]
    tables: tuple[Table, ...]
    counted: tuple[Model, ...]


def _customers(file: Path) -> object:
    return commanding.carry_out(
        commanding.Order(file=file, by=people.BOSS), progress=lambda _done, _total: None
    )


def _orders(file: Path) -> object:
    adding = {"customers": "create", "products": "create"}
    wish = Wish(what=Trade.ORDERS, file=file, options=adding, by=people.BOSS)
    return trade.carry_out(wish, lambda _done, _total: None)


_FOUND = (Table(SearchIndex), Table(OwnerSpan), Table(StageChange))
_LOGGED = (Table(Entry), Table(AuditEntry))
KINDS = {
    # The few rows of sums are left out.
    IMPORT: Kind(
        file="customers.xlsx",
        write=workbook.write,
        carry_out=_customers,
        tables=(Table(Customer), Table(Contact), Table(CustomerPhone), *_FOUND, *_LOGGED),
        counted=(Customer,),
    ),
    # Products and customers are new, so their sums are too.
    IMPORT_ORDERS: Kind(
        file="lines.csv",
        write=lines.write,
        carry_out=_orders,
        tables=(
            *(Table(Product), Table(Customer), *_FOUND),
            *(Table(Order), Table(OrderLine), Table(Return), Table(ReturnLine), Table(Bought)),
            *(Table(Rollup, "product_id"), Table(ProductRollup, "product_id")),
            *(Table(CustomerRollup, "customer_id"), *_LOGGED),
        ),
        counted=(OrderLine, ReturnLine),
    ),
}
