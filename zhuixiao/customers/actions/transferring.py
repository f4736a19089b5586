"""Giving customers to a colleague where somebody may have to agree to it first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Employee
from zhuixiao.approvals.actions import asking
from zhuixiao.approvals.models import Request
from zhuixiao.approvals.subjects import Fact, Lines

from ..models import Customer
from . import ownership
from .collaborating import Terms

SUBJECT = "customers.transfer"
LABEL = _("Transfer of customers")
FACTS = {"customers": Fact(_("Customers"))}
_NAMED = 10


@dataclass(frozen=True)
class Transfer:
    """How many changed hands, or what was asked instead."""

    count: int = 0
    request: Request | None = None


@transaction.atomic
def transfer(
    *,
    by: Actor,
    customer_ids: Sequence[int],
    owner: Employee,
    with_tasks: bool = False,
    former: Terms | None = None,
) -> Transfer:
    """Give customers to an employee at once, or ask for it. Raises RuleError, NotAllowed."""
    by.employee.access.check("customers", "assign")
    ownership.check_works_here(owner)
    options = {
        "owner": owner.pk,
        "with_tasks": with_tasks,
        "former": former.right.value if former else "",
        "former_last_day": former.last_day.isoformat() if former and former.last_day else None,
    }
    held = Customer.objects.held_by(by.employee).filter(pk__in=customer_ids).exclude(owner=owner)
    if request := ask(by, sorted(held.values_list("pk", flat=True)), options):
        return Transfer(request=request)
    count = ownership.assign(
        by=by, customer_ids=customer_ids, owner=owner, with_tasks=with_tasks, former=former
    )
    return Transfer(count)


def ask(by: Actor, customer_ids: Sequence[int], options: Mapping[str, Any]) -> Request | None:
    """The question about giving these away, where a flow asks one; `options` as the bulk bar's."""
    if not customer_ids:
        return None
    owner = Employee.objects.get(pk=options["owner"])
    number = len(customer_ids)
    return asking.ask(
        by=by,
        subject=SUBJECT,
        title=gettext_noop("%(asker)s wants to give %(n)d customers to %(owner)s"),
        params={"asker": by.employee.name, "n": number, "owner": owner.name},
        payload={"ids": list(customer_ids), "options": dict(options)},
        facts={"customers": number},
    )


def lines(payload: Mapping[str, Any], reader: Employee) -> Lines:
    """What the approver reads: names only of customers that he may see."""
    ids, options = payload["ids"], payload["options"]
    seen = Customer.objects.visible_to(reader).filter(pk__in=ids[:_NAMED])
    names = list(seen.order_by("pk").values_list("name", flat=True))
    more = len(ids) - len(names)
    owners = Customer.objects.filter(pk__in=ids).exclude(owner=None)
    before = owners.order_by().values_list("owner__name", flat=True).distinct()[:_NAMED]
    return [
        (_("New owner"), Employee.objects.get(pk=options["owner"]).name),
        (_("Owners until now"), gettext(", ").join(before)),
        (_("Customers"), gettext(", ").join(names) + (f" +{more}" if more else "")),
        (_("Open tasks go along"), _("yes") if options.get("with_tasks") else _("no")),
    ]
