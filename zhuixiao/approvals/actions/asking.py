"""Asking for an approval, taking the question back, asking again."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Department
from zhuixiao.kit.errors import NotAllowed, RuleError

from ..choices import State
from ..models import Request
from ..queries import approvers, flows
from . import effect, turns
from .turns import NOTE_LENGTH, locked, log


@transaction.atomic
def ask(
    *,
    by: Actor,
    subject: str,
    title: str,
    params: Mapping[str, Any],
    payload: Mapping[str, Any],
    facts: Mapping[str, int] | None = None,
    kind: str = "",
    department: Department | None = None,
    url: str = "",
) -> Request | None:
    """Begin an approval where a flow asks for one; None where nobody has to agree: then the caller
    goes on at once.

    `title` is an English message id with `params`; `payload` (JSON) is what the subject's `apply`
    takes; `facts` are the numbers that flows look at. The same question while one runs is that one.
    """
    unit = department or by.employee.department
    told = dict(facts or {})
    version = flows.matching(subject, facts=told, kind=kind, department=unit, asker=by.employee)
    if version is None:
        return None
    people = (
        approvers.of_step(step, version.rules, asker=by.employee, department=unit)
        for step in version.steps
    )
    if not any(people):
        return None
    same = Request.objects.filter(asker=by.employee, subject=subject, state=State.RUNNING)
    for running in same:
        if running.payload == dict(payload):
            return running
    request = Request.objects.create(
        flow_version=version,
        subject=subject,
        title=title,
        params=dict(params),
        payload=dict(payload),
        facts=told,
        kind=kind,
        url=url,
        asker=by.employee,
        department=unit,
        plan=version.steps,
        asked_at=by.at,
    )
    log(by, request, "ask")
    turns.advance(request, by=by)
    return request


@transaction.atomic
def withdraw(*, by: Actor, request: Request) -> Request:
    """Take the question back while nobody has finally decided. Raises NotAllowed, RuleError."""
    held = own_open(by, request)
    held.state, held.ended_at = State.WITHDRAWN, by.at
    turns.close_all(held)
    held.save(update_fields=["state", "ended_at"])
    log(by, held, "withdraw")
    effect.drop(held, by=by)
    return held


@transaction.atomic
def ask_again(*, by: Actor, request: Request, note: str) -> Request:
    """Answer what was sent back: it begins at its first step, and takes effect at once where nobody
    is left who has to agree. Raises NotAllowed, RuleError."""
    held = own_open(by, request)
    if held.state != State.SENT_BACK:
        raise RuleError(_("Nobody has sent it back."))
    held.note, held.state = note.strip()[:NOTE_LENGTH], State.RUNNING
    # The steps of the last round stay to be read; the new round stands behind them.
    held.plan = [*held.plan[: held.step], *held.flow_version.steps]
    held.save(update_fields=["note", "state", "plan"])
    log(by, held, "ask_again", note=held.note)
    if turns.advance(held, by=by):
        effect.take(held, by=by)
    return held


def own_open(by: Actor, request: Request) -> Request:
    """The locked request of who asked, as long as it has not ended."""
    held = locked(request)
    if held.asker_id != by.employee.pk:
        raise NotAllowed
    if not held.is_open:
        raise RuleError(_("This was decided already."))
    return held
