"""What takes effect when somebody has agreed: a transfer goes as a bulk change of who asked."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import gettext_noop

from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Employee
from zhuixiao.approvals import subjects
from zhuixiao.approvals.actions import flows
from zhuixiao.kit import jobs

from .actions import bulk, caps, ownership, registering, transferring
from .actions.registering import SUBJECT as REPORT
from .exporting import approving
from .models import BulkChange, Customer
from .queries import registrations
from .tasks.bulk import CHANGE


def register() -> None:
    """Called once, in AppConfig.ready()."""
    subjects.register(
        subjects.Subject(
            key=transferring.SUBJECT,
            label=transferring.LABEL,
            apply=_transfer,
            lines=transferring.lines,
            facts=transferring.FACTS,
            icon="user-share",
        )
    )
    subjects.register(
        subjects.Subject(
            key=REPORT,
            label=lazy("Report of a customer"),
            apply=registering.grant,
            lines=registrations.lines,
            facts={"days_left": subjects.Fact(lazy("Days of protection left"))},
            kinds=[("known", lazy("Known to the company")), ("protected", lazy("Protected"))],
            icon="flag",
        )
    )


def on_setup(by: Actor) -> None:
    """A new company begins with two flows: the boss decides large exports, and who of two reported
    a customer."""
    approving.ask_the_boss(by=by, name=_("Large exports"), subject=approving.SUBJECT)
    boss = {"who": "role", "ids": [by.employee.role_id], "mode": "any"}
    draft = flows.Draft(name=_("Reports of known customers"), subject=REPORT, steps=[boss])
    flows.save(by=by, flow=None, draft=draft)


def _transfer(by: Actor, payload: Mapping[str, Any]) -> None:
    ids, owner = payload["ids"], Employee.objects.get(pk=payload["options"]["owner"])
    # The job does it later: what refuses it must refuse the decision.
    ownership.check_works_here(owner)
    held = Customer.objects.held_by(by.employee).filter(pk__in=ids).exclude(owner=owner)
    caps.check({owner: held.count()})
    begun = bulk.begin(
        by=by, action="assign", options=payload["options"], conditions=Q(pk__in=ids), ids=ids
    )
    job = jobs.enqueue(
        CHANGE,
        payload={"change": str(begun.pk)},
        by_id=by.employee.pk,
        label=gettext_noop("Change of %(count)d customers"),
        label_params={"count": begun.total},
    )
    BulkChange.objects.filter(pk=begun.pk).update(job_id=job.pk)
