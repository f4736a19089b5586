"""Whose turn it is: going from step to step of a locked request."""

from zhuixiao.accounts.audit import Actor

from ..choices import Again, Mode, State, TurnState
from ..models import Request, Turn
from ..queries import approvers
from . import telling

_OPEN = (TurnState.LATER, TurnState.WAITING)


def advance(request: Request, *, by: Actor) -> bool:
    """Go on until somebody has to decide; True when the end was reached. Saves the request."""
    while request.step < len(request.plan):
        if _begin(request, by) and not is_done(request):
            break
        close(request)
        request.step += 1
    request.save(update_fields=["step", "plan", "state"])
    return request.step >= len(request.plan)


def is_done(request: Request) -> bool:
    """Whether enough of the current step have agreed."""
    rows = _of_step(request)
    mode = request.plan[request.step]["mode"]
    if mode == Mode.ANY:
        return any(row.state == TurnState.APPROVED for row in rows)
    return not any(row.state in _OPEN for row in rows)


def close(request: Request) -> None:
    """Nobody else has to decide in the current step."""
    Turn.objects.filter(request=request, step=request.step, state__in=_OPEN).update(
        state=TurnState.SKIPPED
    )


def close_all(request: Request) -> None:
    """Nobody has to decide any more."""
    Turn.objects.filter(request=request, state__in=_OPEN).update(state=TurnState.SKIPPED)


def go_on(request: Request, *, by: Actor) -> None:
    """In an ordered step the next one comes after one has agreed."""
    rows = _of_step(request)
    if any(row.state == TurnState.WAITING for row in rows):
        return
    later = [row for row in rows if row.state == TurnState.LATER]
    is_ordered = request.plan[request.step]["mode"] == Mode.ORDERED
    _wait(request, later[:1] if is_ordered else later, by)


def _begin(request: Request, by: Actor) -> bool:
    """Let the current step begin; False where it has nobody."""
    if _of_step(request):
        # It was put off by an added step.
        go_on(request, by=by)
        return True
    step = request.plan[request.step]
    people = approvers.of_step(
        step, request.rules, asker=request.asker, department=request.department
    )
    is_ordered = step["mode"] == Mode.ORDERED
    before = _agreed(request) if request.rules.get("again", Again.ONCE) == Again.ONCE else set()
    rows: list[Turn] = []
    for person in people:
        decider = approvers.stand_in(person, day=by.today, but=request.asker)
        if any(row.approver == decider for row in rows):
            continue
        has_agreed = decider.pk in before
        rows.append(
            Turn(
                request=request,
                step=request.step,
                position=len(rows),
                approver=decider,
                instead_of=None if decider == person else person,
                state=TurnState.APPROVED if has_agreed else TurnState.LATER,
                began_at=by.at,
                decided_at=by.at if has_agreed else None,
            )
        )
    Turn.objects.bulk_create(rows)
    waiting = [row for row in rows if row.state == TurnState.LATER]
    _wait(request, waiting[:1] if is_ordered else waiting, by)
    return bool(rows)


def _wait(request: Request, rows: list[Turn], by: Actor) -> None:
    for row in rows:
        row.state, row.began_at = TurnState.WAITING, by.at
    Turn.objects.bulk_update(rows, ["state", "began_at"])
    if request.state == State.RUNNING:
        telling.waits(request, [row.approver for row in rows], at=by.at)


def _agreed(request: Request) -> set[int]:
    rows = Turn.objects.filter(request=request, state=TurnState.APPROVED)
    return set(rows.values_list("approver", flat=True))


def _of_step(request: Request) -> list[Turn]:
    """The turns of the current step, without those of an earlier round that was sent back."""
    rows = Turn.objects.filter(request=request, step=request.step).select_related("approver")
    return [row for row in rows.order_by("position", "pk") if row.state != TurnState.SKIPPED]
