"""How much of which payment pays which order and instalment: the sums of all three in step.

Everything here works on orders that the caller has locked, and then on payments; see lock_orders.
"""

from collections.abc import Collection
from datetime import date

from django.db.models import F
from django.utils.translation import gettext as _

from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.money import to_decimal

from ..choices import PaymentKind
from ..models import Allocation, Order, Payment, PaymentPlan


def lock_orders(ids: Collection[int]) -> dict[int, Order]:
    """These orders, locked one after the other by their ids; payments are locked after them."""
    rows = Order.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk")
    return {row.pk: row for row in rows.select_related("customer", "owner")}


def lock_payment(pk: int) -> Payment:
    """The payment, locked after its orders."""
    rows = Payment.objects.select_for_update(of=("self",))
    return rows.select_related("customer").get(pk=pk)


def plans_of(order: Order) -> list[PaymentPlan]:
    """The instalments of an order, the oldest due first."""
    return list(order.plans.order_by("due_on", "position"))


def pay(
    *, order: Order, payment: Payment, amount: int, on: date, plan_id: int | None = None
) -> None:
    """Let so much of a payment pay the order: the chosen instalment first, then the oldest due.

    Raises RuleError above what the order owes or the payment has left, or in another currency.
    """
    _check(order, payment, amount)
    if amount > max(order.owed, 0):
        text = _("%(number)s owes only %(owed)s. Enter at most that; the rest stays an advance.")
        told = {"number": order.number, "owed": shown(max(order.owed, 0))}
        raise RuleError(text % told, field="amount", code="ceiling")
    if amount > payment.rest:
        text = _("Of this payment only %(rest)s is left.") % {"rest": shown(payment.rest)}
        raise RuleError(text, field="amount", code="ceiling")
    left = amount
    for plan in sorted(plans_of(order), key=lambda row: row.pk != plan_id):
        if part := min(left, plan.owed):
            _settle(payment, order, plan, part, on)
            left -= part
    if left:
        _settle(payment, order, None, left, on)
    _add_to(order, payment, amount, sign=1)


def take_off(*, order: Order, refund: Payment, amount: int, on: date) -> None:
    """Let a refund reduce what the order was paid: first what no instalment holds, then the latest.

    Raises RuleError above what was paid.
    """
    _check(order, refund, amount)
    if amount > order.paid:
        text = _("Only %(paid)s was paid for %(number)s. Pay back at most that.")
        told = {"number": order.number, "paid": shown(int(order.paid))}
        raise RuleError(text % told, field="amount", code="ceiling")
    plans = plans_of(order)
    left = amount
    if part := min(left, int(order.paid) - sum(plan.paid for plan in plans)):
        _settle(refund, order, None, part, on)
        left -= part
    for plan in reversed(plans):
        if part := min(left, int(plan.paid)):
            _settle(refund, order, plan, part, on)
            left -= part
    _add_to(order, refund, amount, sign=-1)
    fit(order)


def let_go(*, order: Order, payment: Payment) -> None:
    """Take off the order what the payment does to it; its allocations stay written.

    Raises RuleError where later payments or refunds stand on it, or the order is void.
    """
    if not order.is_in_force:
        text = _("%(number)s is void: what was paid for it and paid back stays as it is.")
        raise RuleError(text % {"number": order.number}, code="not_in_force")
    sign = 1 if payment.is_refund else -1
    rows = list(payment.allocations.filter(order=order).select_related("plan"))
    total = sum(row.amount for row in rows)
    plans = {plan.pk: plan for plan in plans_of(order)}
    free = int(order.paid) - sum(plan.paid for plan in plans.values())
    for row in rows:
        if row.plan_id is None:
            free += sign * row.amount
        else:
            plans[row.plan_id].paid += sign * row.amount
    if free < 0 or any(plan.paid < 0 for plan in plans.values()):
        text = _("Money was paid back for %(number)s since. Delete that refund first.")
        raise RuleError(text % {"number": order.number}, code="stands_on_it")
    if sign * total > max(order.owed, 0):
        text = _("%(number)s was paid again since. Delete that payment first.")
        raise RuleError(text % {"number": order.number}, code="stands_on_it")
    for row in rows:
        if row.plan_id is not None:
            plan = plans[row.plan_id]
            # It may have been cut down to what was paid while the money was away.
            plan.amount = max(plan.amount, plan.paid)
            plan.save(update_fields=["amount", "paid"])
    order.paid += sign * total
    order.save(update_fields=["paid"])
    fit(order)


