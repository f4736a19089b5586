"""Payments from a file: a chunk of them in one transaction, put against the orders they name."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from zhuixiao.accounts import audit
from zhuixiao.catalog.choices import PickList
from zhuixiao.catalog.models import Option
from zhuixiao.kit import bulk
from zhuixiao.kit.money import to_decimal
from zhuixiao.ledger.actions import post_many

from ... import postings, totals
from ...actions import numbering, paying
from ...actions.payment_values import Share
from ...choices import IN_FORCE, PaymentKind
from ...models import Order, Payment, PaymentPlan
from ..kinds import Kind, came_as
from ..matching.customers import Customers, Held, Wanted
from ..matching.options import Options
from ..matching.people import People
from ..outcome import ADVANCE, NO_CUSTOMER
from ..rows import PaymentRow
from ..spool import Group, Spool
from ..work import Work
from .payment_parts import allocation, customers_of, known


class Payments:
    def __init__(self, work: Work, spool: Spool[PaymentRow]) -> None:
        self._work, self._spool = work, spool
        self._customers, self._people = Customers(work), People(work)
        self._methods = Options(work, PickList.PAYMENT_METHOD)
        # What each order is paid, row by row.
        self._paid: dict[int, int] = {}

    def write(self, groups: Sequence[Group[PaymentRow]]) -> None:
        """One chunk, inside a transaction."""
        rows = [group.first for group in groups if self._is_open(group.first)]
        there = known(rows)
        fresh = [row for row in rows if not self._is_there(row, there)]
        orders = self._orders(fresh)
        held = {row.pk: row for row in orders.values() if isinstance(row, Order)}
        # A look has written nothing of the chunks before.
        paid = {pk: int(row.paid) for pk, row in held.items()}
        self._paid = paid | self._paid if self._work.is_dry else paid
        taken = []
        for row, customer in self._with_customers(fresh, orders):
            method = self._methods.find(row.method) if row.method else None
            if isinstance(method, str):
                self._spool.refuse(row.number, f"{_('Way of payment')}: {method}")
                continue
            payment = self._payment(row, customer, method)
            order = orders.get(row.order_number) if row.order_number else None
            share = self._share(row, payment, order)
            if isinstance(share, str):
                self._spool.refuse(row.number, share)
            else:
                taken.append((payment, share))
        self._insert(taken, held)

    def _is_open(self, row: PaymentRow) -> bool:
        if text := self._work.closed(date.fromordinal(row.day)):
            self._spool.refuse(row.number, text)
        return not text

    def _is_there(self, row: PaymentRow, there: dict[str, Payment]) -> bool:
        held = there.get(row.key)
        if held is None:
            return False
        amount = -held.amount if held.kind == PaymentKind.REFUND else held.amount
        if held.source_key != Kind.PAYMENTS.source_key(row.key):
            text = _("There is a payment %(number)s that came from no file.")
            self._spool.refuse(row.number, text % {"number": row.key})
        elif amount != row.amount or held.paid_on.toordinal() != row.day:
            self._work.outcome.differs += 1
            differences = (
                f"{held.paid_on} {to_decimal(amount)} → "
                f"{date.fromordinal(row.day)} {to_decimal(row.amount)}"
            )
            text = _("The payment that is there differs: %(differences)s. It stays as it is.")
            self._spool.refuse(row.number, text % {"differences": differences})
        else:
            self._work.outcome.same += 1
            self._work.touched.add(held.customer_id)
        return True

    def _orders(self, rows: Sequence[PaymentRow]) -> dict[str, Order | str]:
        """The orders that are named, locked; in words why one cannot be paid."""
        numbers = {row.order_number for row in rows if row.order_number}
        sources = {Kind.ORDERS.source_key(number): number for number in numbers}
        seen = Order.objects.workable_by(self._work.by.employee)
        ids = [
            *seen.filter(number__in=numbers).values_list("pk", flat=True),
            *seen.filter(came_as(sources)).values_list("pk", flat=True),
        ]
        locked = Order.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk")
        found: dict[str, Order | str] = {}
        for order in locked:
            name = sources.get(order.source_key, order.number)
            found[name] = order
            if order.state not in IN_FORCE:
                found[name] = _("The order %(number)s is not in force.") % {"number": name}
        for number in numbers - found.keys():
            found[number] = _("There is no order %(number)s.") % {"number": number}
        return found

    def _with_customers(
        self, rows: Sequence[PaymentRow], orders: dict[str, Order | str]
    ) -> list[tuple[PaymentRow, Held]]:
        """A row without a customer belongs to that of its order."""
        of_orders = customers_of(order for order in orders.values() if isinstance(order, Order))
        named, found = [], []
        for row in rows:
            order = orders.get(row.order_number) if row.order_number else None
            if isinstance(order, str):
                self._spool.refuse(row.number, order)
            elif order is not None and not row.customer and not row.customer_key:
                found.append((row, of_orders[order.customer_id]))
            elif not self._customers.name_of(row.customer, row.customer_key):
                self._work.outcome.left_out[NO_CUSTOMER] += 1
            else:
                named.append(row)
        wanted = [
            Wanted(
                self._customers.name_of(row.customer, row.customer_key),
                "",
                "",
                date.fromordinal(row.day),
                self._people.named(row.owner),
            )
            for row in named
        ]
        for row, one in zip(named, self._customers.find(wanted), strict=True):
            order = orders.get(row.order_number)
            if isinstance(one, str):
                self._spool.refuse(row.number, one)
            elif isinstance(order, Order) and order.customer_id != one.pk:
                text = _("The order %(number)s belongs to another customer.")
                self._spool.refuse(row.number, text % {"number": row.order_number})
            else:
                found.append((row, one))
        return sorted(found, key=lambda pair: (pair[0].day, pair[0].amount < 0, pair[0].number))

    def _payment(self, row: PaymentRow, customer: Held, method: Option | None) -> Payment:
        by, amount = self._work.by, abs(row.amount)
        credit = self._people.credit(row.owner, customer)
        return Payment(
            number=row.key if row.is_named else "",
            customer_id=customer.pk,
            kind=PaymentKind.REFUND if row.amount < 0 else PaymentKind.RECEIPT,
            paid_on=date.fromordinal(row.day),
            currency=row.currency,
            rate_e6=row.rate,
            amount=amount,
            base_amount=totals.in_base(amount, row.rate),
            method_id=method.pk if method else None,
            account=row.account,
            note=" ".join(filter(None, [row.note, credit.note]))[:200],
            owner_id=credit.employee_id,
            department_id=credit.department_id,
            created_by=by.employee,
            created_at=by.at,
            source_key=Kind.PAYMENTS.source_key(row.key),
        )

    def _share(
        self, row: PaymentRow, payment: Payment, order: Order | str | None
    ) -> Share | str | None:
        """What of the payment goes to its order, never more than is owed: the rest is an advance.
        In words why a payment cannot go there."""
        if not isinstance(order, Order):
            if payment.is_refund:
                return _(
                    "Say of which order this money goes back; an advance is paid back on its page."
                )
            return None
        if order.currency != payment.currency:
            text = _("The order %(number)s is in %(currency)s, this payment is not.")
            return text % {"number": row.order_number, "currency": order.currency}
        paid = self._paid[order.pk]
        if payment.is_refund:
            if payment.amount > paid:
                text = _("Of the order %(number)s less was paid than this row pays back.")
                return text % {"number": row.order_number}
            self._paid[order.pk] -= payment.amount
            return Share(order.pk, payment.amount)
        part = min(payment.amount, max(order.due - paid, 0))
        self._paid[order.pk] += part
        if part < payment.amount:
            self._work.outcome.notes[ADVANCE] += 1
        return Share(order.pk, part) if part else None

    def _insert(
        self, taken: Sequence[tuple[Payment, Share | None]], orders: dict[int, Order]
    ) -> None:
        payments = [payment for payment, _share in taken]
        self._work.outcome.created += len(payments)
        if self._work.is_dry or not payments:
            return
        by = self._work.by
        unnamed = [payment for payment in payments if not payment.number]
        numbers = numbering.next_numbers(numbering.PAYMENT, by.today, len(unnamed))
        for payment, number in zip(unnamed, numbers, strict=True):
            payment.number = number
        planned = set(
            PaymentPlan.objects.filter(order__in=orders).values_list("order_id", flat=True)
        )
        shares = [(payment, share) for payment, share in taken if share]
        plain = [(payment, share) for payment, share in shares if share.order_id not in planned]
        for payment, share in plain:
            payment.allocated = share.amount
        bulk.insert(payments)
        bulk.insert([allocation(payment, share) for payment, share in plain])
        paid = {share.order_id: orders[share.order_id] for _payment, share in plain}
        for pk, order in paid.items():
            order.paid = self._paid[pk]
        bulk.update(list(paid.values()), ["paid"])
        for payment, share in shares:
            if share.order_id in planned:
                paying.apply(payment, orders[share.order_id], share, on=payment.paid_on)
        post_many(
            items=[
                (postings.fact(postings.PAYMENT, row), postings.of_payment(row)) for row in payments
            ],
            fresh=True,
        )
        audit.write_many(
            audit.entry(
                by=by,
                action="create",
                kind=postings.PAYMENT,
                record_id=row.pk,
                label=row.number,
                version=row.version,
            )
            for row in payments
        )
        self._work.touched.update(row.customer_id for row in payments)
