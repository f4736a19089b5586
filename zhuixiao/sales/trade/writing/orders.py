"""Orders from a file: a chunk of them in one transaction, complete from their own day on."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import cache

from django.utils.translation import gettext as _

from zhuixiao.accounts import audit
from zhuixiao.kit import bulk
from zhuixiao.kit.money import LARGEST
from zhuixiao.ledger.actions import post_many

from ... import postings
from ...actions import winning
from ...choices import OrderState
from ...models import Order, OrderLine
from ..kinds import Kind
from ..matching.customers import Customers, Held, Wanted
from ..matching.people import People
from ..matching.products import Found, Products
from ..outcome import NO_CUSTOMER
from ..rows import OrderRow
from ..spool import Spool
from ..work import Work
from . import order_comparing
from .order_comparing import OrderGroup, day_of
from .order_lines import Costs, goods_of, lines_of
from .returns import Returns

_MOST_LINES = 32_000
_SUMS = ("amount", "base_amount", "cost")


class Orders:
    """Writes chunks of groups; those that came back go to `Returns`."""

    def __init__(self, work: Work, spool: Spool[OrderRow]) -> None:
        self._work, self._spool = work, spool
        self._customers, self._people = Customers(work), People(work)
        self._products, self._costs = Products(work), Costs()
        self._returns = Returns(work, spool)
        self._refused: dict[str, int] = {}

    def write(self, groups: Sequence[OrderGroup]) -> None:
        """One chunk, inside a transaction."""
        sound = [group for group in groups if self._is_sound(group)]
        sales = [group for group in sound if not group.first.is_back]
        known = order_comparing.known(sales)
        fresh = [group for group in sales if group.key not in known]
        found = self._find_customers(fresh, may_create=True)
        self._products.create(goods_of(row) for group, _one in found for row in group.rows)
        goods = [(group, one, self._find_goods(group)) for group, one in found]
        self._insert([(group, one, listed) for group, one, listed in goods if listed])
        old = [group for group in sales if group.key in known]
        for group, one in zip(old, self._customers.find(self._wanted(old)), strict=True):
            self._compare(group, one, known[group.key])
        backs = [group for group in sound if group.first.is_back and self._is_whole(group)]
        returned = self._find_customers(backs, may_create=False)
        self._returns.write([(group, one.pk, self._goods_back(group)) for group, one in returned])

    def _is_sound(self, group: OrderGroup) -> bool:
        """Whether the rows of a group agree with each other."""
        if group.bad_row:
            self._spool.refuse_whole(group.rows, {group.bad_row: ""})
            return False
        names = {self._name(row) for row in group.rows} - {""}
        if len(names) > 1:
            self._refuse(group, _("The rows of this order name several customers."))
        elif not names:
            self._work.outcome.left_out[NO_CUSTOMER] += len(group.rows)
        elif not day_of(group):
            self._refuse(group, _("No row of this order has a day."))
        elif len(group.rows) > _MOST_LINES:
            self._refuse(group, _("At most %(limit)d lines.") % {"limit": _MOST_LINES})
        elif len({(row.currency, row.rate) for row in group.rows}) > 1:
            self._refuse(group, _("The rows of this order are in several currencies or rates."))
        elif text := self._work.closed(date.fromordinal(day_of(group))):
            self._refuse(group, text)
        else:
            return True
        return False

    def _is_whole(self, back: OrderGroup) -> bool:
        """Whether what was sold under the number of these goods that came back is taken too."""
        row = self._refused.get(back.key)
        if row:
            self._spool.refuse_whole(back.rows, {row: ""})
        return not row

    def _refuse(self, group: OrderGroup, text: str) -> None:
        """Note the number with one of its rows, for what came back under it."""
        self._refused.setdefault(group.key, group.first.number)
        self._spool.refuse_all(group.rows, text)

    def _name(self, row: OrderRow) -> str:
        return self._customers.name_of(row.customer, row.customer_key)

    def _find_customers(
        self, groups: Sequence[OrderGroup], *, may_create: bool
    ) -> list[tuple[OrderGroup, Held]]:
        """The groups with their customers; those without one are refused."""
        found = []
        wanted = self._wanted(groups, may_create=may_create)
        for group, one in zip(groups, self._customers.find(wanted), strict=True):
            if isinstance(one, Held):
                found.append((group, one))
            else:
                self._refuse(group, one)
        return found

    def _wanted(self, groups: Sequence[OrderGroup], *, may_create: bool = False) -> list[Wanted]:
        wanted = []
        for group in groups:
            row = next((row for row in group.rows if self._name(row)), group.first)
            day = date.fromordinal(day_of(group))
            owner = self._people.named(row.owner)
            wanted.append(Wanted(self._name(row), row.region, row.industry, day, owner, may_create))
        return wanted

    def _find_goods(self, group: OrderGroup) -> list[Found] | None:
        found = [self._products.find(goods_of(row)) for row in group.rows]
        pairs = zip(group.rows, found, strict=True)
        wrong = {row.number: one for row, one in pairs if isinstance(one, str)}
        if wrong:
            self._refused.setdefault(group.key, next(iter(wrong)))
            self._spool.refuse_whole(group.rows, wrong)
            return None
        return [one for one in found if isinstance(one, Found)]

    def _goods_back(self, group: OrderGroup) -> list[Found]:
        """Goods that are in no list can only have been sold by their name."""
        found = [self._products.find(goods_of(row)) for row in group.rows]
        return [
            one if isinstance(one, Found) else Found(0, row.product or row.sku, "", 0)
            for row, one in zip(group.rows, found, strict=True)
        ]

    def _compare(
        self, group: OrderGroup, customer: Held | str, known: order_comparing.Known
    ) -> None:
        """An order that is there under this number stays as it is; is it the same?"""
        number = {"number": group.key}
        differences = order_comparing.differences(group, known)
        if not isinstance(customer, Held) or known.customer_id != customer.pk:
            text = _("There is an order %(number)s of another customer.")
        elif known.source_key != Kind.ORDERS.source_key(group.key):
            text = _("There is an order %(number)s that came from no file.")
        elif differences:
            self._work.outcome.differs += 1
            text = _("The order that is there differs: %(differences)s. It stays as it is.")
            number = {"differences": differences}
        else:
            self._work.outcome.same += 1
            self._work.touched.add(customer.pk)
            return
        self._spool.refuse_all(group.rows, text % number)

    def _insert(self, taken: Sequence[tuple[OrderGroup, Held, list[Found]]]) -> None:
        orders, lines_by_order = [], []
        for group, customer, goods in taken:
            day = date.fromordinal(day_of(group))
            lines = lines_of(group.rows, goods, rate_e6=group.first.rate, day=day, cost=self._costs)
            sums = [sum(getattr(line, name) for line in lines) for name in _SUMS]
            text = order_comparing.other_total(group, sums[0])
            if max(sums) > LARGEST:
                text = _("This comes to more than the system can hold.")
            if text:
                self._refuse(group, text)
                continue
            orders.append(self._order(group, customer, day, lines))
            lines_by_order.append(lines)
        self._work.outcome.created += len(orders)
        self._work.outcome.lines += sum(map(len, lines_by_order))
        if self._work.is_dry:
            return
        bulk.insert(orders)
        for order, lines in zip(orders, lines_by_order, strict=True):
            for line in lines:
                line.order_id = order.pk
        bulk.insert([line for lines in lines_by_order for line in lines])
        post_many(
            items=(
                (postings.fact(postings.ORDER, order), postings.of_order(order, lines))
                for order, lines in zip(orders, lines_by_order, strict=True)
            ),
            fresh=True,
        )
        by = self._work.by
        audit.write_many(
            audit.entry(
                by=by,
                action="create",
                kind=postings.ORDER,
                record_id=order.pk,
                label=order.number,
                version=order.version,
            )
            for order in orders
        )
        self._work.touched.update(order.customer_id for order in orders)
        firsts: dict[int, date] = {}
        for order in sorted(orders, key=lambda row: row.signed_on, reverse=True):
            firsts[order.customer_id] = order.signed_on
        winning.win_many(by=by, days=firsts)

    def _order(
        self, group: OrderGroup, customer: Held, day: date, lines: Sequence[OrderLine]
    ) -> Order:
        first, by = group.first, self._work.by
        owner = next((row.owner for row in group.rows if row.owner), "")
        credit = self._people.credit(owner, customer)
        starts, ends = _span(group)
        return _maker()(
            number=group.key,
            title=next((row.title for row in group.rows if row.title), ""),
            customer_id=customer.pk,
            owner_id=credit.employee_id,
            department_id=credit.department_id,
            channel_id=customer.channel_id,
            region_id=customer.region_id,
            state=OrderState.COMPLETE,
            signed_on=day,
            starts_on=starts,
            ends_on=ends,
            currency=first.currency,
            rate_e6=first.rate,
            amount=sum(line.amount for line in lines),
            tax=sum(line.tax for line in lines),
            base_amount=sum(line.base_amount for line in lines),
            cost=sum(line.cost for line in lines),
            note="\n".join(filter(None, [first.note, credit.note])),
            source_key=Kind.ORDERS.source_key(group.key),
            created_by_id=by.employee.pk,
            created_at=by.at,
        )


def _span(group: OrderGroup) -> tuple[date | None, date | None]:
    """From when to when it runs; an end before the beginning is none."""
    starts = next((row.starts for row in group.rows if row.starts), 0)
    ends = next((row.ends for row in group.rows if row.ends), 0)
    if starts and ends < starts:
        ends = 0
    return (date.fromordinal(starts) if starts else None, date.fromordinal(ends) if ends else None)


@cache
def _maker() -> Callable[..., Order]:
    return bulk.maker(Order)
