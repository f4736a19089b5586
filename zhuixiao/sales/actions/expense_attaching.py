"""Expenses for a customer go to another one when two become one."""

from collections.abc import Sequence

from zhuixiao.ledger.actions import post_many

from .. import postings
from ..models import Expense


def ids_of(customer_id: int) -> list[int]:
    """All of them, deleted ones too."""
    rows = Expense.objects.filter(customer=customer_id)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def move(ids: Sequence[int], customer_id: int) -> None:
    Expense.objects.filter(pk__in=ids).update(customer=customer_id)
    rows = Expense.objects.filter(pk__in=ids).order_by("pk")
    post_many(
        items=[(postings.fact(postings.EXPENSE, row), postings.of_expense(row)) for row in rows]
    )
