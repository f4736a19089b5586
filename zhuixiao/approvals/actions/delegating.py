"""Standing in for somebody, and taking over what a leaver had to decide."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts import audit
from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.choices import Via
from zhuixiao.accounts.models import Employee
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.periods import day_of

from ..choices import OPEN, State
from ..models import Delegation, Request, Turn
from ..queries import approvers
from . import turns
from .turns import locked


@transaction.atomic
def stand_in(*, by: Actor, to: Employee, first_day: date, last_day: date) -> Delegation:
    """Let somebody decide instead of oneself between two days; what waits goes over on the first of
    them. Ends an earlier one. Raises RuleError."""
    if to.pk == by.employee.pk or not to.is_active:
        raise RuleError(_("Choose somebody else, who works here."), field="to")
    if last_day < max(first_day, by.today):
        raise RuleError(_("Choose a later day."), field="last_day")
    theirs = Delegation.objects.filter(employee=to, to=by.employee, ended_at=None)
    if theirs.filter(first_day__lte=last_day, last_day__gte=first_day).exists():
        text = _("This colleague is away then too, and you decide for him. Choose somebody else.")
        raise RuleError(text, field="to")
    end(by=by)
    row = Delegation.objects.create(
        employee=by.employee, to=to, first_day=first_day, last_day=last_day
    )
    days = {"first_day": (None, first_day), "last_day": (None, last_day)}
    _log(by, "stand_in", {"to": (None, to.pk), **days})
    if row.holds_on(by.today):
        _stand_aside(by)
    return row


@transaction.atomic
def end(*, by: Actor) -> None:
    """Decide oneself again; what the other one has in hand stays there."""
    if Delegation.objects.filter(employee=by.employee, ended_at=None).update(ended_at=by.at):
        _log(by, "stand_in_end", {})


@transaction.atomic
def begin_due(*, at: datetime, zone: ZoneInfo) -> int:
    """Pass on what waits for those who are away on this day; returns how many requests moved."""
    day = day_of(at, zone)
    rows = Delegation.objects.filter(first_day__lte=day, last_day__gte=day, ended_at=None)
    people = [row.employee for row in rows.select_related("employee").order_by("pk")]
    return sum(_stand_aside(Actor(one, at, zone, via=Via.JOB)) for one in people)


@transaction.atomic
def relieve_leavers(*, at: datetime, zone: ZoneInfo) -> int:
    """The boss decides what still waits for people who have left; returns how many requests."""
    rows = Turn.objects.filter(state__in=OPEN, request__state=State.RUNNING)
    moved = 0
    for request in _requests(rows.filter(approver__is_active=False)):
        # Nobody acts here: it goes by the flow, in the name of who made it.
        by = Actor(request.flow_version.by, at, zone, via=Via.JOB)
        left = Turn.objects.filter(request=request, state__in=OPEN, approver__is_active=False)
        has_moved = False
        # Asked anew each time: relieving one may have relieved the next one too.
        while (turn := left.order_by("step", "position").first()) and turns.relieve(
            request, turn, by=by
        ):
            has_moved = True
        moved += has_moved
    return moved


def count_open(person: Employee, _now: datetime) -> int:
    """Requests that somebody who leaves has to decide, now or later."""
    return _open_of(person).values("request").distinct().count()


def hand_over(by: Actor, leaver: Employee, receivers: Sequence[Employee], _rule: str) -> int:
    """Let the first receiver decide what the leaver had to; of what he asked for himself the next
    one, and without another one the boss."""

    def receiver(request: Request) -> Employee | None:
        others = (one for one in receivers if one != request.asker)
        return next(others, None) or approvers.boss(instead_of=leaver, asker=request.asker)

    return _pass_on(by, leaver, receiver)


def _stand_aside(by: Actor) -> int:
    """What waits for who is away goes to who stands in."""

    def decider(request: Request) -> Employee:
        return approvers.stand_in(by.employee, day=by.today, but=request.asker)

    return _pass_on(by, by.employee, decider)


def _pass_on(by: Actor, person: Employee, to: Callable[[Request], Employee | None]) -> int:
    """Give what a person has to decide to another one; returns how many requests moved."""
    moved = 0
    for request in _requests(_open_of(person)):
        receiver = to(request)
        if receiver is None or receiver == person:
            continue
        mine = Turn.objects.filter(request=request, approver=person, state__in=OPEN)
        for turn in mine.select_related("approver", "instead_of").order_by("step", "position"):
            turns.give(request, turn, receiver, by=by)
        moved += 1
    return moved


def _open_of(person: Employee) -> QuerySet[Turn]:
    return Turn.objects.filter(approver=person, state__in=OPEN, request__state=State.RUNNING)


def _requests(rows: QuerySet[Turn]) -> Iterator[Request]:
    """The requests of these turns that still run, each locked."""
    for request in Request.objects.filter(pk__in=rows.values("request")).order_by("pk"):
        held = locked(request)
        if held.state == State.RUNNING:
            yield held


def _log(by: Actor, action: str, changes: audit.Changes) -> None:
    audit.write(
        by=by,
        action=action,
        kind="stand_in",
        record_id=by.employee.pk,
        label=by.employee.name,
        changes=changes,
    )
