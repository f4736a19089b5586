"""New lines of a signed order: which stay, what they come to, and how low they may not go."""

from collections import Counter
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import F, Sum
from django.utils.translation import gettext as _

from zhuixiao.kit.errors import Invalid, RuleError
from zhuixiao.kit.money import to_decimal

from .. import coming_back, limits, totals
from ..choices import ReturnState
from ..models import Order, OrderLine, PaymentPlan, ReturnLine, ShipmentLine
from ..written import QUANTITY, plain
from .lines import Counted, NewLine, count
from .values import NewOrder

# Lines that stay step aside before they take their new places.
_ASIDE = 1_000


@dataclass(frozen=True)
class Plan:
    """A change that may be written: `kept` are the former lines by their new place."""

    new: NewOrder
    currency: str
    rate_e6: int
    counted: Counted
    before: list[OrderLine]
    kept: dict[int, OrderLine]
    weighed: list[limits.Weighed]
    moves_money: bool

    @property
    def facts(self) -> dict[str, int]:
        return limits.facts(self.weighed, base=self.counted.base, cost=self.counted.cost)


def plan(order: Order, new: NewOrder, *, currency: str, rate_e6: int) -> Plan:
    """What the new lines of a locked order come to. Raises Invalid, RuleError."""
    before = list(order.lines.order_by("position"))
    kept = _kept(before, new.lines)
    same_money = (currency, rate_e6) == (order.currency, order.rate_e6)
    lines = [
        # The list price is that of the day of signing: nobody gains a discount by a change of it.
        replace(row, list_price=kept[place].list_price)
        if same_money and place in kept and kept[place].product_id == row.product_id
        else row
        for place, row in enumerate(new.lines)
    ]
    counted = count(lines, discount=new.discount, rate_e6=rate_e6, on=new.signed_on)
    if new.signed_on == order.signed_on:
        counted = replace(counted, costs=_costs(counted, kept))
    _check_lines(order, before, kept, counted)
    _check_order(order, counted, currency)
    weighed = [
        limits.Weighed(row["quantity"], row["list_price"], row["price"], total.amount)
        for row, total in zip(counted.rows, counted.sums, strict=True)
    ]
    return Plan(
        new=new,
        currency=currency,
        rate_e6=rate_e6,
        counted=counted,
        before=before,
        kept=kept,
        weighed=weighed,
        moves_money=(order.signed_on, order.currency, order.rate_e6, order.discount)
        != (new.signed_on, currency, rate_e6, new.discount)
        or _money_of(before) != [_money(values) for values in counted.columns],
    )


def write(order: Order, plan: Plan) -> None:
    """Put the lines of the plan in place of the former ones."""
    gone = [row.pk for row in plan.before if row not in plan.kept.values()]
    # Of returns and shipments that were taken back; `plan` has refused those in force.
    ReturnLine.objects.filter(line__in=gone).delete()
    ShipmentLine.objects.filter(line__in=gone).delete()
    OrderLine.objects.filter(pk__in=gone).delete()
    order.lines.update(position=F("position") + _ASIDE)
    fresh, held = [], []
    for place, values in enumerate(plan.counted.columns):
        row = plan.kept.get(place)
        if row is None:
            fresh.append(OrderLine(order=order, **values))
            continue
        for name, value in values.items():
            setattr(row, name, value)
        held.append(row)
    names = ["product", *(name for name in _COLUMNS if name != "product_id")]
    OrderLine.objects.bulk_update(held, names)
    OrderLine.objects.bulk_create(fresh)


_COLUMNS = (
    "position", "product_id", "name", "unit", "quantity", "list_price", "price", "discount_bp",
    "tax_bp", "note", "amount", "tax", "base_amount", "cost",
)  # fmt: skip
_MONEY = ("product_id", "quantity", "price", "discount_bp", "tax_bp", "amount", "base_amount")


