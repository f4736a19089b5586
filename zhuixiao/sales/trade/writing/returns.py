"""What came back, of a file of orders: taken off an earlier order of the same customer.

For each row the line of the same goods with enough left is taken: of the same price before others,
then the oldest. It goes back at the price at which it was sold.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from zhuixiao.accounts import audit
from zhuixiao.kit import bulk
from zhuixiao.ledger.actions import post_many

from ... import postings, totals
from ...choices import IN_FORCE
from ...models import Order, OrderLine, Return, ReturnLine
from ..kinds import Kind
from ..matching.products import Found
from ..rows import OrderRow
from ..spool import Group, Spool
from ..work import Work

# A group, the id of its customer, and the goods of its rows.
Back = tuple[Group[OrderRow], int, list[Found]]
_Goods = tuple[int, int, str]


@dataclass
class _Line:
    """A line that was sold, and how much of it has come back."""

    row: OrderLine
    signed_on: date

    @property
    def left(self) -> int:
        return int(self.row.quantity - self.row.returned)

    def take(self, quantity: int) -> tuple[int, int, int]:
        """Amount, base amount and cost of a part that comes back; all parts add up to the line."""
        line, before = self.row, int(self.row.returned)
        line.returned = before + quantity

        def part(total: int) -> int:
            upto = totals.part_of(total, before + quantity, line.quantity)
            return upto - totals.part_of(total, before, line.quantity)

        return part(line.amount), part(line.base_amount), part(line.cost)


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
        changed: dict[int, OrderLine] = {}
        for group, customer_id, goods in wanted:
            made += self._match(group, customer_id, goods, sold, changed)
        self._insert(made, list(changed.values()))
        self._work.touched.update(pk for _group, pk, _goods in wanted)

    def _match(
        self,
        group: Group[OrderRow],
        customer_id: int,
        goods: list[Found],
        sold: dict[_Goods, list[_Line]],
        changed: dict[int, OrderLine],
    ) -> list[tuple[Return, list[ReturnLine]]]:
        """A return for each order that gets something back."""
        day = date.fromordinal(min(row.day for row in group.rows if row.day))
        parts: dict[int, dict[int, ReturnLine]] = defaultdict(dict)
        for row, product in zip(group.rows, goods, strict=True):
            lines = [
                line
                for line in sold.get(_goods_of(customer_id, product), ())
                if line.signed_on <= day and line.left >= row.quantity
            ]
            if not lines:
                self._spool.refuse(
                    row.number,
                    _("No earlier order of this customer has so much of these goods left."),
                )
                continue
            line = min(
                lines, key=lambda one: (one.row.price != row.price, one.signed_on, one.row.pk)
            )
            amount, base, cost = line.take(row.quantity)
            changed[line.row.pk] = line.row
            part = parts[line.row.order_id].setdefault(
                line.row.pk, ReturnLine(line=line.row, quantity=0, amount=0, base_amount=0, cost=0)
            )
            part.quantity += row.quantity
            part.amount += amount
            part.base_amount += base
            part.cost += cost
        found = []
        for place, (order_id, lines_back) in enumerate(sorted(parts.items())):
            number = group.key if place == 0 else f"{group.key[:55]}-{place + 1}"
            rows = list(lines_back.values())
            back = Return(
                number=number,
                order_id=order_id,
                returned_on=day,
                reason=(group.first.note or _("Came with the import of orders"))[:200],
                amount=sum(row.amount for row in rows),
                base_amount=sum(row.base_amount for row in rows),
                cost=sum(row.cost for row in rows),
                created_by=self._work.by.employee,
                created_at=self._work.by.at,
                source_key=Kind.ORDERS.source_key(number),
            )
            found.append((back, rows))
        return found

    def _insert(
        self, made: list[tuple[Return, list[ReturnLine]]], changed: list[OrderLine]
    ) -> None:
        if not made:
            return
        by = self._work.by
        ids = sorted({back.order_id for back, _rows in made})
        orders = {
            row.pk: row
            for row in Order.objects.select_for_update(of=("self",))
            .filter(pk__in=ids)
            .order_by("pk")
        }
        bulk.insert([back for back, _rows in made])
        for back, rows in made:
            back.order = orders[back.order_id]
            back.order.returned += back.amount
            for row in rows:
                row.back = back
        bulk.insert([row for _back, rows in made for row in rows])
        bulk.update(changed, ["returned"])
        bulk.update(list(orders.values()), ["returned"])
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
    found = set(Return.objects.filter(source_key__in=sources).values_list("source_key", flat=True))
    numbers = set(Return.objects.filter(number__in=keys).values_list("number", flat=True))
    return {
        key for key, source in zip(keys, sources, strict=True) if source in found or key in numbers
    }


def _sold(backs: Sequence[Back]) -> dict[_Goods, list[_Line]]:
    """The lines that something can have come back from, by customer and goods."""
    wanted = {_goods_of(pk, product) for _group, pk, goods in backs for product in goods}
    found: dict[_Goods, list[_Line]] = defaultdict(list)
    rows = OrderLine.objects.filter(
        order__customer__in={pk for pk, _product, _name in wanted},
        order__state__in=IN_FORCE,
        order__deleted_at=None,
    ).select_related("order")
    by_product = rows.filter(product__in={product for _pk, product, _name in wanted if product})
    by_name = rows.filter(product=None, name__in={name for _pk, _product, name in wanted if name})
    for part in (by_product, by_name):
        for row in part.order_by("pk"):
            key = (row.order.customer_id, row.product_id or 0, "" if row.product_id else row.name)
            if key in wanted and row.returned < row.quantity:
                found[key].append(_Line(row, row.order.signed_on))
    return found


def _goods_of(customer_id: int, product: Found) -> _Goods:
    return customer_id, product.pk, "" if product.pk else product.name
