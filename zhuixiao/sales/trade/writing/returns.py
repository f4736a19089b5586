"""What came back, of a file of orders: taken off an earlier order of the same customer.

For each row the line of the same goods with enough left is taken: of the same price before others,
then the oldest. It goes back at the price at which it was sold. Rows of one number come back all
or none.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q
from django.utils.translation import gettext as _

from zhuixiao.accounts import audit
from zhuixiao.kit import bulk
from zhuixiao.ledger.actions import post_many

from ... import coming_back, postings
from ...actions import return_lines, settling
from ...actions.return_lines import Gone
from ...choices import IN_FORCE
from ...models import Order, OrderLine, PaymentPlan, Return, ReturnLine
from ..kinds import Kind, came_as
from ..matching.products import Found
from ..rows import OrderRow
from ..spool import Group, Spool
from ..work import Work
from . import order_comparing

# A group, the id of its customer, and the goods of its rows.
Back = tuple[Group[OrderRow], int, list[Found]]
_Goods = tuple[int, int, str]


@dataclass
class _Line:
    """A line that was sold, how much of it may still come back, and what did."""

    row: OrderLine
    signed_on: date
    left: int
    gone: Gone

    def take(self, quantity: int) -> ReturnLine:
        """What came back of it in one return."""
        found = return_lines.part(self.row, quantity, self.gone)
        self.row.returned += quantity
        pairs = zip(self.gone, (found.amount, found.base_amount, found.cost), strict=True)
        self.gone = Gone(*(int(before + more) for before, more in pairs))
        return found


class Returns:
    def __init__(self, work: Work, spool: Spool[OrderRow]) -> None:
        self._work, self._spool = work, spool

    def write(self, backs: Sequence[Back]) -> None:
        """One chunk, inside a transaction, after the sales of that chunk are written."""
        if not backs:
            return
        if self._work.is_dry:
            # What they belong to may be further up in the file: only the import itself can tell.
            self._work.outcome.returns += len(backs)
            return
        there = _there([group.key for group, _pk, _goods in backs])
        wanted = [one for one in backs if one[0].key not in there]
        self._work.outcome.same += len(backs) - len(wanted)
        self._work.touched.update(pk for group, pk, _goods in backs if group.key in there)
        sold = _sold(wanted)
        made: list[tuple[Return, list[ReturnLine]]] = []
        for group, customer_id, goods in wanted:
            day = date.fromordinal(order_comparing.day_of(group))
            if day > self._work.by.today:
                self._spool.refuse_all(group.rows, _("Goods cannot come back on a day to come."))
            elif chosen := self._choose(group, customer_id, goods, sold, day):
                made += self._backs(group, chosen, day)
        self._insert(made)
        self._work.touched.update(pk for _group, pk, _goods in wanted)

    def _choose(
        self,
        group: Group[OrderRow],
        customer_id: int,
        goods: list[Found],
        sold: dict[_Goods, list[_Line]],
        day: date,
    ) -> list[tuple[_Line, int]]:
        """The line and the quantity of each row; none where one of them finds no line."""
        chosen: list[tuple[_Line, int]] = []
        for row, product in zip(group.rows, goods, strict=True):
            lines = [
                line
                for line in sold.get(_goods_of(customer_id, product), ())
                if line.signed_on <= day and line.left >= row.quantity
            ]
            if not lines:
                text = _("No earlier order of this customer has so much of these goods left.")
                self._spool.refuse_whole(group.rows, {row.number: text})
                for line, quantity in chosen:
                    line.left += quantity
                return []
            line = min(
                lines, key=lambda one: (one.row.price != row.price, one.signed_on, one.row.pk)
            )
            line.left -= row.quantity
            chosen.append((line, row.quantity))
        return chosen

    def _backs(
        self, group: Group[OrderRow], chosen: list[tuple[_Line, int]], day: date
    ) -> list[tuple[Return, list[ReturnLine]]]:
        """A return for each order that gets something back."""
        lines = {line.row.pk: line for line, _quantity in chosen}
        quantities: Counter[int] = Counter()
        for line, quantity in chosen:
            quantities[line.row.pk] += quantity
        parts: dict[int, list[ReturnLine]] = defaultdict(list)
        for pk, quantity in quantities.items():
            parts[lines[pk].row.order_id].append(lines[pk].take(quantity))
        found = []
        for place, (order_id, rows) in enumerate(sorted(parts.items())):
            number = group.key if place == 0 else f"{group.key[:55]}-{place + 1}"
            back = Return(
                number=number,
                order_id=order_id,
                returned_on=day,
                reason=(group.first.note or _("Came with the import of orders"))[:200],
                created_by=self._work.by.employee,
                created_at=self._work.by.at,
                source_key=Kind.ORDERS.source_key(number),
            )
            return_lines.set_sums(back, rows)
            found.append((back, rows))
        return found

    def _insert(self, made: list[tuple[Return, list[ReturnLine]]]) -> None:
        if not made:
            return
        by = self._work.by
        orders = Order.objects.in_bulk({back.order_id for back, _rows in made})
        bulk.insert([back for back, _rows in made])
        for back, rows in made:
            back.order = orders[back.order_id]
            back.order.returned += back.amount
            for row in rows:
                row.back = back
        changed = {row.line_id: row.line for _back, rows in made for row in rows}
        bulk.insert([row for _back, rows in made for row in rows])
        bulk.update(list(changed.values()), ["returned"])
        for order in orders.values():
            order.version += 1
        bulk.update(list(orders.values()), ["returned", "version"])
        planned = PaymentPlan.objects.filter(order__in=orders).values_list("order_id", flat=True)
        for pk in set(planned):
            settling.fit(orders[pk])
        post_many(
            items=[
                (postings.fact(postings.RETURN, back), postings.of_return(back, rows))
                for back, rows in made
            ],
            fresh=True,
        )
        audit.write_many(
            audit.entry(
                by=by,
                action="create",
                kind=postings.RETURN,
                record_id=back.pk,
                label=back.number,
                version=back.version,
            )
            for back, _rows in made
        )
        self._work.outcome.returns += len(made)


def _there(keys: Sequence[str]) -> set[str]:
    """Those of the numbers under which something came back already."""
    sources = [Kind.ORDERS.source_key(key) for key in keys]
    found = set(Return.objects.filter(came_as(sources)).values_list("source_key", flat=True))
    numbers = set(Return.objects.filter(number__in=keys).values_list("number", flat=True))
    return {
        key for key, source in zip(keys, sources, strict=True) if source in found or key in numbers
    }


def _sold(backs: Sequence[Back]) -> dict[_Goods, list[_Line]]:
    """The lines that something can have come back from, by customer and goods; their orders are
    locked before they are read."""
    wanted = {_goods_of(pk, product) for _group, pk, goods in backs for product in goods}
    by_product = Q(product__in={product for _pk, product, _name in wanted if product})
    by_name = Q(product=None, name__in={name for _pk, _product, name in wanted if name})
    rows = OrderLine.objects.filter(
        by_product | by_name,
        order__customer__in={pk for pk, _product, _name in wanted},
        order__state__in=IN_FORCE,
        order__deleted_at=None,
        returned__lt=F("quantity"),
    )
    locked = Order.objects.select_for_update(of=("self",)).filter(pk__in=rows.values("order"))
    list(locked.order_by("pk").values_list("pk", flat=True))
    waiting = coming_back.asked(rows.values("order"))
    gone = return_lines.gone(rows.filter(returned__gt=0).values("pk"))
    found: dict[_Goods, list[_Line]] = defaultdict(list)
    for row in rows.select_related("order").order_by("pk"):
        key = (row.order.customer_id, row.product_id or 0, "" if row.product_id else row.name)
        left = row.quantity - row.returned - waiting.get(row.pk, 0)
        if key in wanted and left > 0:
            found[key].append(_Line(row, row.order.signed_on, left, gone.get(row.pk, Gone())))
    return found


def _goods_of(customer_id: int, product: Found) -> _Goods:
    return customer_id, product.pk, "" if product.pk else product.name
