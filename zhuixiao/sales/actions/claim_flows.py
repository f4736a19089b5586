"""Who decides expense claims of a company that begins."""

from typing import Any

from django.utils.translation import gettext as _

from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Role
from zhuixiao.approvals.actions import flows
from zhuixiao.approvals.choices import Own

from .expense_claims import SUBJECT

# Above it finance agrees too; in whole units of the company's currency.
FINANCE_ABOVE = 5_000
HEAD: dict[str, Any] = {"who": "head", "ids": [], "mode": "any"}
# Nobody passes the own claim: the head above does, or the boss.
RULES = {"own": Own.ABOVE.value}


def on_setup(by: Actor) -> None:
    """The head of the department decides; large claims go on to finance."""
    finance = Role.objects.filter(key="finance").values_list("pk", flat=True)
    if finance:
        large = flows.Draft(
            name=_("Large expense claims"),
            subject=SUBJECT,
            steps=[HEAD, {"who": "role", "ids": list(finance), "mode": "any"}],
            conditions={"at_least": {"amount": FINANCE_ABOVE + 1}},
            rules=RULES,
        )
        flows.save(by=by, flow=None, draft=large)
    usual = flows.Draft(name=_("Expense claims"), subject=SUBJECT, steps=[HEAD], rules=RULES)
    flows.save(by=by, flow=None, draft=usual)
