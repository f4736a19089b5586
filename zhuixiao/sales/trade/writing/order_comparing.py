"""Orders of a file against those that are there already."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.db.models import Count
from django.utils.translation import gettext as _

from zhuixiao.kit.money import to_decimal

from ...models import Order
from ..kinds import Kind, came_as
from ..rows import OrderRow
from ..spool import Group
from .order_lines import priced

OrderGroup = Group[OrderRow]


class Known(NamedTuple):
    """An order that is there under the number of a group."""

    number: str
    source_key: str
    customer_id: int
    signed_on: date
    amount: int
    lines: int


def day_of(group: OrderGroup) -> int:
    """The earliest day of its rows, 0 where none has one."""
    return min((row.day for row in group.rows if row.day), default=0)


def known(groups: Iterable[OrderGroup]) -> dict[str, Known]:
    """The orders that are there under these numbers, by number of the file."""
    keys = [group.key for group in groups]
    rows = Order.objects.annotate(lines_count=Count("lines")).values_list(
        "number", "source_key", "customer_id", "signed_on", "amount", "lines_count"
    )
    found = [Known(*row) for row in rows.filter(number__in=keys)]
    sources = [Kind.ORDERS.source_key(key) for key in keys]
    imported = [Known(*row) for row in rows.filter(came_as(sources))]
    prefix = len(Kind.ORDERS.source_key(""))
    return {one.number: one for one in found} | {one.source_key[prefix:]: one for one in imported}


def other_total(group: OrderGroup, amount: int) -> str:
    """In words that the rows come to something else than the total of the order that stands beside
    them; "" where they agree or none stands there."""
    other = next((row.total for row in group.rows if row.total not in {None, amount}), None)
    if other is None:
        return ""
    text = _(
        "The lines come to %(lines)s and the total of the order says %(total)s. Correct one of "
        "them, or leave that column out."
    )
    return text % {"lines": to_decimal(amount), "total": to_decimal(other)}


def differences(group: OrderGroup, known: Known) -> str:
    """In words what the file says otherwise; "" for the same."""
    found: list[tuple[str, object, object]] = []
    amount, day = sum(priced(row).amount for row in group.rows), day_of(group)
    if amount != known.amount:
        found.append((_("Amount"), to_decimal(known.amount), to_decimal(amount)))
    if day != known.signed_on.toordinal():
        found.append((_("Signed on"), known.signed_on, date.fromordinal(day)))
    if len(group.rows) != known.lines:
        found.append((_("Lines"), known.lines, len(group.rows)))
    return ", ".join(f"{label} {before} → {after}" for label, before, after in found)
