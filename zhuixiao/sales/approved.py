"""What an approver reads about orders and returns, and what happens after the decision."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Employee
from zhuixiao.approvals import subjects
from zhuixiao.approvals.actions import flows
from zhuixiao.approvals.subjects import Fact, Lines, Subject
from zhuixiao.catalog import costs
from zhuixiao.catalog.models import Option
from zhuixiao.customers.models import Customer
from zhuixiao.kit.templatetags.numbers import money, percent, quantity

from . import limits
from .actions import changing, returning, signing
from .actions.replanning import Plan
from .actions.values import NewOrder
from .choices import ReturnKind
from .models import Order, Return

# A discount from 20 % on, and a margin up to 5 %, in basis points.
_DISCOUNT, _MARGIN = 2_000, 500


def register() -> None:
    """Called once, in AppConfig.ready()."""
    subjects.register(
        Subject(
            key=signing.SUBJECT,
            label=gettext_lazy("Contract orders"),
            apply=_grant_order,
            lines=_order_lines,
            facts=limits.FACTS,
            kinds_now=limits.kinds,
            drop=_drop_order,
            icon="file-text",
        )
    )
    subjects.register(
        Subject(
            key=returning.SUBJECT,
            label=pgettext_lazy("documents", "Returns of goods"),
            apply=returning.grant,
            lines=_return_lines,
            facts={"amount": Fact(gettext_lazy("Amount"), unit="money")},
            kinds=ReturnKind.choices,
            drop=returning.let_go,
            icon="arrow-back-up",
        )
    )


def on_setup(by: Actor) -> None:
    """A new company begins with two flows: its boss decides large discounts and thin margins."""
    boss = {"who": "role", "ids": [by.employee.role_id], "mode": "any"}
    for name, limit in (
        (_("Orders with a large discount"), {"discount": _DISCOUNT}),
        (_("Orders with a thin margin"), {"margin": _MARGIN}),
    ):
        draft = flows.Draft(
            name=name, subject=signing.SUBJECT, steps=[boss], conditions={"at_least": limit}
        )
        flows.save(by=by, flow=None, draft=draft)


def _grant_order(by: Actor, payload: Mapping[str, Any]) -> None:
    if "change" in payload:
        changing.grant(by, payload)
    else:
        signing.grant(by, payload["order"])


def _drop_order(by: Actor, payload: Mapping[str, Any], _note: str) -> None:
    if "change" not in payload:
        signing.let_go(by, payload["order"])


def _order_lines(payload: Mapping[str, Any], reader: Employee) -> Lines:
    """The order as it is, or as it would be after the change that is asked about."""
    order = Order.objects.select_related("type", "owner").get(pk=payload["order"])
    told: list[tuple[Any, object]] = [*_who(order, reader)]
    plan = _change(order, payload)
    if plan is None:
        lines = list(order.lines.order_by("position"))
        weighed, base, cost = limits.of_lines(lines), order.base_amount, order.cost
        amount, currency, kind = order.amount, order.currency, order.type
        rows = [(row.name, row.quantity, row.unit, row.amount) for row in lines]
    else:
        counted, currency = plan.counted, plan.currency
        weighed, base, cost, amount = plan.weighed, counted.base, counted.cost, counted.amount
        kind = Option.objects.filter(pk=plan.new.type_id or 0).first()
        rows = [
            (row["name"], row["quantity"], row["unit"], row["amount"]) for row in counted.columns
        ]
        told.append((_("Reason"), payload["reason"]))
        told.append((_("Amount until now"), _money(order.amount, order.currency)))
    facts = limits.facts(weighed, base=base, cost=cost)
    told.append((_("Amount"), _money(amount, currency)))
    if kind is not None:
        told.append((_("Type"), kind.name))
    told.append((_("Highest discount"), percent(facts["discount"])))
    if costs.may_read(reader.access):
        told.append((_("Gross margin"), f"{money(base - cost)} · {percent(facts['margin'])}"))
    told += [
        (name, f"{quantity(number)} {unit} · {_money(whole, currency)}")
        for name, number, unit, whole in rows[:10]
    ]
    return told


def _change(order: Order, payload: Mapping[str, Any]) -> Plan | None:
    """What a change that waits would make of the order; None where nothing waits (any more)."""
    if "change" not in payload or order.versions.count() != payload["versions"]:
        return None
    return changing.preview(order, NewOrder.of_json(payload["change"]))


def _return_lines(payload: Mapping[str, Any], reader: Employee) -> Lines:
    back = Return.objects.select_related("order__owner", "order__type").get(pk=payload["return"])
    order = back.order
    told: list[tuple[Any, object]] = [
        *_who(order, reader),
        (_("Kind"), back.get_kind_display()),
        (_("Reason"), back.reason),
        (_("Amount"), _money(back.amount, order.currency)),
    ]
    told += [
        (part.line.name, f"{quantity(part.quantity)} {part.line.unit}")
        for part in back.lines.select_related("line")[:10]
    ]
    return told


def _who(order: Order, reader: Employee) -> list[tuple[Any, object]]:
    """The customer's name only for who may see it."""
    seen = Customer.objects.visible_to(reader).filter(pk=order.customer_id)
    told: list[tuple[Any, object]] = [(_("Contract order"), f"{order.number} {order.title}")]
    told += [(_("Customer"), row.name) for row in seen]
    told.append((_("Owner"), order.owner.name))
    return told


def _money(minor: int, currency: str) -> str:
    return f"{money(minor)} {currency}"
