"""Exports that somebody must agree to: what is asked, and what the approver reads."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Employee
from zhuixiao.approvals.actions import asking, flows
from zhuixiao.approvals.models import Request
from zhuixiao.approvals.subjects import Fact, Lines

from ..fields import all_fields
from ..models import Contact, Customer
from .making import describe_wish
from .wishes import Format, Wish

SUBJECT = "customers.export"
LABEL = _("Export of customers")
# Else a large export would pass in slices.
FACTS = {"rows": Fact(_("Rows, with those exported already that day"))}
KINDS = [(one.value, one.value) for one in Format]
_LARGE, _ROWS = 1_000, _("Rows")


def ask(*, by: Actor, wish: Wish, rows: int, before: int) -> Request | None:
    """The question, where a flow asks one; None where the export may begin at once. Inside a
    transaction; `wish` is a frozen one, of so many customers, `before` were exported that day."""
    return asking.ask(
        by=by,
        subject=SUBJECT,
        title=gettext_noop("%(asker)s wants to export %(rows)d customers"),
        params={"asker": by.employee.name, "rows": rows},
        payload={
            "wish": wish.as_json(),
            "rows": rows,
            "before": before,
            "about": describe_wish(by, wish),
        },
        facts={"rows": rows + before},
        kind=wish.format.value,
    )


def lines(payload: Mapping[str, Any], reader: Employee) -> Lines:
    """What the approver reads."""
    if payload["wish"].get("format") == Format.PERSON:
        return [(_("Personal data"), _name_of(Wish.of(payload["wish"])))]
    wish = Wish.of(payload["wish"])
    labels = {field.key: str(field.label) for field in all_fields()}
    columns = [labels[key] for key in wish.columns if key in labels]
    return [
        *lines_of_any(payload, reader, counted=_("Customers")),
        (_("Columns"), ", ".join(columns)),
        (_("Kind of file"), wish.format.value),
        (_("With contacts"), _("yes") if wish.with_contacts else _("no")),
    ]


def lines_of_any(
    payload: Mapping[str, Any], _reader: Employee, *, counted: str | Promise = _ROWS
) -> Lines:
    """What the approver reads of any export: how much, of a day with how much, and which."""
    return [
        (counted, payload["rows"]),
        (_("Exported already that day"), payload.get("before", 0)),
        (_("Selection"), payload["about"]),
    ]


def ask_the_boss(*, by: Actor, name: str, subject: str) -> None:
    """In a new company its boss decides large exports, of whatever kind."""
    boss = {"who": "role", "ids": [by.employee.role_id], "mode": "any"}
    conditions = {"at_least": {"rows": _LARGE}}
    draft = flows.Draft(name=name, subject=subject, steps=[boss], conditions=conditions)
    flows.save(by=by, flow=None, draft=draft)


def _name_of(wish: Wish) -> str:
    """As the person is called now: nothing of it is kept with the request."""
    if wish.contact_id:
        row: Contact | Customer | None = Contact.objects.filter(pk=wish.contact_id).first()
    else:
        row = Customer.objects.filter(pk__in=wish.ids).first()
    return row.name if row else ""
