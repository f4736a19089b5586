"""Requests as people look at them: to decide, own, decided, all."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.utils.translation import gettext as _

from zhuixiao.accounts.models import Employee, Group, Role

from ..choices import State, TurnState, Who
from ..models import Request, RequestQuerySet, Turn


class Tab(StrEnum):
    MINE = "mine"
    ASKED = "asked"
    DONE = "done"
    ALL = "all"


@dataclass(frozen=True)
class StepShown:
    """A step of a request: who, what each did; `is_now` where it stands."""

    name: str
    mode: str
    turns: list[Turn]
    is_now: bool
    is_past: bool


def rows(tab: Tab, *, reader: Employee) -> RequestQuerySet:
    """The requests of a tab, the newest first; those to decide the oldest first."""
    found = Request.objects.select_related("asker", "flow_version__flow")
    match tab:
        case Tab.MINE:
            return found.waiting_for(reader).order_by("asked_at", "pk")
        case Tab.ASKED:
            return found.asked_by(reader).order_by("-asked_at", "-pk")
        case Tab.DONE:
            return found.decided_by(reader).order_by("-asked_at", "-pk")
        case Tab.ALL:
            return found.visible_to(reader).order_by("-asked_at", "-pk")


def waiting_count(reader_id: int) -> int:
    """How many this person has to decide now."""
    turns = Turn.objects.filter(approver=reader_id, state=TurnState.WAITING)
    return turns.filter(request__state=State.RUNNING).count()


def steps(request: Request) -> list[StepShown]:
    """All steps of a request with their turns, those to come as well."""
    held: dict[int, list[Turn]] = {}
    turns = Turn.objects.filter(request=request).select_related("approver", "instead_of")
    for turn in turns.order_by("step", "position", "pk"):
        held.setdefault(turn.step, []).append(turn)
    return [
        StepShown(
            name=step_name(step),
            mode=step["mode"],
            turns=held.get(number, []),
            is_now=request.is_open and number == request.step,
            is_past=number < request.step,
        )
        for number, step in enumerate(request.plan)
    ]


def step_name(step: dict[str, object]) -> str:
    """Whom a step asks, in words."""
    who = Who(str(step["who"]))
    ids = step.get("ids") or []
    models = {Who.PEOPLE: Employee, Who.ROLE: Role, Who.GROUP: Group}
    if who in models:
        named = models[who]._default_manager.filter(pk__in=ids)
        return _(", ").join(named.values_list("name", flat=True))
    return str(who.label)


def overdue(now: datetime) -> list[Turn]:
    """Turns that wait longer than their flow allows, since the last reminder."""
    found = Turn.objects.filter(state=TurnState.WAITING, request__state=State.RUNNING)
    late = []
    for turn in found.select_related("request__flow_version", "approver"):
        hours = turn.request.rules.get("remind_hours") or 0
        since = turn.reminded_at or turn.began_at
        if hours and now - since >= timedelta(hours=hours):
            late.append(turn)
    return late
