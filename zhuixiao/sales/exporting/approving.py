"""Exports of lists that somebody must agree to: what is asked, and what the approver reads."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Employee
from zhuixiao.approvals.actions import asking, flows
from zhuixiao.approvals.models import Request
from zhuixiao.approvals.subjects import Lines
from zhuixiao.customers.approved import LARGE_EXPORT

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


def lines(payload: Mapping[str, Any], _reader: Employee) -> Lines:
    """What the approver reads."""
    return [
        (gettext_lazy("Rows"), payload["rows"]),
        (gettext_lazy("Exported already that day"), payload["before"]),
        (gettext_lazy("Selection"), payload["about"]),
    ]


def on_setup(by: Actor) -> None:
    """In a new company its boss decides large exports, as of customers."""
    boss = {"who": "role", "ids": [by.employee.role_id], "mode": "any"}
    draft = flows.Draft(
        name=_("Large exports of orders and the like"),
        subject=SUBJECT,
        steps=[boss],
        conditions={"at_least": {"rows": LARGE_EXPORT}},
    )
    flows.save(by=by, flow=None, draft=draft)
