"""Exports of lists that somebody must agree to: what is asked."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from zhuixiao.accounts.audit import Actor
from zhuixiao.approvals.actions import asking
from zhuixiao.approvals.models import Request
from zhuixiao.customers.exporting.approving import ask_the_boss

from .writing import Wish

SUBJECT = "sales.export"
LABEL = gettext_lazy("Export of orders and the like")


def ask(*, by: Actor, wish: Wish, rows: int, before: int) -> Request | None:
    """The question, where a flow asks one; None where the export may begin at once. Inside a
    transaction; `before` rows were exported that day."""
    return asking.ask(
        by=by,
        subject=SUBJECT,
        title=gettext_noop("%(asker)s wants to export %(rows)d rows of a list"),
        params={"asker": by.employee.name, "rows": rows},
        payload={
            "wish": wish.as_json(),
            "rows": rows,
            "before": before,
            "about": wish.selection(by.employee),
        },
        facts={"rows": rows + before},
        kind=wish.listing.key,
    )


def on_setup(by: Actor) -> None:
    """In a new company its boss decides large exports, as of customers."""
    ask_the_boss(by=by, name=_("Large exports of orders and the like"), subject=SUBJECT)
