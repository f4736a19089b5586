"""How an order goes on and ends: running, complete, void, or deleted as a draft."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from zhuixiao.accounts.audit import Actor
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.text.normal import clean

from .. import closing
from ..choices import InvoiceState, OrderState, ReturnState
from ..models import Invoice, Order, Payment, Return, Shipment
from .ordering import locked, log, repost

# From which state an order goes to which.
NEXT = {
    OrderState.SIGNED: (OrderState.RUNNING, OrderState.COMPLETE),
    OrderState.RUNNING: (OrderState.COMPLETE,),
    OrderState.COMPLETE: (OrderState.RUNNING,),
}
_NAMED = 3


@transaction.atomic
def advance(*, by: Actor, order: Order, to: str, version: int | None = None) -> Order:
    """Let a signed order run, or be complete, or run again. Raises NotAllowed, Conflict,
    RuleError."""
    by.employee.access.check("orders", "edit")
    held = locked(by, order, version=version)
    if to not in NEXT.get(OrderState(held.state), ()):
        raise RuleError(_("An order in this state cannot go there."), field="state")
    before, held.state = held.state, to
    held.version += 1
    held.save(update_fields=["state", "version"])
    log(by, "advance", held, {"state": (before, to)})
    return held


@transaction.atomic
def void(*, by: Actor, order: Order, reason: str, version: int | None = None) -> Order:
    """The order counts no more. Raises NotAllowed, Conflict, and RuleError while payments,
    invoices, shipments or returns of it are in force: it names them and the way out. What was paid
    back or taken back by red invoices as a whole is no hindrance: it stays as it happened."""
    by.employee.access.check("orders", "delete")
    held = locked(by, order, version=version)
    why = clean(reason)
    if not held.is_in_force:
        raise RuleError(_("Only a signed order can be made void; a draft is deleted."))
    if not why or len(why) > 200:
        raise RuleError(_("Say why in at most 200 characters."), field="reason")
    if held.request is not None and held.request.is_open:
        raise RuleError(_("Somebody is deciding about this order. Take that back first."))
    _check_bare(held)
    closing.check_open(held.signed_on)
    before, held.state, held.void_reason = held.state, OrderState.VOID, why
    held.version += 1
    held.save(update_fields=["state", "void_reason", "version"])
    log(by, "void", held, {"state": (before, held.state), "void_reason": ("", why)})
    repost(held)
    return held


@transaction.atomic
def delete(*, by: Actor, order: Order) -> None:
    """Delete a draft; who wrote it needs no more right than that. Raises NotAllowed, RuleError."""
    by.employee.access.check("orders", "edit")
    held = locked(by, order)
    if by.employee.pk not in {held.created_by_id, held.owner_id}:
        by.employee.access.check("orders", "delete")
    if held.state == OrderState.ASKED:
        raise RuleError(_("Somebody is deciding about this order. Take that back first."))
    if held.state != OrderState.DRAFT:
        raise RuleError(_("A signed order is not deleted. Make it void, with the reason."))
    held.deleted_at = by.at
    held.version += 1
    held.save(update_fields=["deleted_at", "version"])
    log(by, "delete", held)


def _check_bare(order: Order) -> None:
    payments = Payment.objects.filter(allocations__order=order, deleted_at=None).distinct()
    if not order.paid:
        payments = payments.none()
    invoices = Invoice.objects.filter(order=order, deleted_at=None)
    shipments = Shipment.objects.filter(order=order, deleted_at=None)
    returns = Return.objects.filter(order=order, deleted_at=None)
    for text, names in (
        (
            _(
                "Payments are booked on it (%(names)s). Take them off this order on the page of "
                "the payment, or write down the refund, first."
            ),
            _names(payments.values_list("number", flat=True)),
        ),
        (
            _(
                "It was invoiced (%(names)s). Withdraw what is only asked for; void what is "
                "issued, or issue red ones, first."
            ),
            _open_invoices(order, [*invoices.exclude(state=InvoiceState.VOID)]),
        ),
        (
            _(
                "Goods were shipped (%(names)s). Were they never sent, take those shipments back "
                "first. Did they come back, write a return instead: the order then counts less by "
                "what came back, and need not be void."
            ),
            _names(shipments.values_list("number", flat=True)),
        ),
        (
            _("Goods were returned (%(names)s). Take those returns back first."),
            _names(returns.exclude(state=ReturnState.REFUSED).values_list("number", flat=True)),
        ),
    ):
        if names:
            raise RuleError(text % {"names": names}, code="in_use")


def _open_invoices(order: Order, rows: list[Invoice]) -> str:
    """Invoices that a red one has taken back count no more once nothing is invoiced."""
    waiting = [row for row in rows if row.state == InvoiceState.ASKED]
    return _names([str(row) for row in (rows if order.invoiced else waiting)])


def _names(found: Iterable[str]) -> str:
    names = list(found)
    more = len(names) - _NAMED
    return _(", ").join(names[:_NAMED]) + (f" +{more}" if more > 0 else "")
