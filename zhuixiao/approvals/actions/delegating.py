"""Standing in for somebody, and taking over what a leaver had to decide."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts import audit
from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Employee
from zhuixiao.kit.errors import RuleError

from ..choices import State, TurnState
from ..models import Delegation, Request, Turn
from . import telling
from .asking import locked

_OPEN = (TurnState.LATER, TurnState.WAITING)


@transaction.atomic
def stand_in(*, by: Actor, to: Employee, first_day: date, last_day: date) -> Delegation:
    """Let somebody decide instead of oneself between two days; what waits goes over on the first of
    them. Ends an earlier one. Raises RuleError."""
    if to.pk == by.employee.pk or not to.is_active:
        raise RuleError(_("Choose somebody else, who works here."), field="to")
    if last_day < max(first_day, by.today):
        raise RuleError(_("Choose a later day."), field="last_day")
    end(by=by)
    row = Delegation.objects.create(
        employee=by.employee, to=to, first_day=first_day, last_day=last_day
    )
    days = {"first_day": (None, first_day), "last_day": (None, last_day)}
    _log(by, "stand_in", {"to": (None, to.pk), **days})
    if row.holds_on(by.today):
        pass_on(person=by.employee, to=to, at=by.at)
    return row


@transaction.atomic
def end(*, by: Actor) -> None:
    """Decide oneself again; what the other one has in hand stays there."""
    if Delegation.objects.filter(employee=by.employee, ended_at=None).update(ended_at=by.at):
        _log(by, "stand_in_end", {})


@transaction.atomic
def begin_due(*, at: datetime, day: date) -> int:
    """Pass on what waits for those whose stand-in begins on this day; returns how many requests."""
    rows = Delegation.objects.filter(first_day__lte=day, last_day__gte=day, ended_at=None)
    rows = rows.filter(to__is_active=True).select_related("employee", "to")
    return sum(pass_on(person=row.employee, to=row.to, at=at) for row in rows)


def pass_on(*, person: Employee, to: Employee, at: datetime) -> int:
    """Give what a person has to decide to another one; returns how many requests moved."""
    open_turns = Turn.objects.filter(approver=person, state__in=_OPEN)
    ids = sorted(set(open_turns.values_list("request", flat=True)))
    moved = 0
    for request in Request.objects.filter(pk__in=ids, state=State.RUNNING).exclude(asker=to):
        held = locked(request)
        for turn in Turn.objects.filter(request=held, approver=person, state__in=_OPEN):
            others = Turn.objects.filter(request=held, step=turn.step, approver=to)
            if others.filter(state__in=_OPEN).exists():
                turn.state = TurnState.SKIPPED
                turn.save(update_fields=["state"])
                continue
            turn.instead_of = turn.instead_of or person
            turn.approver = to
            turn.save(update_fields=["approver", "instead_of"])
            if turn.state == TurnState.WAITING:
                telling.waits(held, [to], at=at)
            moved += 1
    return moved


def count_waiting(person: Employee, _now: datetime) -> int:
    """Requests that wait for somebody who leaves."""
    return Request.objects.waiting_for(person).count()


def hand_over(by: Actor, leaver: Employee, receivers: Sequence[Employee], _rule: str) -> int:
    """Let the first receiver decide what the leaver had to."""
    return pass_on(person=leaver, to=receivers[0], at=by.at)


def _log(by: Actor, action: str, changes: audit.Changes) -> None:
    audit.write(
        by=by,
        action=action,
        kind="stand_in",
        record_id=by.employee.pk,
        label=by.employee.name,
        changes=changes,
    )
