"""What is owed, page by page: the database sorts, sums and counts; only the rows of a page are
worked out one by one, by `due.owed`."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property
from heapq import merge
from itertools import islice
from typing import Any, overload

from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce, Least

from zhuixiao.accounts.models import Employee
from zhuixiao.customers.models import Customer

from .. import totals
from ..models import PaymentPlan
from . import due
from .due import Asked, Bucket, Due, Line

_OWED = F("amount") - F("paid")
# Of what is overdue: how many days ago the oldest and the youngest of a bucket were due.
_DAYS: Mapping[str, tuple[int | None, int]] = {
    Bucket.DAYS_30: (30, 1),
    Bucket.DAYS_60: (60, 31),
    Bucket.DAYS_90: (90, 61),
    Bucket.OLDER: (None, 91),
}


class DueRows(Sequence[Due]):
    """All that is owed and asked for, the oldest first, of which a page is read at a time."""

    def __init__(self, asked: Asked, *, reader: Employee, today: date, days: int) -> None:
        self._asked, self._reader, self._today, self._days = asked, reader, today, days
        orders = due.orders(asked, reader=reader)
        plans = _planned(PaymentPlan.objects.filter(order__in=orders.values("pk")))
        self._plans = plans.filter(self._within(asked, "due_on"))
        rest = orders.annotate(part=F("amount") - F("returned") - F("paid") - _sum_of_plans())
        shift = timedelta(days=days)
        self._rest = rest.filter(self._within(asked, "signed_on", shift), part__gt=0)

    def __len__(self) -> int:
        return self.total.count

    @overload
    def __getitem__(self, place: int) -> Due: ...
    @overload
    def __getitem__(self, place: slice) -> list[Due]: ...
    def __getitem__(self, place: int | slice) -> Due | list[Due]:
        if isinstance(place, int):
            return self[place : place + 1][0]
        keys = list(islice(self._keys(place.stop), place.start or 0, place.stop))
        if not keys:
            return []
        return due.owed(Asked(), reader=self._reader, today=self._today, days=self._days, keys=keys)

    @cached_property
    def total(self) -> Line:
        """All of it as one line; what is owed at one rate is rounded once."""
        lines = self._lines("")
        return lines[0] if lines else Line(0, "")

    def by_customer(self) -> list[Line]:
        """Lines of customers, who owes most first; `name_customers` gives them their names."""
        return self._lines("customer")

    def by_person(self) -> list[Line]:
        """Lines of the owners of the orders, the largest first."""
        lines = self._lines("owner")
        _name(lines, Employee.objects.filter(pk__in=[line.key for line in lines]))
        return lines

    def _keys(self, most: int | None) -> Iterator[str]:
        plans = self._plans.order_by("due_on", "order", "position")
        rest = self._rest.order_by("signed_on", "pk")
        dated = (
            ((day, order, 0), plan)
            for day, order, plan in plans.values_list("due_on", "order", "pk")[:most]
        )
        loose = (
            ((day + timedelta(days=self._days), order, 1), 0)
            for day, order in rest.values_list("signed_on", "pk")[:most]
        )
        found = merge(dated, loose, key=lambda row: row[0])
        return (f"{order}-{plan}" for (_day, order, _is_rest), plan in found)

    def _lines(self, by: str) -> list[Line]:
        lines: dict[int, Line] = {}
        for rows, prefix, day, shift in (
            (self._plans, "order__", "due_on", timedelta()),
            (self._rest, "", "signed_on", timedelta(days=self._days)),
        ):
            groups = rows.order_by().values_list(f"{prefix}{by or 'currency'}", f"{prefix}rate_e6")
            sums = {
                f"in_{place}": Sum("part", filter=self._in_bucket(bucket, day, shift))
                for place, bucket in enumerate(Bucket)
            }
            for key, rate, count, *amounts in groups.annotate(n=Count("pk"), **sums):
                line = lines.setdefault(key if by else 0, Line(key if by else 0, ""))
                line.count += count
                for bucket, amount in zip(Bucket, amounts, strict=True):
                    line.cells[bucket] += totals.in_base(amount or 0, rate)
        return sorted(lines.values(), key=lambda line: (-line.total, line.key))

    def _within(self, asked: Asked, day: str, shift: timedelta = timedelta()) -> Q:
        within = self._in_bucket(asked.bucket, day, shift) if asked.bucket else Q()
        return within & Q(**{f"{day}__lt": self._today - shift}) if asked.late else within

    def _in_bucket(self, bucket: str, day: str, shift: timedelta) -> Q:
        if bucket == Bucket.NOT_DUE:
            return Q(**{f"{day}__gte": self._today - shift})
        first, last = _DAYS[bucket]
        found = Q(**{f"{day}__lte": self._today - shift - timedelta(days=last)})
        if first is None:
            return found
        return found & Q(**{f"{day}__gte": self._today - shift - timedelta(days=first)})


def name_customers(lines: Sequence[Line]) -> None:
    """Give the lines of a page the names of their customers."""
    _name(lines, Customer.objects.filter(pk__in=[line.key for line in lines]))


def _name(lines: Sequence[Line], rows: "QuerySet[Any]") -> None:
    names = dict(rows.values_list("pk", "name"))
    for line in lines:
        line.name = names.get(line.key, "")


def _planned(plans: "QuerySet[PaymentPlan]") -> "QuerySet[PaymentPlan]":
    """Instalments with the `part` of them that is still owed: returns may have made the order
    smaller than its plan, then the latest shrink."""
    others = PaymentPlan.objects.filter(order=OuterRef("order"), paid__lt=F("amount"))
    earlier = others.filter(
        Q(due_on__lt=OuterRef("due_on"))
        | Q(due_on=OuterRef("due_on"), position__lt=OuterRef("position"))
    )
    left = F("order__amount") - F("order__returned") - F("order__paid") - _sum(earlier)
    parts = plans.filter(paid__lt=F("amount")).annotate(
        part=Least(_OWED, left, output_field=IntegerField())
    )
    return parts.filter(part__gt=0)


def _sum_of_plans() -> Coalesce:
    return _sum(PaymentPlan.objects.filter(order=OuterRef("pk"), paid__lt=F("amount")))


def _sum(plans: "QuerySet[PaymentPlan]") -> Coalesce:
    sums = plans.order_by().values("order").annotate(sum=Sum(_OWED)).values("sum")
    return Coalesce(Subquery(sums), 0)
