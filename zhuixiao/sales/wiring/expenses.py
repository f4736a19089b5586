"""Expenses and claims: their panels, approval, receipts, merges, words and what a leaver holds."""

from collections.abc import Sequence

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhuixiao.accounts import holdings, labels, on_setup
from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Employee
from zhuixiao.activities.models import Activity
from zhuixiao.approvals import subjects
from zhuixiao.catalog.models import Option
from zhuixiao.customers import attached, persons
from zhuixiao.customers.models import Customer
from zhuixiao.files import access as file_access
from zhuixiao.kit import panels

from .. import postings
from ..actions import claim_flows, expense_attaching, expense_claims
from ..choices import ClaimState
from ..metrics import EXPENSES
from ..models import Expense, ExpenseClaim, Order
from ..queries import claims, expenses
from .words import amount, named


def register() -> None:
    """Called once, in AppConfig.ready()."""
    on_setup.register(claim_flows.on_setup)
    file_access.register(postings.EXPENSE, expenses.sees)
    attached.register(
        attached.Attached(
            "expenses", _("Expenses"), expense_attaching.ids_of, expense_attaching.move
        )
    )
    subjects.register(
        subjects.Subject(
            key=expense_claims.SUBJECT,
            label=_("Expense claim"),
            apply=expense_claims.grant,
            drop=expense_claims.drop,
            lines=claims.lines,
            facts={"amount": subjects.Fact(_("Amount (whole units)"))},
            icon="wallet",
        )
    )
    holdings.register(
        holdings.Holding(
            "expense_claims",
            _("Expense claims not paid out"),
            "wallet",
            80,
            claims.count_open,
            _stay,
        )
    )
    for page in ("customer", "order"):
        name = f"sales:{page}-expenses"
        panels.register(page, panels.Panel("expenses", _("Expenses"), name, 70, "wallet", EXPENSES))
    _register_words()
    _register_personal_data()


def _stay(_by: Actor, _leaver: Employee, _receivers: Sequence[Employee], _rule: str) -> int:
    """Whoever spent the money gets it back: a claim goes to nobody else."""
    return 0


def _register_words() -> None:
    labels.register(
        postings.EXPENSE,
        {
            "spent_on": _("Spent on"),
            "type_id": _("Type"),
            "amount": _("Amount"),
            "purpose": _("Purpose"),
            "customer_id": _("Customer"),
            "order_id": _("Contract order"),
            "activity_id": _("Action record"),
        },
        label=_("Expense"),
        value_names={
            "type_id": named(Option),
            "amount": amount,
            "customer_id": named(Customer),
            "order_id": named(Order),
            "activity_id": named(Activity),
        },
        actions={"attach": _("Added a file")},
    )
    labels.register(
        expense_claims.KIND,
        {
            "state": _("State"),
            "amount": _("Amount"),
            "expenses": _("Expenses"),
            "note": _("Note"),
            "reason": _("Reason"),
            "paid_on": _("Paid out on"),
        },
        label=_("Expense claim"),
        value_names={
            "state": lambda value: ClaimState(value).label,
            "amount": amount,
            "expenses": _purposes,
        },
        actions={
            "submit": pgettext_lazy("claim", "Handed in"),
            "withdraw": pgettext_lazy("claim", "Withdrawn"),
            "approve": pgettext_lazy("claim", "Approved"),
            "refuse": _("Refused"),
            "pay": pgettext_lazy("claim", "Paid out"),
            "take_payment_back": pgettext_lazy("claim", "Payment taken back"),
        },
    )


def _purposes(ids: Sequence[int]) -> str:
    rows = Expense.objects.filter(pk__in=ids).order_by("spent_on", "pk")
    return ", ".join(rows.values_list("purpose", flat=True))


def _register_personal_data() -> None:
    persons.register(
        persons.Words(
            postings.EXPENSE,
            _("Expenses"),
            Expense,
            texts=("purpose",),
            around=lambda pk: Q(customer=pk),
            record=lambda row: (postings.EXPENSE, row.pk),
        )
    )
    persons.register(
        persons.Words(
            expense_claims.KIND,
            _("Expense claims"),
            ExpenseClaim,
            texts=("note",),
            around=lambda pk: Q(pk__in=Expense.objects.filter(customer=pk).values("claim")),
            record=lambda row: (expense_claims.KIND, row.pk),
        )
    )
