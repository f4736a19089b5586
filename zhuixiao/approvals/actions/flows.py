"""Setting up who must agree to what; what runs already keeps the version it began with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts import audit
from zhuixiao.accounts.audit import Actor
from zhuixiao.kit.errors import RuleError

from .. import subjects
from ..choices import Again, Empty, Mode, Own, Who
from ..models import Flow, FlowVersion

MOST_STEPS = 10
MOST_LEVELS = 10
_NAMED = {Who.PEOPLE, Who.ROLE, Who.GROUP}


@dataclass(frozen=True)
class Draft:
    """A flow as it is typed; see FlowVersion for the parts."""

    name: str
    subject: str
    steps: Sequence[Mapping[str, Any]]
    conditions: Mapping[str, Any] = field(default_factory=dict)
    rules: Mapping[str, Any] = field(default_factory=dict)


DEFAULT_RULES = {
    "empty": Empty.BOSS.value,
    "own": Own.SKIP.value,
    "again": Again.ONCE.value,
    "remind_hours": 24,
}


@transaction.atomic
def save(*, by: Actor, flow: Flow | None, draft: Draft) -> Flow:
    """Make a flow, or a new version of one. Raises NotAllowed, RuleError."""
    by.employee.access.check("approvals", "manage")
    _check(draft)
    row = flow or Flow(position=Flow.objects.filter(subject=draft.subject).count())
    is_new = row.pk is None
    row.name, row.subject = draft.name.strip(), draft.subject
    row.number += 1
    row.save()
    FlowVersion.objects.create(
        flow=row,
        number=row.number,
        conditions=dict(draft.conditions),
        steps=[dict(step) for step in draft.steps],
        rules={**DEFAULT_RULES, **draft.rules},
        at=by.at,
        by=by.employee,
    )
    _log(by, row, "create" if is_new else "edit", {"number": (None, row.number)})
    return row


@transaction.atomic
def switch(*, by: Actor, flow: Flow, is_enabled: bool) -> Flow:
    """Take a flow into use, or out of it. Raises NotAllowed."""
    by.employee.access.check("approvals", "manage")
    if flow.is_enabled != is_enabled:
        _log(by, flow, "edit", {"is_enabled": (flow.is_enabled, is_enabled)})
        flow.is_enabled = is_enabled
        flow.save(update_fields=["is_enabled"])
    return flow


@transaction.atomic
def retire(*, by: Actor, flow: Flow) -> None:
    """End a flow; what it began runs to its end. Raises NotAllowed."""
    by.employee.access.check("approvals", "manage")
    flow.retired_at = by.at
    flow.save(update_fields=["retired_at"])
    _log(by, flow, "retire", {})


def _check(draft: Draft) -> None:
    if not draft.name.strip():
        raise RuleError(_("Give the flow a name."), field="name")
    if subjects.find(draft.subject) is None:
        raise RuleError(_("Choose what needs the approval."), field="subject")
    if not 0 < len(draft.steps) <= MOST_STEPS:
        raise RuleError(_("Say who decides: one to %(n)d steps.") % {"n": MOST_STEPS})
    for step in draft.steps:
        if step.get("who") not in Who.values or step.get("mode") not in Mode.values:
            raise RuleError(_("Choose for every step who decides."))
        if step["who"] in _NAMED and not step.get("ids"):
            raise RuleError(_("Choose for every step who decides."))
        if not 0 <= (step.get("levels") or 0) <= MOST_LEVELS:
            raise RuleError(_("At most %(n)d levels.") % {"n": MOST_LEVELS})


def _log(by: Actor, flow: Flow, action: str, changes: audit.Changes) -> None:
    audit.write(
        by=by,
        action=action,
        kind="approval_flow",
        record_id=flow.pk,
        label=flow.name,
        changes=changes,
    )
