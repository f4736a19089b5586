"""Whose turn it is: going from step to step of a locked request."""

from django.db.models import Max

from zhuixiao.accounts import audit
from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Employee

from ..choices import OPEN, Again, Mode, TurnState
from ..models import Request, Turn
from ..queries import approvers
from . import telling

NOTE_LENGTH = 200


def locked(request: Request) -> Request:
    """The row as it is now; whoever decides at the same time waits."""
    rows = Request.objects.select_for_update(of=("self",))
    return rows.select_related("flow_version", "asker__role", "asker__department").get(
        pk=request.pk
    )


def log(by: Actor, request: Request, action: str, *, note: str = "") -> None:
    """The row of the audit log for every step of a request."""
    audit.write(
        by=by,
        action=action,
        kind="approval",
        record_id=request.pk,
        label=request.text,
        changes={"note": (None, note)} if note else None,
    )


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
    return not any(row.state in OPEN for row in rows)


def close(request: Request) -> None:
    """Nobody else has to decide in the current step."""
    Turn.objects.filter(request=request, step=request.step, state__in=OPEN).update(
        state=TurnState.SKIPPED
    )


def close_all(request: Request) -> None:
    """Nobody has to decide any more."""
    Turn.objects.filter(request=request, state__in=OPEN).update(state=TurnState.SKIPPED)


def go_on(request: Request, *, by: Actor) -> None:
    """Where nobody has to decide, the next one of an ordered step comes, else all that come later.
    Whoever has left meanwhile is relieved before."""
    rows = _of_step(request)
    if any(row.state == TurnState.WAITING for row in rows):
        return
    later = [row for row in rows if row.state == TurnState.LATER]
    is_ordered = request.plan[request.step]["mode"] == Mode.ORDERED
    coming = later[:1] if is_ordered else later
    for row in coming:
        if not row.approver.is_active and relieve(request, row, by=by):
            go_on(request, by=by)
            return
    _wait(request, coming, by)


def give(request: Request, turn: Turn, to: Employee, *, by: Actor) -> None:
    """Let another one decide an open turn; who has one in the same step decides once for both."""
    its_own = Turn.objects.filter(request=request, step=turn.step, approver=to, state__in=OPEN)
    if its_own.exists():
        turn.state = TurnState.SKIPPED
        turn.save(update_fields=["state"])
        go_on(request, by=by)
        return
    first = turn.instead_of or turn.approver
    turn.instead_of = None if first == to else first
    turn.approver, turn.began_at, turn.reminded_at = to, by.at, None
    turn.save(update_fields=["instead_of", "approver", "began_at", "reminded_at"])
    if turn.state == TurnState.WAITING:
        telling.waits(request, [to], at=by.at)


def relieve(request: Request, turn: Turn, *, by: Actor) -> bool:
    """The boss decides instead of somebody who has left; False where there is no boss."""
    leaver = turn.approver
    boss = approvers.boss(instead_of=leaver, asker=request.asker)
    if boss is None:
        return False
    give(request, turn, boss, by=by)
    log(by, request, "pass_on", note=f"{leaver} → {boss}")
    return True


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
    is_settled = step["mode"] == Mode.ANY and len(waiting) < len(rows)
    if not is_settled:
        _wait(request, waiting[:1] if is_ordered else waiting, by)
    return bool(rows)


def _wait(request: Request, rows: list[Turn], by: Actor) -> None:
    for row in rows:
        row.state, row.began_at = TurnState.WAITING, by.at
    Turn.objects.bulk_update(rows, ["state", "began_at"])
    telling.waits(request, [row.approver for row in rows], at=by.at)


def _agreed(request: Request) -> set[int]:
    """Who has agreed since it was last sent back: what was asked until then did not convince all,
    so that the answer is read by all of them."""
    rows = Turn.objects.filter(request=request)
    sent_back = rows.filter(state=TurnState.SENT_BACK).aggregate(last=Max("step"))["last"]
    agreed = rows.filter(state=TurnState.APPROVED, step__gt=-1 if sent_back is None else sent_back)
    return set(agreed.values_list("approver", flat=True))


def _of_step(request: Request) -> list[Turn]:
    """The turns of the current step, without those of an earlier round that was sent back."""
    rows = Turn.objects.filter(request=request, step=request.step).select_related("approver")
    return [row for row in rows.order_by("position", "pk") if row.state != TurnState.SKIPPED]
