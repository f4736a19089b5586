"""Goods that come back, and what is sent in exchange for them."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhuixiao.accounts import audit
from zhuixiao.accounts.audit import Actor
from zhuixiao.approvals.actions import asking
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.money import to_decimal
from zhuixiao.kit.text.normal import clean

from .. import closing, postings
from ..choices import ReturnKind, ReturnState
from ..models import Order, OrderLine, Return, ReturnLine
from . import numbering, return_lines, settling
from .lines import NewLine, retyped
from .ordering import locked, repost, write
from .return_lines import NewReturn
from .values import NewOrder

SUBJECT = "sales.return"


@transaction.atomic
def take_back(*, by: Actor, order: Order, new: NewReturn) -> Return:
    """Write a return of a signed order. It counts from its day on, at once or after the yes of whom
    a flow asks; until then its quantities are kept for it.

    An exchange also makes a draft order of what goes out, which follows this one: the same goods
    again where nothing else is said. Raises NotAllowed, Invalid, RuleError (closed month, order not
    in force).
    """
    by.employee.access.check("orders", "edit")
    held = locked(by, order)
    if not held.is_in_force:
        raise RuleError(_("Only goods of a signed order come back."))
    rows = {row.pk: row for row in held.lines.all()}
    return_lines.check(by, held, new, rows)
    back = Return(
        number=numbering.next_number(numbering.RETURN, by.today),
        order=held,
        kind=new.kind,
        state=ReturnState.ASKED,
        returned_on=new.returned_on,
        reason=clean(new.reason),
        created_by=by.employee,
        created_at=by.at,
    )
    wanted = [one for one in new.lines if one.quantity]
    parts = [return_lines.part(rows[one.line_id], one.quantity) for one in wanted]
    return_lines.set_sums(back, parts)
    back.save(force_insert=True)
    for part in parts:
        part.back = back
    ReturnLine.objects.bulk_create(parts)
    _log(by, "create", back)
    goes_out = new.instead or [_again(rows[one.line_id], one) for one in wanted]
    instead = [asdict(row) for row in goes_out] if new.kind == ReturnKind.EXCHANGE else []
    payload = {"return": back.pk, "instead": instead}
    request = asking.ask(
        by=by,
        subject=SUBJECT,
        title=gettext_noop("%(asker)s wants to take back goods of order %(number)s: %(amount)s"),
        params={
            "asker": by.employee.name,
            "number": held.number,
            "amount": f"{to_decimal(back.amount):,} {held.currency}",
        },
        payload=payload,
        facts={"amount": back.base_amount},
        kind=new.kind,
        url=f"/orders/{held.pk}/",
    )
    if request is None:
        _accept(by, held, back, instead)
    else:
        back.request = request
        back.save(update_fields=["request"])
    return back


@transaction.atomic
def undo(*, by: Actor, back: Return) -> None:
    """It never came back: the goods are sold again. Raises NotAllowed, RuleError (closed month)."""
    by.employee.access.check("orders", "edit")
    held = locked(by, back.order)
    row = Return.objects.select_for_update(of=("self",)).get(pk=back.pk)
    if row.deleted_at is not None:
        return
    if row.state == ReturnState.ASKED:
        raise RuleError(_("Somebody is deciding about this return. Take that back first."))
    counted = row.counts
    if counted:
        closing.check_open(row.returned_on)
    row.deleted_at = by.at
    row.version += 1
    row.save(update_fields=["deleted_at", "version"])
    _log(by, "delete", row)
    if counted:
        _move(held, row, sign=-1)


def grant(by: Actor, payload: Mapping[str, Any]) -> None:
    """Everybody has agreed. Raises RuleError where the order does not take it any more."""
    held, back = _both(payload["return"])
    if not held.is_in_force or back.state != ReturnState.ASKED:
        raise RuleError(_("The order was changed meanwhile. Reject it, and let it be asked again."))
    closing.check_open(back.returned_on)
    rows = {row.pk: row for row in held.lines.all()}
    parts = list(back.lines.all())
    for part in parts:
        # What each comes to follows from what has come back by now.
        fresh = return_lines.part(rows[part.line_id], part.quantity)
        part.amount, part.base_amount, part.cost = fresh.amount, fresh.base_amount, fresh.cost
    ReturnLine.objects.bulk_update(parts, ["amount", "base_amount", "cost"])
    return_lines.set_sums(back, parts)
    _accept(by, held, back, payload["instead"])


def let_go(by: Actor, payload: Mapping[str, Any], _note: str) -> None:
    """Rejected or taken back: it stays to be read, and its quantities are free again."""
    _held, back = _both(payload["return"])
    back.state = ReturnState.REFUSED
    back.version += 1
    back.save(update_fields=["state", "version"])
    _log(by, "let_go", back)


def _both(pk: int) -> tuple[Order, Return]:
    """The order of a return, then the return, both locked."""
    order_id = Return.objects.values_list("order_id", flat=True).get(pk=pk)
    held = Order.objects.select_for_update(of=("self",)).select_related("customer").get(pk=order_id)
    back = Return.objects.select_for_update(of=("self",)).get(pk=pk)
    back.order = held
    return held, back


def _accept(by: Actor, held: Order, back: Return, instead: Sequence[Mapping[str, Any]]) -> None:
    back.state = ReturnState.ACCEPTED
    back.version += 1
    back.save()
    _log(by, "accept", back)
    _move(held, back, sign=1)
    if instead:
        _exchange(by, held, back, [NewLine(**row) for row in instead])


def _move(held: Order, back: Return, *, sign: int) -> None:
    """Bring the sums of the order and its lines, the ledger and the customer in step."""
    parts = list(back.lines.select_related("line"))
    for part in parts:
        part.line.returned += sign * part.quantity
    OrderLine.objects.bulk_update([part.line for part in parts], ["returned"])
    held.returned += sign * back.amount
    held.version += 1
    held.save(update_fields=["returned", "version"])
    settling.fit(held)
    repost(held)


def _again(row: OrderLine, back: return_lines.Back) -> NewLine:
    """The same goods at the same price."""
    return retyped(row, quantity=back.quantity, list_price=row.list_price)


def _exchange(by: Actor, held: Order, back: Return, lines: Sequence[NewLine]) -> Order:
    """What goes out instead, as a draft in the currency and at the rate of the order. It is a part
    of the return: whoever may take goods back need not be one who writes orders."""
    return write(
        by=by,
        customer=held.customer,
        new=NewOrder(
            customer_id=held.customer_id,
            lines=lines,
            signed_on=back.returned_on,
            title=_("Exchange for %(number)s") % {"number": held.number},
            contact_id=held.contact_id,
            type_id=held.type_id,
            follows_id=held.pk,
            currency=held.currency,
            rate_e6=held.rate_e6,
        ),
    )


def _log(by: Actor, action: str, back: Return) -> None:
    audit.write(
        by=by,
        action=action,
        kind=postings.RETURN,
        record_id=back.pk,
        label=back.number,
        changes={"amount": (None, back.amount)} if action == "create" else None,
        version=back.version,
    )