def absorb(order: Order) -> None:
    """Money that came before there was a plan pays its instalments, the oldest due first."""
    plans = plans_of(order)
    free = int(order.paid) - sum(plan.paid for plan in plans)
    loose = order.allocations.filter(
        plan=None, payment__kind=PaymentKind.RECEIPT, payment__deleted_at=None
    )
    for row in loose.select_related("payment").order_by("allocated_on", "pk"):
        for plan in plans:
            if part := min(free, int(row.amount), plan.owed):
                _settle(row.payment, order, plan, part, row.allocated_on)
                row.amount -= part
                free -= part
        if row.amount:
            row.save(update_fields=["amount"])
        else:
            row.delete()


def fit(order: Order) -> None:
    """Cut the instalments, the latest first, to what the contract comes to after returns; never
    below what was paid. Whoever changes amount or returns of a locked order calls this."""
    plans = plans_of(order)
    above = sum(plan.amount for plan in plans) - max(order.due, 0)
    for plan in reversed(plans):
        cut = min(above, plan.owed)
        if cut <= 0:
            continue
        above -= cut
        plan.amount -= cut
        if plan.amount:
            plan.save(update_fields=["amount"])
        else:
            drop(plan)


def drop(plan: PaymentPlan) -> None:
    """Remove an instalment of which nothing is paid (any more)."""
    for row in plan.allocations.select_related("payment", "order"):
        _write(row.payment, row.order, None, int(row.amount), row.allocated_on)
    plan.allocations.all().delete()
    plan.delete()


def shown(minor: int) -> str:
    """Money in a sentence."""
    return f"{to_decimal(minor):,}"


def _check(order: Order, payment: Payment, amount: int) -> None:
    if not order.is_in_force:
        text = _("%(number)s is not in force: sign it first, or choose another order.")
        raise RuleError(text % {"number": order.number}, field="order", code="not_in_force")
    if order.customer_id != payment.customer_id:
        text = _("%(number)s belongs to another customer.") % {"number": order.number}
        raise RuleError(text, field="order", code="other_customer")
    if order.currency != payment.currency:
        text = _(
            "%(number)s is in %(theirs)s and this payment in %(ours)s. Enter what arrived in "
            "%(theirs)s, or keep the payment as an advance."
        )
        told = {"number": order.number, "theirs": order.currency, "ours": payment.currency}
        raise RuleError(text % told, field="currency", code="other_currency")
    if amount <= 0:
        raise RuleError(_("The amount must be above zero."), field="amount", code="not_positive")


def _settle(
    payment: Payment, order: Order, plan: PaymentPlan | None, amount: int, on: date
) -> None:
    _write(payment, order, plan, amount, on)
    if plan:
        plan.paid += -amount if payment.is_refund else amount
        plan.save(update_fields=["paid"])


def _write(payment: Payment, order: Order, plan: PaymentPlan | None, amount: int, on: date) -> None:
    """One row for each payment and instalment: a second amount is added to the first."""
    held = Allocation.objects.filter(payment=payment, order=order, plan=plan)
    if not held.update(amount=F("amount") + amount):
        Allocation.objects.create(
            payment=payment, order=order, plan=plan, amount=amount, allocated_on=on
        )


def _add_to(order: Order, payment: Payment, amount: int, *, sign: int) -> None:
    payment.allocated += amount
    payment.save(update_fields=["allocated"])
    order.paid += sign * amount
    order.save(update_fields=["paid"])