def _money(values: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(values[name] for name in _MONEY)


def _money_of(lines: list[OrderLine]) -> list[tuple[Any, ...]]:
    return [tuple(getattr(row, name) for name in _MONEY) for row in lines]


def _kept(before: list[OrderLine], lines: "list[NewLine] | Any") -> dict[int, OrderLine]:
    known = {row.pk: row for row in before}
    named = Counter(row.line_id for row in lines if row.line_id)
    errors: dict[str, object] = {
        f"lines.{place}.product": _("This line does not belong to the order. Add a new one.")
        for place, row in enumerate(lines)
        if row.line_id and (row.line_id not in known or named[row.line_id] > 1)
    }
    if errors:
        raise Invalid(errors)
    return {place: known[row.line_id] for place, row in enumerate(lines) if row.line_id}


def _costs(counted: Counted, kept: dict[int, OrderLine]) -> list[int]:
    """A line that stays keeps the cost of its day, in proportion to its quantity."""
    return [
        totals.part_of(row.cost, values["quantity"], row.quantity)
        if (row := kept.get(place)) and row.product_id == values["product_id"]
        else cost
        for place, (values, cost) in enumerate(zip(counted.rows, counted.costs, strict=True))
    ]


def _check_lines(
    order: Order, before: list[OrderLine], kept: dict[int, OrderLine], counted: Counted
) -> None:
    """No line falls below what was shipped, returned, or is asked to be returned."""
    backs = ReturnLine.objects.filter(line__in=before, back__deleted_at=None)
    asked = coming_back.asked([order.pk])
    gone = {
        row["line"]: row
        for row in backs.filter(back__state=ReturnState.ACCEPTED)
        .values("line")
        .annotate(amount=Sum("amount"), base_amount=Sum("base_amount"), cost=Sum("cost"))
        .order_by()
    }
    errors: dict[str, object] = {}
    places = {row.pk: place for place, row in kept.items()}
    columns = counted.columns
    for row in before:
        least = max(row.shipped, row.returned + asked.get(row.pk, 0))
        if not least:
            continue
        place = places.get(row.pk)
        if place is None:
            text = _("%(name)s was shipped or returned already: it cannot leave the order.")
            raise RuleError(text % {"name": row.name}, field="lines")
        now = columns[place]
        if now["product_id"] != row.product_id:
            text = _("%(name)s was shipped or returned already: write a new line instead.")
            errors[f"lines.{place}.product"] = text % {"name": row.name}
        elif now["quantity"] < least:
            text = _("At least %(least)s, which were shipped or returned already.")
            errors[f"lines.{place}.quantity"] = text % {"least": plain(least, QUANTITY)}
        elif any(now[name] < value for name, value in gone.get(row.pk, {}).items() if name in now):
            errors[f"lines.{place}.price"] = _("This is less than what was returned of the line.")
    if errors:
        raise Invalid(errors)


def _check_order(order: Order, counted: Counted, currency: str) -> None:
    """The whole does not fall below what was paid, invoiced, planned and returned."""
    planned = PaymentPlan.objects.filter(order=order).aggregate(all=Sum("amount"))["all"] or 0
    due = counted.amount - order.returned
    lowers = counted.amount < order.amount
    for name, held, limit in (
        (_("was returned"), order.returned, counted.amount),
        (_("was paid"), order.paid, due if lowers else counted.amount),
        (_("was invoiced"), order.invoiced, due if lowers else counted.amount),
        (_("is planned as instalments"), planned, counted.amount),
    ):
        if held > limit and held:
            text = _(
                "The order would fall below the %(amount)s that %(what)s. Take some of that back "
                "first, or keep the amount higher."
            )
            raise RuleError(text % {"amount": f"{to_decimal(held):,}", "what": name}, field="lines")
    if currency != order.currency and (order.paid or order.invoiced or order.returned or planned):
        text = _("It was paid, invoiced, planned or returned in %(currency)s: keep the currency.")
        raise RuleError(text % {"currency": order.currency}, field="currency")
