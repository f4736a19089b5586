"""What a column of a file can become, and which one it probably is."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhuixiao.accounts.access import Access
from zhuixiao.accounts.choices import FieldAccess
from zhuixiao.catalog.costs import COST
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.text.normal import fold

from . import synonyms
from .kinds import Kind

Columns = dict[int, str]
_MARKS = re.compile(r"[(\[【（].*?[)\]】）]|[*＊:：_]")


@dataclass(frozen=True)
class Target:
    """`is_needed`: the file is refused without it."""

    key: str
    label: str | Promise
    is_needed: bool = False


_CUSTOMER = (
    Target("customer", gettext_lazy("Customer")),
    Target("customer_key", gettext_lazy("Number of the customer")),
    Target("region", gettext_lazy("Region")),
    Target("industry", gettext_lazy("Industry")),
)
_MORE = (
    Target("owner", gettext_lazy("Owner")),
    Target("currency", gettext_lazy("Currency")),
    Target("rate", gettext_lazy("Rate")),
    Target("note", gettext_lazy("Note")),
)
_ALL: dict[Kind, tuple[Target, ...]] = {
    Kind.ORDERS: (
        Target("number", gettext_lazy("Order number"), is_needed=True),
        Target("day", gettext_lazy("Signed on"), is_needed=True),
        *_CUSTOMER,
        Target("sku", gettext_lazy("SKU")),
        Target("product", gettext_lazy("Product")),
        Target("category", gettext_lazy("Product category")),
        Target("unit", gettext_lazy("Unit")),
        Target("quantity", gettext_lazy("Quantity")),
        Target("price", gettext_lazy("Price")),
        Target("amount", gettext_lazy("Amount")),
        Target("total", gettext_lazy("Total of the order")),
        Target("tax", gettext_lazy("Tax rate")),
        Target("cost", gettext_lazy("Cost per unit")),
        Target("title", gettext_lazy("Title")),
        Target("starts", gettext_lazy("Starts on")),
        Target("ends", gettext_lazy("Ends on")),
        *_MORE,
    ),
    Kind.PAYMENTS: (
        Target("number", gettext_lazy("Number of the payment")),
        Target("day", gettext_lazy("Paid on"), is_needed=True),
        Target("amount", gettext_lazy("Amount"), is_needed=True),
        *_CUSTOMER[:2],
        Target("order", gettext_lazy("Order number")),
        Target("kind", gettext_lazy("Received or paid back")),
        Target("method", gettext_lazy("Way of payment")),
        Target("account", gettext_lazy("Account")),
        *_MORE,
    ),
    Kind.OPPORTUNITIES: (
        Target("number", gettext_lazy("Number of the opportunity")),
        Target("name", pgettext_lazy("import", "Name of the opportunity")),
        *_CUSTOMER,
        Target("stage", gettext_lazy("Stage"), is_needed=True),
        Target("amount", gettext_lazy("Amount")),
        Target("probability", gettext_lazy("Probability")),
        Target("opened", gettext_lazy("Opened on")),
        Target("closed", gettext_lazy("Closed on, or expected to")),
        Target("sku", gettext_lazy("SKU")),
        Target("product", gettext_lazy("Product")),
        Target("quantity", gettext_lazy("Quantity")),
        Target("loss_reason", gettext_lazy("Loss reason")),
        Target("next_step", gettext_lazy("Next step")),
        Target("owner", gettext_lazy("Owner")),
        Target("note", gettext_lazy("Note")),
    ),
}


def targets(kind: Kind, access: Access) -> list[Target]:
    """What this person may fill; costs are for who may write them."""
    may_cost = access.field(COST) == FieldAccess.WRITE
    return [one for one in _ALL[kind] if may_cost or one.key != "cost"]


def known_words(kind: Kind) -> list[str]:
    return list(synonyms.by_word(kind))


def guess(kind: Kind, names: Sequence[str], access: Access) -> Columns:
    """Which column means what, by its header; each meaning once."""
    words = synonyms.by_word(kind)
    offered = {one.key: one for one in targets(kind, access)}
    words |= {fold(str(one.label)): one.key for one in offered.values()}
    found: Columns = {}
    for index, name in enumerate(names):
        bare = fold(_MARKS.sub(" ", name))
        key = words.get(fold(name)) or words.get(bare)
        if key in offered and key not in found.values():
            found[index] = key
    if kind == Kind.ORDERS:
        _describe_goods(names, found)
        _count_totals(found)
    return found


def _describe_goods(names: Sequence[str], found: Columns) -> None:
    """Beside a code of goods and without their name, a description is the name."""
    kept = set(found.values())
    for index, key in found.items():
        if (
            key == "note"
            and "sku" in kept
            and "product" not in kept
            and "desc" in names[index].lower()
        ):
            found[index] = "product"


def _count_totals(found: Columns) -> None:
    """Where a row says nothing else of money, it is a whole order: its total is its amount."""
    if not {"price", "amount"} & set(found.values()):
        for index, key in found.items():
            if key == "total":
                found[index] = "amount"


def named(names: Sequence[str], given: Mapping[str, str]) -> Columns:
    """Columns by what somebody typed: a header, or a number counted from 0. Raises RuleError."""
    by_name = {fold(name): index for index, name in reversed(list(enumerate(names)))}
    found: Columns = {}
    for text, key in given.items():
        index = by_name.get(fold(text))
        if index is None and text.isascii() and text.isdigit():
            index = int(text)
        if index is None or index >= len(names):
            raise RuleError(
                _("The file has no column “%(name)s”.") % {"name": text}, field="columns"
            )
        if key:
            found[index] = key
    return found


def check(kind: Kind, columns: Columns, access: Access) -> None:
    """Raises RuleError for what cannot be filled, stands twice, or is missing."""
    offered = {one.key: one for one in targets(kind, access)}
    for index, key in columns.items():
        if key not in offered:
            text = _("“%(name)s” cannot be filled from a file.") % {"name": key}
            raise RuleError(text, field=f"column-{index}")
        if list(columns.values()).count(key) > 1:
            text = _("“%(field)s” is chosen for two columns. Keep one.")
            raise RuleError(text % {"field": offered[key].label}, field=f"column-{index}")
    for one in offered.values():
        if one.is_needed and one.key not in columns.values():
            text = _("Choose the column for: %(field)s.")
            raise RuleError(text % {"field": one.label}, field="columns")
    held = set(columns.values())
    if kind == Kind.ORDERS and not held & {"price", "amount"}:
        raise RuleError(_("Choose the column with the price or with the amount."), field="columns")
