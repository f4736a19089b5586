"""Invoices (发票): asked for, issued, void; red ones take back what was issued."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhuixiao.accounts import audit
from zhuixiao.accounts.audit import Actor
from zhuixiao.kit.errors import Invalid, NotAllowed, RuleError
from zhuixiao.kit.money import LARGEST
from zhuixiao.kit.text.normal import clean
from zhuixiao.ledger.actions import post_many
from zhuixiao.notices.actions import notify

from .. import closing, postings, totals
from ..choices import InvoiceKind, InvoiceState
from ..metrics import PAYMENTS
from ..models import Invoice, InvoiceTitle, Order
from . import invoice_sums, settling, titling

NOTICE = "sales.invoice"


@dataclass(frozen=True)
class NewInvoice:
    """What is asked for, in minor units of the order's currency, tax included; the rate in basis
    points."""

    order_id: int
    amount: int
    title_id: int
    kind: str = InvoiceKind.NORMAL
    tax_bp: int = 0
    note: str = ""


@dataclass(frozen=True)
class Paper:
    """What is known once an invoice is issued."""

    number: str
    issued_on: date
    sent_by: str = ""


@transaction.atomic
def ask(*, by: Actor, new: NewInvoice) -> Invoice:
    """Ask for an invoice of an order: from now on it counts against what may be invoiced.

    Raises NotAllowed, Invalid, RuleError above that.
    """
    by.employee.access.check(PAYMENTS, "create")
    order = _locked_order(by, new.order_id)
    title = InvoiceTitle.objects.filter(pk=new.title_id, customer=order.customer_id).first()
    if title is None:
        raise Invalid({"title": _("Choose a title of this customer.")})
    if new.kind not in InvoiceKind:
        raise Invalid({"kind": _("Choose one of the list.")})
    titling.check_fits(new.kind, title)
    _check_amount(new.amount, new.tax_bp)
    if new.amount > order.to_invoice:
        text = _("Of %(number)s only %(rest)s is left to invoice.")
        told = {"number": order.number, "rest": settling.shown(max(order.to_invoice, 0))}
        raise RuleError(text % told, field="amount", code="ceiling")
    invoice = _new(by, order, new.kind, new.amount, new.tax_bp, new.note)
    invoice.title = {
        name: getattr(title, name) for name in ("kind", "name", *titling.SPECIAL_NEEDS, "email")
    }
    invoice.save(force_insert=True)
    invoice_sums.refresh(order)
    log(by, "create", invoice)
    return invoice


@transaction.atomic
def ask_red(*, by: Actor, invoice: Invoice, amount: int, note: str = "") -> Invoice:
    """Ask for a red invoice (红票) that takes back a part of an issued one, or all of it.

    It counts once it is issued. Raises NotAllowed, Invalid, RuleError above the rest.
    """
    by.employee.access.check(PAYMENTS, "edit")
    order, held = _locked(by, invoice)
    if held.state != InvoiceState.ISSUED or held.red_of_id:
        raise RuleError(_("Only an issued invoice can be taken back by a red one."))
    _check_amount(amount, held.tax_bp)
    rest = invoice_sums.rest_of(held)
    if amount > rest:
        text = _("Of this invoice only %(rest)s is left to take back.")
        told = {"rest": settling.shown(rest)}
        raise RuleError(text % told, field="amount", code="ceiling")
    red = _new(by, order, held.kind, amount, held.tax_bp, note)
    # At the rate of the invoice, and to the last 分 of it: red ones bring back what it counted.
    whole = int(held.base_amount)
    left = whole - invoice_sums.red(held, "base_amount")
    fair = totals.part_of(whole, amount, int(held.amount))
    red.base_amount = left if amount == rest else min(fair, left)
    red.title, red.red_of = held.title, held
    red.owner_id, red.department_id = held.owner_id, held.department_id
    red.save(force_insert=True)
    log(by, "create", red)
    return red


@transaction.atomic
def issue(*, by: Actor, invoice: Invoice, paper: Paper) -> Invoice:
    """The invoice is written: it counts. Raises NotAllowed, Invalid, RuleError (closed month, order
    not in force, more than the order comes to now)."""
    by.employee.access.check(PAYMENTS, "edit")
    order, held = _locked(by, invoice)
    if held.state != InvoiceState.ASKED:
        raise RuleError(_("This invoice is not waiting to be issued."))
    _check_in_force(order)
    _check_room(order, held)
    number = "".join(clean(paper.number).split())
    if not number or len(number) > 40:
        raise Invalid({"number": _("Enter the number of the invoice, at most 40 characters.")})
    if Invoice.objects.filter(number=number, deleted_at=None).exists():
        raise Invalid({"number": _("There is an invoice %(number)s already.") % {"number": number}})
    if paper.issued_on > by.today:
        raise Invalid({"issued_on": _("This day lies ahead.")})
    if paper.issued_on < date(2000, 1, 1):
        raise Invalid({"issued_on": _("This date is too early.")})
    closing.check_open(paper.issued_on, field="issued_on")
    held.number, held.issued_on = number, paper.issued_on
    held.sent_by = clean(paper.sent_by)[:120]
    held.state = InvoiceState.ISSUED
    _save(by, order, held, "issue")
    if held.created_by_id != by.employee.pk:
        notify(
            to=[held.created_by_id],
            kind=NOTICE,
            text=gettext_noop("Invoice %(number)s for %(customer)s is issued: %(amount)s"),
            params={
                "number": held.number,
                "customer": order.customer.name[:60],
                "amount": settling.shown(int(held.amount)),
            },
            at=by.at,
            url=f"/invoices/{held.pk}/",
            customer_id=held.customer_id,
            by_id=by.employee.pk,
        )
    return held


@transaction.atomic
def withdraw(*, by: Actor, invoice: Invoice) -> Invoice:
    """An invoice that is not issued yet is not wanted any more. Raises NotAllowed, RuleError."""
    by.employee.access.check(PAYMENTS, "create")
    order, held = _locked(by, invoice)
    if held.state != InvoiceState.ASKED:
        raise RuleError(_("This invoice is issued. Void it, or take it back by a red one."))
    held.state = InvoiceState.VOID
    return _save(by, order, held, "withdraw")


def can_be_void(invoice: Invoice) -> bool:
    """Whether an issued invoice may still turn out void, as far as the ceiling allows: none that a
    red one takes back, no red one of an order that is not in force any more."""
    if invoice.state != InvoiceState.ISSUED or invoice_sums.red(invoice):
        return False
    return invoice.red_of_id is None or invoice.order.is_in_force


@transaction.atomic
def void(*, by: Actor, invoice: Invoice) -> Invoice:
    """An issued invoice was void from the start (作废): it does not count. Raises NotAllowed,
    RuleError (closed month, red invoices, ceiling, the red one of a void order)."""
    by.employee.access.check(PAYMENTS, "edit")
    order, held = _locked(by, invoice)
    if held.state != InvoiceState.ISSUED:
        raise RuleError(_("Only an issued invoice can be void."))
    closing.check_open(held.issued_on)
    if invoice_sums.red(held):
        raise RuleError(_("There is a red invoice of it. Void that one first."))
    if held.red_of_id:
        _check_in_force(order)
    if held.red_of_id and held.amount > order.to_invoice:
        text = _("%(number)s was invoiced again since. Void that invoice first.")
        raise RuleError(text % {"number": order.number}, code="ceiling")
    held.state = InvoiceState.VOID
    return _save(by, order, held, "void")


def log(by: Actor, action: str, invoice: Invoice, changes: audit.Changes | None = None) -> None:
    audit.write(
        by=by,
        action=action,
        kind=postings.INVOICE,
        record_id=invoice.pk,
        label=str(invoice),
        changes=changes,
        version=invoice.version,
    )


def _new(by: Actor, order: Order, kind: str, amount: int, tax_bp: int, note: str) -> Invoice:
    return Invoice(
        order=order,
        customer_id=order.customer_id,
        kind=kind,
        amount=amount,
        tax_bp=tax_bp,
        tax=totals.tax_in(amount, tax_bp),
        base_amount=totals.in_base(amount, order.rate_e6),
        note=clean(note)[:200],
        owner_id=order.owner_id,
        department_id=order.department_id,
        created_by=by.employee,
        created_at=by.at,
    )


def _save(by: Actor, order: Order, invoice: Invoice, action: str) -> Invoice:
    names = ("state", "number", "issued_on", "sent_by")
    before: dict[str, Any] = dict(Invoice.objects.filter(pk=invoice.pk).values(*names)[0])
    invoice.version += 1
    invoice.save()
    invoice_sums.refresh(order)
    post_many(items=[(postings.fact(postings.INVOICE, invoice), postings.of_invoice(invoice))])
    changes = {
        name: (old, getattr(invoice, name))
        for name, old in before.items()
        if old != getattr(invoice, name)
    }
    log(by, action, invoice, changes)
    return invoice


def _locked(by: Actor, invoice: Invoice) -> tuple[Order, Invoice]:
    """First the order, then the invoice. Raises NotAllowed where it is not the person's."""
    if not Invoice.objects.workable_by(by.employee).filter(pk=invoice.pk).exists():
        raise NotAllowed
    order = settling.lock_orders([invoice.order_id])[invoice.order_id]
    return order, Invoice.objects.select_for_update(of=("self",)).get(pk=invoice.pk)


