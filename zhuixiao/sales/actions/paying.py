"""Money that came in and money that goes back."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from zhuixiao.accounts import audit
from zhuixiao.accounts.audit import Actor
from zhuixiao.customers.models import Customer
from zhuixiao.kit.errors import Invalid, NotAllowed, RuleError
from zhuixiao.kit.text.normal import clean
from zhuixiao.ledger.actions import post_many

from .. import closing, postings, totals
from ..choices import PaymentKind
from ..metrics import PAYMENTS
from ..models import Order, Payment
from . import figures, numbering, settling
from .payment_values import NewPayment, Share, check, money
from .values import checked_customer


@transaction.atomic
def record(*, by: Actor, new: NewPayment) -> Payment:
    """Write down what came in or went back. Raises NotAllowed, Invalid, RuleError (ceilings,
    currency, closed month)."""
    by.employee.access.check(PAYMENTS, "create")
    customer = checked_customer(by=by, customer_id=new.customer_id)
    orders = _orders(by, customer, new)
    first = orders[new.shares[0].order_id] if new.shares else None
    advance = _advance(by, new)
    currency, rate_e6 = money(new, first, advance)
    check(by, new, currency, rate_e6)
    owner = new.owner or (first.owner if first else None) or customer.owner or by.employee
    payment = Payment(
        number=new.number.strip() or _free_number(by),
        customer=customer,
        kind=new.kind,
        refund_of=advance,
        paid_on=new.paid_on,
        currency=currency,
        rate_e6=rate_e6,
        amount=new.amount,
        base_amount=totals.in_base(new.amount, rate_e6),
        method_id=new.method_id,
        account=clean(new.account)[:80],
        note=clean(new.note)[:200],
        owner=owner,
        department_id=owner.department_id,
        created_by=by.employee,
        created_at=by.at,
        source_key=new.source_key,
    )
    if Payment.objects.filter(number=payment.number).exists():
        text = _("There is a payment %(number)s already.") % {"number": payment.number}
        raise Invalid({"number": text})
    payment.save(force_insert=True)
    if advance:
        _pay_back(advance, new.amount)
    for share in new.shares:
        apply(payment, orders[share.order_id], share, on=new.paid_on)
    repost(payment)
    log(by, "create", payment)
    return payment


@transaction.atomic
def delete(*, by: Actor, payment: Payment) -> None:
    """Take a payment back with what it paid; `restore` undoes it. Raises NotAllowed, RuleError."""
    by.employee.access.check(PAYMENTS, "delete")
    held, orders = locked(by, payment)
    closing.check_open(held.paid_on)
    if held.paid_back:
        text = _("Some of this advance was paid back. Delete that refund first.")
        raise RuleError(text, code="stands_on_it")
    for order in orders.values():
        settling.let_go(order=order, payment=held)
    if held.refund_of_id:
        _pay_back(settling.lock_payment(held.refund_of_id), -int(held.amount))
    held.deleted_at = by.at
    held.version += 1
    held.save(update_fields=["deleted_at", "version"])
    repost(held)
    log(by, "delete", held)


@transaction.atomic
def restore(*, by: Actor, payment: Payment) -> None:
    """Bring a deleted payment back; it pays again what it paid. Raises NotAllowed, and RuleError
    where that was paid by something else since."""
    by.employee.access.check(PAYMENTS, "delete")
    held, orders = locked(by, payment, is_deleted=True)
    closing.check_open(held.paid_on)
    rows = list(held.allocations.order_by("pk"))
    shares = [(Share(row.order_id, int(row.amount), row.plan_id), row.allocated_on) for row in rows]
    held.allocations.all().delete()
    held.allocated, held.deleted_at = 0, None
    held.version += 1
    held.save(update_fields=["allocated", "deleted_at", "version"])
    if held.refund_of_id:
        _pay_back(settling.lock_payment(held.refund_of_id), int(held.amount))
    for share, on in shares:
        apply(held, orders[share.order_id], share, on=on)
    repost(held)
    log(by, "restore", held)


def locked(
    by: Actor, payment: Payment, *, is_deleted: bool = False
) -> tuple[Payment, dict[int, Order]]:
    """The orders that it pays and then the payment itself, locked.

    Raises NotAllowed where it is not the person's to change, RuleError where it just changed.
    """
    if not Payment.objects.restorable_by(by.employee).filter(pk=payment.pk).exists():
        raise NotAllowed
    ids = set(payment.allocations.values_list("order_id", flat=True))
    orders = settling.lock_orders(ids)
    held = settling.lock_payment(payment.pk)
    now = set(held.allocations.values_list("order_id", flat=True))
    if now != ids or (held.deleted_at is not None) != is_deleted:
        raise RuleError(_("Somebody else changed this payment just now. Load the page again."))
    return held, orders


def apply(payment: Payment, order: Order, share: Share, *, on: date) -> None:
    """Let the payment pay, or the refund reduce, the locked order."""
    if payment.is_refund:
        settling.take_off(order=order, refund=payment, amount=share.amount, on=on)
    else:
        settling.pay(
            order=order, payment=payment, amount=share.amount, on=on, plan_id=share.plan_id
        )


def repost(payment: Payment) -> None:
    """Bring ledger and customer in step with a payment."""
    post_many(items=[(postings.fact(postings.PAYMENT, payment), postings.of_payment(payment))])
    figures.refresh([payment.customer_id])


def log(by: Actor, action: str, payment: Payment, changes: audit.Changes | None = None) -> None:
    audit.write(
        by=by,
        action=action,
        kind=postings.PAYMENT,
        record_id=payment.pk,
        label=payment.number,
        changes=changes,
        version=payment.version,
    )


def _orders(by: Actor, customer: Customer, new: NewPayment) -> dict[int, Order]:
    ids = {share.order_id for share in new.shares}
    open_to = Order.objects.workable_by(by.employee).filter(pk__in=ids, customer=customer)
    if open_to.count() < len(ids):
        raise Invalid({"order": _("Choose an order of this customer.")})
    return settling.lock_orders(ids)


def _free_number(by: Actor) -> str:
    return numbering.free_number(numbering.PAYMENT, by.today, Payment.objects.all())


def _advance(by: Actor, new: NewPayment) -> Payment | None:
    """The locked advance that a refund brings back. Raises Invalid."""
    if new.kind not in PaymentKind:
        raise Invalid({"kind": _("Choose one of the list.")})
    if new.kind == PaymentKind.RECEIPT:
        return None
    if new.refund_of_id is None:
        if not new.shares:
            raise Invalid({"order": _("Choose the order or the advance that is paid back.")})
        return None
    open_to = Payment.objects.workable_by(by.employee).filter(
        pk=new.refund_of_id, customer=new.customer_id, kind=PaymentKind.RECEIPT
    )
    if new.shares or not open_to.exists():
        raise Invalid({"refund_of": _("Choose an advance of this customer.")})
    return settling.lock_payment(new.refund_of_id)


def _pay_back(advance: Payment, amount: int) -> None:
    """So much more of the locked advance was paid back. Raises RuleError."""
    if advance.deleted_at is not None:
        text = _("The advance %(number)s is deleted. Bring it back first.")
        raise RuleError(text % {"number": advance.number}, code="stands_on_it")
    if amount > advance.rest:
        text = _("Of this advance only %(rest)s is left.") % {"rest": settling.shown(advance.rest)}
        raise RuleError(text, field="amount", code="ceiling")
    advance.paid_back += amount
    advance.save(update_fields=["paid_back"])
