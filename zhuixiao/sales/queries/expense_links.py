"""What an expense hangs on: customer, order and action record, as far as the reader sees them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from zhuixiao.accounts.models import Employee
from zhuixiao.activities.models import Activity
from zhuixiao.customers.models import Customer
from zhuixiao.customers.queries.shown import HIDDEN
from zhuixiao.kit.typed import whole

from ..models import Expense, Order

_ORDERS, _RECORDS = 30, 20
_MODELS: Mapping[str, Any] = {"customer": Customer, "order": Order, "activity": Activity}
_WORDS = {"customer": ["name"], "order": ["number", "title"], "activity": ["subject"]}


@dataclass(frozen=True)
class Links:
    customer: Customer | None = None
    order: Order | None = None
    activity: Activity | None = None


@dataclass(frozen=True)
class Offer:
    """What may be chosen for a customer, and what is chosen."""

    orders: Sequence[Order] = ()
    activities: Sequence[Activity] = ()
    order_id: int = 0
    activity_id: int = 0


def asked(given: Mapping[str, Any], reader: Employee, *, held: Expense | None = None) -> Links:
    """Those that an address or a form names; an order or a record brings its customer along.

    What the reader may not see is nothing, unless the expense hangs on it already: then it stays,
    in a colleague's expense without its words.
    """
    found = {
        name: _visible(model, given, name, reader)
        or (_kept(held, model, given, name, reader) if held else None)
        for name, model in _MODELS.items()
    }
    near = None if held else found["order"] or found["activity"]
    return Links(**found | {"customer": found["customer"] or (near.customer if near else None)})


def offer(customer: Customer | None, reader: Employee, *, chosen: Links | None = None) -> Offer:
    """The newest orders and action records of a customer, and the chosen ones in any case."""
    if customer is None:
        return Offer()
    chosen = chosen or Links()
    orders = list(
        Order.objects.visible_to(reader)
        .filter(customer=customer)
        .order_by("-signed_on", "-pk")[:_ORDERS]
    )
    records = Activity.objects.visible_to(reader).filter(customer=customer).newest()
    activities = list(records.select_related("type")[:_RECORDS])
    if chosen.order and chosen.order not in orders:
        orders.insert(0, chosen.order)
    if chosen.activity and chosen.activity not in activities:
        activities.insert(0, chosen.activity)
    return Offer(
        orders,
        activities,
        chosen.order.pk if chosen.order else 0,
        chosen.activity.pk if chosen.activity else 0,
    )


def open_to(expense: Expense, reader: Employee) -> dict[str, Any]:
    """Its customer, order and action record, None where the reader may not open them: rights may
    have changed since it was spent."""
    held = {name: getattr(expense, f"{name}_id") for name in _MODELS}
    return {name: _visible(model, held, name, reader) for name, model in _MODELS.items()}


def _visible(model: Any, given: Mapping[str, Any], name: str, reader: Employee) -> Any:
    pk = whole(given.get(name) or "")
    if not pk:
        return None
    rows = model.objects.visible_to(reader)
    if model is not Customer:
        rows = rows.select_related("customer")
    return rows.filter(pk=pk).first()


def _kept(held: Expense, model: Any, given: Mapping[str, Any], name: str, reader: Employee) -> Any:
    pk = getattr(held, f"{name}_id")
    if not pk or str(pk) != str(given.get(name)):
        return None
    row = model.objects.get(pk=pk)
    if held.employee_id != reader.pk:
        for word in _WORDS[name]:
            setattr(row, word, HIDDEN)
    return row