def _locked_order(by: Actor, pk: int) -> Order:
    if not Order.objects.workable_by(by.employee).filter(pk=pk).exists():
        raise Invalid({"order": _("Choose an order that you may work on.")})
    order = settling.lock_orders([pk])[pk]
    if not order.is_in_force:
        text = _("%(number)s is not in force: sign it first, or choose another order.")
        raise RuleError(text % {"number": order.number}, field="order", code="not_in_force")
    return order


def _check_in_force(order: Order) -> None:
    if not order.is_in_force:
        text = _("%(number)s is not in force any more: its invoices stay as they are.")
        raise RuleError(text % {"number": order.number}, code="not_in_force")


def _check_room(order: Order, invoice: Invoice) -> None:
    """Goods may have come back since it was asked for."""
    rest = max(order.due - invoice_sums.issued(order), 0)
    if invoice.red_of_id is None and invoice.amount > rest:
        text = _(
            "Since this was asked for, goods came back: of %(number)s only %(rest)s may be "
            "invoiced. Withdraw this request, and ask for a smaller invoice."
        )
        told = {"number": order.number, "rest": settling.shown(rest)}
        raise RuleError(text % told, code="ceiling")


def _check_amount(amount: int, tax_bp: int) -> None:
    if not 0 < amount <= LARGEST:
        raise Invalid({"amount": _("The amount must be above zero and below a hundred billion.")})
    if not 0 <= tax_bp <= 10_000:
        raise Invalid({"tax_bp": _("A tax rate lies between 0 and 100 percent.")})
