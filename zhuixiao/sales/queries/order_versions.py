"""The versions of an order, and in what each differs from the one that came after it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhuixiao.catalog.models import Option
from zhuixiao.customers.models import Contact
from zhuixiao.kit.templatetags.numbers import money, quantity

from ..models import Opportunity, Order, OrderVersion
from ..recording import content
from ..written import PERCENT, PRICE, RATE, plain


@dataclass(frozen=True)
class Difference:
    """One thing that was agreed otherwise afterwards."""

    label: str | Promise
    before: str
    after: str


@dataclass(frozen=True)
class VersionShown:
    """A version, and what the change after it did."""

    version: OrderVersion
    differences: list[Difference]


Names = dict[tuple[str, Any], str]
_LABELS: Mapping[str, str | Promise] = {
    "title": gettext_lazy("Title"),
    "contact_id": gettext_lazy("Contact"),
    "opportunity_id": gettext_lazy("Opportunity"),
    "type_id": gettext_lazy("Type"),
    "signed_on": gettext_lazy("Signed on"),
    "starts_on": gettext_lazy("Starts on"),
    "ends_on": gettext_lazy("Ends on"),
    "delivery_on": gettext_lazy("Delivery promised for"),
    "currency": gettext_lazy("Currency"),
    "rate_e6": gettext_lazy("Rate"),
    "discount": gettext_lazy("Discount on the whole"),
    "amount": gettext_lazy("Amount"),
    "terms": gettext_lazy("Terms"),
    "note": gettext_lazy("Note"),
}
_MONEY = {"discount", "amount"}
_MODELS: Mapping[str, type[Model]] = {
    "contact_id": Contact,
    "opportunity_id": Opportunity,
    "type_id": Option,
}


def versions_of(order: Order) -> list[VersionShown]:
    """The latest change first."""
    rows = list(order.versions.select_related("replaced_by").order_by("number"))
    if not rows:
        return []
    now = content(order, list(order.lines.order_by("position")))
    later = [row.content for row in rows[1:]] + [now]
    names = _names([row.content for row in rows] + [now])
    shown = [
        VersionShown(row, _differences(row.content, after, names))
        for row, after in zip(rows, later, strict=True)
    ]
    return shown[::-1]


def _names(contents: Sequence[Mapping[str, Any]]) -> Names:
    """What all versions name by an id is called, one statement for each kind."""
    names: Names = {}
    for name, model in _MODELS.items():
        ids = {held[name] for held in contents if held.get(name)}
        for pk, row in model._default_manager.in_bulk(ids).items() if ids else ():
            names[name, pk] = str(row)
    return names


def _differences(
    before: Mapping[str, Any], after: Mapping[str, Any], names: Names
) -> list[Difference]:
    found = [
        Difference(label, _words(name, before[name], names), _words(name, after[name], names))
        for name, label in _LABELS.items()
        # An older version may not have kept it.
        if name in before and before[name] != after[name]
    ]
    old = {row["id"]: row for row in before["lines"]}
    new = {row["id"]: row for row in after["lines"]}
    for pk, row in old.items():
        then, now = _line(row), _line(new[pk]) if pk in new else ""
        if then != now:
            found.append(Difference(row["name"], then, now or _("taken off")))
    found += [Difference(row["name"], "", _line(row)) for pk, row in new.items() if pk not in old]
    return found


def _line(row: Mapping[str, Any]) -> str:
    parts = [f"{quantity(row['quantity'])} × {plain(row['price'], PRICE)}"]
    if row["discount_bp"]:
        parts.append(f"−{plain(row['discount_bp'], PERCENT)}%")
    return f"{' '.join(parts)} = {money(row['amount'])}"


def _words(name: str, value: Any, names: Names) -> str:
    if value in {None, ""}:
        return ""
    if name in _MONEY:
        return money(value)
    if name == "rate_e6":
        return plain(value, RATE)
    if name.endswith("_on"):
        return date_format(date.fromisoformat(value))
    if name in _MODELS:
        return names.get((name, value), str(value))
    return str(value)
