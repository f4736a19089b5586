"""Signing an order, once those have agreed to it whom a flow asks."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhuixiao.accounts.audit import Actor
from zhuixiao.approvals.actions import asking
from zhuixiao.approvals.models import Request
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.money import to_decimal

from .. import closing, limits
from ..choices import OrderState
from ..models import Order
from .ordering import locked, log, take_effect

SUBJECT = "sales.order"


@dataclass(frozen=True)
class Terms:
    """What is asked about: the order as it is, or as it would be after a change."""

    amount: int
    currency: str
    type_id: int | None


@transaction.atomic
def sign(*, by: Actor, order: Order, version: int | None = None) -> Order:
    """Sign a draft: it counts at once, or waits in the state "asked" and counts for nothing.

    Raises NotAllowed, Conflict, RuleError (signed already, closed month).
    """
    by.employee.access.check("orders", "edit")
    held = locked(by, order, version=version)
    if held.state == OrderState.ASKED:
        raise RuleError(_("Somebody is deciding about this order already."))
    if held.state != OrderState.DRAFT:
        raise RuleError(_("This order was signed already."))
    closing.check_open(held.signed_on, field="signed_on")
    lines = list(held.lines.all())
    if not lines:
        raise RuleError(_("Add at least one line."))
    facts = limits.facts(limits.of_lines(lines), base=held.base_amount, cost=held.cost)
    title = gettext_noop("%(asker)s wants to sign order %(number)s: %(amount)s %(currency)s")
    terms = Terms(held.amount, held.currency, held.type_id)
    request = ask(by, held, terms=terms, title=title, payload={"order": held.pk}, facts=facts)
    if request is None:
        take_effect(by=by, order=held)
        return held
    held.state, held.request = OrderState.ASKED, request
    held.version += 1
    held.save(update_fields=["state", "request", "version"])
    log(by, "ask", held)
    return held


def ask(
    by: Actor,
    order: Order,
    *,
    terms: Terms,
    title: str,
    payload: Mapping[str, Any],
    facts: Mapping[str, int],
) -> Request | None:
    """The question about an order, where a flow asks one; its title names no customer, whom not
    everybody may see who reads it."""
    return asking.ask(
        by=by,
        subject=SUBJECT,
        title=title,
        params={
            "asker": by.employee.name,
            "number": order.number,
            "amount": f"{to_decimal(terms.amount):,}",
            "currency": terms.currency,
        },
        payload=payload,
        facts=facts,
        kind=str(terms.type_id or ""),
        url=f"/orders/{order.pk}/",
    )


@transaction.atomic
def withdraw(*, by: Actor, order: Order) -> None:
    """Take the question about an order back: a draft is a draft again. Raises NotAllowed,
    RuleError."""
    request = order.request
    if request is None or not request.is_open:
        raise RuleError(_("Nobody is asked about this order."))
    # It locks the request before the order, as a decision does.
    asking.withdraw(by=by, request=request)


def grant(by: Actor, order_id: int) -> None:
    """Everybody has agreed to the signing. Raises RuleError where it cannot be signed any more."""
    held = Order.objects.select_for_update(of=("self",)).select_related("customer").get(pk=order_id)
    if held.deleted_at is not None or held.customer.deleted_at is not None:
        raise RuleError(_("This order was deleted meanwhile. Reject it."))
    take_effect(by=by, order=held)


def let_go(by: Actor, order_id: int) -> None:
    """It was rejected or taken back: a draft again, to be changed and asked anew."""
    held = Order.objects.select_for_update(of=("self",)).get(pk=order_id)
    if held.state == OrderState.ASKED:
        held.state = OrderState.DRAFT
        held.version += 1
        held.save(update_fields=["state", "version"])
        log(by, "let_go", held)
