"""Agreeing, rejecting, sending back, and asking one more person."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Employee
from zhuixiao.kit.errors import NotAllowed, RuleError

from ..choices import DECIDED, Mode, State, TurnState, Who
from ..models import Request, Turn
from . import effect, telling, turns
from .turns import NOTE_LENGTH, locked, log


@transaction.atomic
def approve(*, by: Actor, request: Request, note: str = "") -> Request:
    """Agree. After the last one the thing takes effect, in the name of who asked for it.

    Raises NotAllowed for whose turn it is not, RuleError when it was decided already, or when it
    cannot take effect: then nothing is decided.
    """
    held, turn = _mine(by, request)
    if turn is None:
        return held
    _decide(turn, TurnState.APPROVED, by, note)
    log(by, held, "approve", note=note)
    if turns.is_done(held):
        turns.close(held)
        held.step += 1
        if turns.advance(held, by=by):
            effect.take(held, by=by)
    else:
        turns.go_on(held, by=by)
    return held


@transaction.atomic
def reject(*, by: Actor, request: Request, note: str) -> Request:
    """Say no, with the reason. Raises NotAllowed, RuleError."""
    held, turn = _mine(by, request)
    if turn is None:
        return held
    _need(note, _("Say why: who asked will want to know."))
    _decide(turn, TurnState.REJECTED, by, note)
    turns.close_all(held)
    held.state, held.ended_at = State.REJECTED, by.at
    held.save(update_fields=["state", "ended_at"])
    log(by, held, "reject", note=note)
    effect.drop(held, by=by, note=note)
    telling.ended(held, at=by.at)
    return held


@transaction.atomic
def send_back(*, by: Actor, request: Request, note: str) -> Request:
    """Ask the asker for more; he answers, or takes it back. Raises NotAllowed, RuleError."""
    held, turn = _mine(by, request)
    if turn is None:
        return held
    _need(note, _("Say what is missing."))
    _decide(turn, TurnState.SENT_BACK, by, note)
    turns.close_all(held)
    # Who agreed in a step that was put off did so in this round, not in the next one.
    Turn.objects.filter(request=held, step__gt=held.step).update(step=held.step)
    held.state = State.SENT_BACK
    held.step += 1
    held.plan = held.plan[: held.step]
    held.save(update_fields=["state", "step", "plan"])
    log(by, held, "send_back", note=note)
    telling.ended(held, at=by.at)
    return held


@transaction.atomic
def add_step(
    *, by: Actor, request: Request, person: Employee, is_before: bool, note: str = ""
) -> Request:
    """Let one more person decide, before this step or after it. Raises NotAllowed, RuleError."""
    held, turn = _mine(by, request)
    if turn is None:
        raise RuleError(_("This was decided already."))
    if not person.is_active:
        raise RuleError(_("This employee has left. Choose somebody else."), field="person")
    if person.pk in {by.employee.pk, held.asker_id}:
        raise RuleError(_("Choose somebody else than yourself and who asks."), field="person")
    extra = {"who": Who.PEOPLE, "ids": [person.pk], "mode": Mode.ANY}
    at = held.step if is_before else held.step + 1
    held.plan = [*held.plan[:at], extra, *held.plan[at:]]
    _make_room(held, at)
    held.save(update_fields=["plan"])
    log(by, held, "add_step", note=note or str(person))
    turns.advance(held, by=by)
    return held


def _make_room(held: Request, at: int) -> None:
    """Turns of this step and of those behind it come one later: those that an added step has put
    off before as well."""
    rows = Turn.objects.filter(request=held, step__gte=at)
    rows.filter(state=TurnState.WAITING).update(state=TurnState.LATER)
    # The last one first, so that nobody has two turns in one step meanwhile.
    for step in rows.order_by("-step").values_list("step", flat=True).distinct():
        rows.filter(step=step).update(step=step + 1)


def _mine(by: Actor, request: Request) -> tuple[Request, Turn | None]:
    """The locked request with the person's waiting turn; no turn for who has just had it."""
    held = locked(request)
    mine = Turn.objects.filter(request=held, approver=by.employee)
    turn = mine.filter(state=TurnState.WAITING).first() if held.state == State.RUNNING else None
    if turn is None:
        if mine.filter(state__in=DECIDED).exists() and not held.is_open:
            # The same tap twice gets the same answer.
            return held, None
        if not mine.exists():
            raise NotAllowed
        if mine.filter(state=TurnState.LATER).exists():
            raise RuleError(_("It is not your turn yet."))
        raise RuleError(_("This was decided already."))
    return held, turn


def _decide(turn: Turn, state: TurnState, by: Actor, note: str) -> None:
    turn.state, turn.decided_at, turn.note = state, by.at, note.strip()[:NOTE_LENGTH]
    turn.save(update_fields=["state", "decided_at", "note"])


def _need(note: str, message: object) -> None:
    if not note.strip():
        raise RuleError(message, field="note")
