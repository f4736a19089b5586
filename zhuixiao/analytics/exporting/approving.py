"""Exports of tables that somebody must agree to: what is asked."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from zhuixiao.accounts.audit import Actor
from zhuixiao.approvals.actions import asking
from zhuixiao.approvals.models import Request
from zhuixiao.customers.exporting.approving import ask_the_boss

from ..queries.grid import Grid
from .writing import Wish

SUBJECT = "analytics.export"
LABEL = gettext_lazy("Export of summary tables")


def ask(*, by: Actor, wish: Wish, grid: Grid, before: int) -> Request | None:
    """The question, where a flow asks one; None where the export may begin at once. Inside a
    transaction; `before` rows were exported that day."""
    rows = len(grid.lines)
    return asking.ask(
        by=by,
        subject=SUBJECT,
        title=gettext_noop("%(asker)s wants to export a summary table of %(rows)d rows"),
        params={"asker": by.employee.name, "rows": rows},
        payload={
            "wish": wish.as_json(),
            "rows": rows,
            "before": before,
            "about": wish.selection(grid),
        },
        facts={"rows": rows + before},
    )


def on_setup(by: Actor) -> None:
    """In a new company its boss decides large exports, as of customers."""
    ask_the_boss(by=by, name=_("Large exports of summary tables"), subject=SUBJECT)
