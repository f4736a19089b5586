"""Expenses: lists, the sums by type, and who sees the receipts."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import Count, QuerySet, Sum

from zhuixiao.accounts.models import Department, Employee
from zhuixiao.catalog.choices import PickList
from zhuixiao.catalog.models import Option
from zhuixiao.files.models import StoredFile
from zhuixiao.kit.periods import Period
from zhuixiao.ledger.catalogue import Dimension
from zhuixiao.ledger.queries import query

from .. import metrics, postings
from ..models import Expense
from . import known


@dataclass(frozen=True)
class ExpenseFilter:
    """What a list asks for; a period of None is ever, a department stands for all below it."""

    period: Period | None = None
    person: Employee | None = None
    department: Department | None = None
    type: Option | None = None


@dataclass(frozen=True)
class TypeSum:
    """What was spent on one type; `amount` in minor units."""

    type: Option
    count: int
    amount: int


def listed(chosen: ExpenseFilter, *, reader: Employee) -> "QuerySet[Expense]":
    """The expenses that the reader may see, the last first."""
    rows: QuerySet[Expense] = Expense.objects.visible_to(reader)
    if chosen.period:
        rows = rows.filter(spent_on__range=(chosen.period.start, chosen.period.end))
    if chosen.person:
        rows = rows.filter(employee=chosen.person)
    if chosen.department:
        rows = rows.filter(department__path__startswith=chosen.department.path)
    if chosen.type:
        rows = rows.filter(type=chosen.type)
    rows = known.with_customers(rows, reader, person="employee")
    return rows.select_related("employee", "type", "claim").order_by("-spent_on", "-pk")


def sums(chosen: ExpenseFilter, *, reader: Employee) -> list[TypeSum]:
    """What was spent on each type, the largest first: of exactly the expenses that are `listed`."""
    where: dict[Dimension, Collection[int]] = {}
    if chosen.person:
        where[Dimension.EMPLOYEE] = [chosen.person.pk]
    if chosen.department:
        units = chosen.department.subtree().values_list("pk", flat=True)
        where[Dimension.DEPARTMENT] = list(units)
    if chosen.type:
        where[Dimension.OPTION] = [chosen.type.pk]
    table = query(
        [metrics.SPENT.key, metrics.SPENT_AMOUNT.key],
        period=chosen.period,
        by=[Dimension.OPTION],
        where=where,
        visible_to=reader,
    )
    types = {row.pk: row for row in Option.objects.of(PickList.EXPENSE_TYPE)}
    found = [
        TypeSum(
            option,
            int(table.value(metrics.SPENT.key, pk) or 0),
            int(table.value(metrics.SPENT_AMOUNT.key, pk) or 0),
        )
        for pk, option in types.items()
        if table.value(metrics.SPENT.key, pk)
    ]
    return sorted(found, key=lambda one: -one.amount)


def newest_and_sum(
    rows: "QuerySet[Expense]", most: int, *, everything: bool = False
) -> tuple[list[Expense], tuple[int, int]]:
    """The last of these rows, and count and amount of all of them: for a panel of one record, whose
    few rows the ledger cannot tell by order."""
    found = rows.aggregate(count=Count("pk"), amount=Sum("amount"))
    shown = rows.select_related("employee", "type").order_by("-spent_on", "-pk")
    return list(shown if everything else shown[:most]), (found["count"], found["amount"] or 0)


def receipts(expense: Expense) -> "QuerySet[StoredFile]":
    """The photos and files of an expense."""
    return StoredFile.objects.of_record(postings.EXPENSE, expense.pk)


def with_receipts(expenses: Collection[Expense]) -> Mapping[int, int]:
    """How many receipts each of them has."""
    ids = [row.pk for row in expenses]
    rows = StoredFile.objects.filter(kind=postings.EXPENSE, record_id__in=ids)
    counts: dict[int, int] = {}
    for pk in rows.values_list("record_id", flat=True):
        counts[pk] = counts.get(pk, 0) + 1
    return counts


def sees(employee: Employee, record_id: int) -> bool:
    """Whether the employee sees this expense, and so its receipts."""
    return Expense.objects.visible_to(employee).filter(pk=record_id).exists()
