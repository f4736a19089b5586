"""Expense claims: lists, what may be collected, and what an approver reads."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from zhuixiao.accounts.models import Employee
from zhuixiao.approvals.choices import TurnState
from zhuixiao.approvals.models import Turn
from zhuixiao.customers.models import Customer
from zhuixiao.files.models import StoredFile
from zhuixiao.kit.money import to_decimal

from .. import postings
from ..choices import CHANGEABLE, ClaimState
from ..models import Expense, ExpenseClaim
from . import known

# What its person still waits for.
OPEN = (*CHANGEABLE, ClaimState.ASKED, ClaimState.APPROVED)


def listed(
    reader: Employee, *, state: str = "", person: Employee | None = None, text: str = ""
) -> "QuerySet[ExpenseClaim]":
    """Claims that the reader may see, the newest first."""
    rows = ExpenseClaim.objects.visible_to(reader).select_related("employee", "department")
    if state in ClaimState.values:
        rows = rows.filter(state=state)
    if person:
        rows = rows.filter(employee=person)
    if text := text.strip():
        rows = rows.filter(Q(number__icontains=text) | Q(note__icontains=text))
    return rows.annotate(parts=Count("expenses")).order_by("-created_at", "-pk")


def sum_of(rows: "QuerySet[ExpenseClaim]") -> int:
    """What these claims come to together, in minor units."""
    return rows.order_by().aggregate(total=Sum("amount"))["total"] or 0


def waiting(employee: Employee) -> tuple[int, int]:
    """Own expenses that are in no claim yet: how many, and how much."""
    rows = to_collect(employee).order_by()
    found = rows.aggregate(count=Count("pk"), total=Sum("amount"))
    return found["count"], found["total"] or 0


def to_collect(employee: Employee, claim: ExpenseClaim | None = None) -> "QuerySet[Expense]":
    """Own expenses that are in no claim, or in this one, the oldest first."""
    rows = Expense.objects.filter(employee=employee, deleted_at=None)
    free = Q(claim=None) | Q(claim=claim) if claim else Q(claim=None)
    return rows.filter(free).select_related("type", "customer").order_by("spent_on", "pk")


def expenses_of(claim: ExpenseClaim, reader: Employee) -> "QuerySet[Expense]":
    """In the order of their days; whoever sees the claim sees what is claimed."""
    rows = claim.expenses.select_related("type").order_by("spent_on", "pk")
    return known.with_customers(rows, reader, person="employee")


def receipts_of(expenses: Sequence[Expense]) -> dict[int, list[StoredFile]]:
    """The receipts of each expense."""
    found: dict[int, list[StoredFile]] = {}
    ids = [row.pk for row in expenses]
    for file in StoredFile.objects.filter(kind=postings.EXPENSE, record_id__in=ids).order_by(
        "created_at"
    ):
        found.setdefault(file.record_id, []).append(file)
    return found


def refusal(claim: ExpenseClaim) -> Turn | None:
    """Who refused it last, and why."""
    if claim.state != ClaimState.REFUSED or claim.request_id is None:
        return None
    rows = Turn.objects.filter(request=claim.request_id, state=TurnState.REJECTED)
    return rows.select_related("approver").order_by("-decided_at").first()


def lines(payload: Mapping[str, Any], reader: Employee) -> Sequence[tuple[str, object]]:
    """Each expense with its amount, and the sum: all that is needed to decide on a phone.

    The amounts are those that were asked for; a customer whom the reader may not see has no name.
    """
    amounts = {int(pk): amount for pk, amount in payload["amounts"].items()}
    rows = list(
        Expense.objects.filter(pk__in=amounts).select_related("type").order_by("spent_on", "pk")
    )
    ids = [row.customer_id for row in rows if row.customer_id]
    customers = dict(
        Customer.objects.visible_to(reader).filter(pk__in=ids).values_list("pk", "name")
    )
    receipts = receipts_of(rows)
    told: list[tuple[str, object]] = [
        (
            f"{date_format(row.spent_on, 'm-d')} {row.type}",
            " · ".join(
                part
                for part in (
                    f"{to_decimal(amounts[row.pk]):,}",
                    row.purpose,
                    customers.get(row.customer_id or 0, ""),
                    "" if row.pk in receipts else _("no receipt"),
                )
                if part
            ),
        )
        for row in rows
    ]
    claim = ExpenseClaim.objects.filter(pk=payload["claim"]).first()
    if claim and claim.note:
        told.append((_("Note"), claim.note))
    return [*told, (_("Total"), f"{to_decimal(sum(amounts.values())):,}")]


def count_open(person: Employee, _now: datetime) -> int:
    """Claims of a leaver that are not paid out yet: they stay in the leaver's name."""
    return ExpenseClaim.objects.filter(employee=person, state__in=OPEN).count()
