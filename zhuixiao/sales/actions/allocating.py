"""Advances pay orders later, payments are described better, and both are taken back."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from zhuixiao.accounts import audit, conflicts
from zhuixiao.accounts.audit import Actor
from zhuixiao.kit.errors import Invalid, NotAllowed, RuleError
from zhuixiao.kit.text.normal import clean

from .. import closing, postings
from ..metrics import PAYMENTS
from ..models import Order, Payment
from . import figures, paying, settling
from .payment_values import Share, check_day, check_method


@transaction.atomic
def allocate(*, by: Actor, payment: Payment, shares: Sequence[Share]) -> Payment:
    """Let what is left of a payment pay one or several orders. Raises NotAllowed, RuleError."""
    by.employee.access.check(PAYMENTS, "create")
    if not shares:
        raise Invalid({"order": _("Choose an order and an amount.")})
    ids = {share.order_id for share in shares}
    mine = Order.objects.workable_by(by.employee).filter(customer=payment.customer_id, pk__in=ids)
    if mine.count() < len(ids):
        raise Invalid({"order": _("Choose an order of this customer.")})
    if not Payment.objects.workable_by(by.employee).filter(pk=payment.pk).exists():
        raise NotAllowed
    orders = settling.lock_orders(ids)
    held = settling.lock_payment(payment.pk)
    if held.is_refund or held.deleted_at is not None:
        raise RuleError(_("Only money that came in can be allocated."))
    closing.check_open(by.today)
    before = int(held.allocated)
    for share in shares:
        paying.apply(held, orders[share.order_id], share, on=by.today)
    figures.refresh([held.customer_id])
    paying.log(by, "allocate", held, {"allocated": (before, int(held.allocated))})
    return held


@transaction.atomic
def take_back(*, by: Actor, payment: Payment, order: Order) -> Payment:
    """What a payment pays of one order is an advance again. Raises NotAllowed, RuleError."""
    by.employee.access.check(PAYMENTS, "edit")
    held, orders = paying.locked(by, payment)
    if held.is_refund:
        raise RuleError(_("A refund belongs to its order. Delete the refund instead."))
    if order.pk not in orders:
        return held
    rows = held.allocations.filter(order=order)
    closing.check_open(*rows.values_list("allocated_on", flat=True))
    before = int(held.allocated)
    settling.let_go(order=orders[order.pk], payment=held)
    held.allocated -= sum(row.amount for row in rows)
    rows.delete()
    held.save(update_fields=["allocated"])
    figures.refresh([held.customer_id])
    paying.log(by, "take_back", held, {"allocated": (before, int(held.allocated))})
    return held


@dataclass(frozen=True)
class Details:
    """What may be said better afterwards; an amount that was wrong is deleted and entered anew."""

    paid_on: date
    method_id: int | None = None
    account: str = ""
    note: str = ""


@transaction.atomic
def describe(
    *,
    by: Actor,
    payment: Payment,
    details: Details,
    version: int | None = None,
    keep_mine: Collection[str] = (),
) -> Payment:
    """Change day, way, account and note; `version` is the one that the person saw, `keep_mine` are
    the fields in which the own value stays whatever others wrote.

    Raises NotAllowed, Invalid, Conflict, RuleError (closed month).
    """
    by.employee.access.check(PAYMENTS, "edit")
    held, _orders = paying.locked(by, payment)
    values = {
        "paid_on": details.paid_on,
        "method_id": details.method_id,
        "account": clean(details.account)[:80],
        "note": clean(details.note)[:200],
    }
    new = conflicts.own_changes(
        kind=postings.PAYMENT,
        record_id=held.pk,
        values=values,
        seen=version,
        now=held.version,
        keep_mine=keep_mine,
    )
    changes = audit.differences(held, new)
    if "paid_on" in changes:
        check_day(by, details.paid_on)
        closing.check_open(held.paid_on, details.paid_on, field="paid_on")
    if "method_id" in changes:
        check_method(details.method_id)
    if changes:
        for name, (_old, value) in changes.items():
            setattr(held, name, value)
        held.version += 1
        held.save(update_fields=[*changes, "version"])
        paying.repost(held)
        paying.log(by, "edit", held, changes)
    return held
