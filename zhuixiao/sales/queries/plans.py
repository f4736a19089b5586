"""Instalments of an order with the state that follows from the day and the sums."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

from ..models import Order, PaymentPlan


class PlanState(TextChoices):
    OPEN = "open", pgettext_lazy("instalment", "Not due yet")
    PART = "part", pgettext_lazy("instalment", "Partly paid")
    PAID = "paid", pgettext_lazy("instalment", "Paid")
    OVERDUE = "overdue", pgettext_lazy("instalment", "Overdue")


COLOURS = {
    PlanState.OPEN: "grey",
    PlanState.PART: "blue",
    PlanState.PAID: "green",
    PlanState.OVERDUE: "red",
}


@dataclass(frozen=True)
class Row:
    """An instalment on a day; `late` is for how many days it has been overdue."""

    plan: PaymentPlan
    state: PlanState
    late: int

    @property
    def colour(self) -> str:
        return COLOURS[self.state]


def state_of(plan: PaymentPlan, today: date) -> PlanState:
    """Paid, else overdue from the day after it was due, else partly paid or open."""
    if plan.owed <= 0:
        return PlanState.PAID
    if plan.due_on < today:
        return PlanState.OVERDUE
    return PlanState.PART if plan.paid else PlanState.OPEN


def rows_of(order: Order, *, today: date) -> Sequence[Row]:
    """The instalments of an order, the oldest due first."""
    return [
        Row(plan, state_of(plan, today), max((today - plan.due_on).days, 0) if plan.owed > 0 else 0)
        for plan in order.plans.order_by("due_on", "position")
    ]
