"""Who decides leave and corrections of attendance in a company that begins."""

from typing import Any

from django.utils.translation import gettext as _

from zhuixiao.accounts.audit import Actor
from zhuixiao.approvals.actions import flows
from zhuixiao.approvals.choices import Own

LEAVE = "field.leave"
CORRECTION = "field.correction"
HEAD: dict[str, Any] = {"who": "head", "ids": [], "mode": "any"}
# Nobody passes the own request: the head above does, or the boss.
RULES = {"own": Own.ABOVE.value}


def on_setup(by: Actor) -> None:
    """The head of the department decides both."""
    for name, subject in ((_("Requests for leave"), LEAVE), (_("Corrections"), CORRECTION)):
        draft = flows.Draft(name=name, subject=subject, steps=[HEAD], rules=RULES)
        flows.save(by=by, flow=None, draft=draft)
