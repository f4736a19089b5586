"""Random histories of approvals against a plain model: who has agreed, and for whom one may."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.world import NOW, World, actor
from zhuixiao.accounts import holdings
from zhuixiao.accounts.actions import employees
from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Employee
from zhuixiao.approvals.actions import asking, deciding, delegating
from zhuixiao.approvals.choices import ENDED, State
from zhuixiao.approvals.models import Request
from zhuixiao.kit.errors import NotAllowed, RuleError

from .conftest import MakeFlow, begin, done, people, run_job, waiting

pytestmark = pytest.mark.django_db
ASKERS, CAST = 2, 4
WHO = st.integers(0, CAST - 1)
STEP = st.tuples(
    st.lists(WHO, min_size=1, max_size=3, unique=True), st.sampled_from(["any", "all", "ordered"])
)
# Going on comes most often, so that histories reach their end.
WHAT = ["go_on"] * 12 + ["add_before", "send_back", "hand_over", "stand_in"] * 2
WHAT += ["add_after", "reject", "withdraw", "ask", "back", "leave", "job"]
MOVE = st.tuples(st.sampled_from(WHAT), WHO, WHO)
Move = tuple[str, int, int]


@dataclass
class Asked:
    """A request as the model sees it."""

    row: Request
    asker: Employee
    steps: list[tuple[list[Employee], str]]
    agreed: set[Employee] = field(default_factory=set)
    end: Mapping[str, Any] | None = None


class Model:
    """Plays moves, and after each of them looks whether all is as it may be."""

    def __init__(self, world: World, steps: Sequence[tuple[list[int], str]]) -> None:
        self.world = world
        self.people = [world.zheng, world.chen, world.manager, world.su]
        self.steps = [([self.people[who] for who in whos], mode) for whos, mode in steps]
        self.asked: list[Asked] = []
        # Who may have come to decide instead of whom.
        self.gave: dict[Employee, set[Employee]] = {one: set() for one in self.people}
        self.at = NOW

    def play(self, move: Move) -> None:
        """The last request asked for goes on, by somebody whose turn it is where there is one."""
        what, who, whom = move
        self.at += timedelta(minutes=1)
        if what == "ask" or not self.asked:
            self._ask(self.people[who % ASKERS])
        else:
            asked = self.asked[-1]
            turns = asked.row.turns.filter(state="waiting", approver__is_active=True)
            deciders = [turn.approver for turn in turns.order_by("pk")] or [self.people[who]]
            decider = deciders[who % len(deciders)]
            act: Callable[[Asked, Employee, Employee], None] = getattr(self, f"_{what}")
            try:
                with transaction.atomic():
                    act(asked, decider, Employee.objects.get(pk=self.people[whom].pk))
            except (NotAllowed, RuleError):
                pass
        self._look()

    def _by(self, person: Employee) -> Actor:
        return actor(person, at=self.at)

    def _ask(self, person: Employee) -> None:
        row = begin(person, worth=len(self.asked))
        if row is not None:
            self.asked.append(Asked(row, person, list(self.steps)))

    def _go_on(self, asked: Asked, decider: Employee, _other: Employee) -> None:
        """Agreed to, answered, or asked for once more."""
        if asked.row.state in ENDED:
            self._ask(asked.asker)
        elif asked.row.state == State.SENT_BACK:
            asking.ask_again(by=self._by(asked.asker), request=asked.row, note="x")
        else:
            deciding.approve(by=self._by(decider), request=asked.row)
            asked.agreed.add(decider)

    def _reject(self, asked: Asked, decider: Employee, _other: Employee) -> None:
        deciding.reject(by=self._by(decider), request=asked.row, note="x")

    def _send_back(self, asked: Asked, decider: Employee, _other: Employee) -> None:
        deciding.send_back(by=self._by(decider), request=asked.row, note="x")
        asked.agreed, asked.steps = set(), list(self.steps)

    def _withdraw(self, asked: Asked, _decider: Employee, _other: Employee) -> None:
        asking.withdraw(by=self._by(asked.asker), request=asked.row)

    def _add_before(self, asked: Asked, decider: Employee, other: Employee) -> None:
        self._add(asked, decider, other, is_before=True)

    def _add_after(self, asked: Asked, decider: Employee, other: Employee) -> None:
        self._add(asked, decider, other, is_before=False)

    def _add(self, asked: Asked, decider: Employee, other: Employee, *, is_before: bool) -> None:
        by = self._by(decider)
        deciding.add_step(by=by, request=asked.row, person=other, is_before=is_before)
        asked.steps.append(([other], "any"))

    def _hand_over(self, _asked: Asked, person: Employee, other: Employee) -> None:
        if other.is_active and person not in {other, self.world.boss}:
            (kind,) = [one for one in holdings.all_kinds() if one.key == "approvals"]
            kind.hand_over(self._by(self.world.boss), person, [other], "")
            self.gave[person] |= {other, self.world.boss}
            assert kind.count(person, self.at) == 0

    def _stand_in(self, _asked: Asked, person: Employee, other: Employee) -> None:
        by = self._by(person)
        delegating.stand_in(by=by, to=other, first_day=by.today, last_day=by.today)
        self.gave.setdefault(person, set()).add(other)

    def _back(self, _asked: Asked, _person: Employee, other: Employee) -> None:
        delegating.end(by=self._by(other))

    def _leave(self, _asked: Asked, person: Employee, _other: Employee) -> None:
        if person in self.people[ASKERS:]:
            employees.deactivate(by=self._by(self.world.boss), employee=person)
            self.gave[person].add(self.world.boss)

    def _job(self, _asked: Asked, _person: Employee, _other: Employee) -> None:
        run_job(self.at)
        assert run_job(self.at) == 0
        for asked in self.asked:
            held = asked.row.turns.filter(state__in=["waiting", "later"])
            assert not held.filter(approver__is_active=False).exists()

    def _look(self) -> None:
        for asked in self.asked:
            if asked.end is not None:
                continue
            asked.row.refresh_from_db()
            row = asked.row
            times = done.count((asked.asker.name, row.payload["worth"]))
            assert times == (row.state == State.APPROVED)
            deciders = waiting(row)
            assert bool(deciders) == (row.state == State.RUNNING)
            assert asked.asker.name not in deciders
            if row.state in ENDED:
                asked.end = _whole(row)
                if row.state == State.APPROVED:
                    for step, mode in asked.steps:
                        assert self._holds(asked, step, mode), (step, mode, asked.agreed)

    def close(self) -> None:
        """What was decided is as it was then, and took effect no second time."""
        for asked in self.asked:
            if asked.end is not None:
                asked.row.refresh_from_db()
                assert asked.end == _whole(asked.row)
        assert len(done) == len(set(done))

    def _holds(self, asked: Asked, step: list[Employee], mode: str) -> bool:
        """Whether enough of a step agreed, each of them or somebody for him."""
        wanted = [one for one in step if one != asked.asker]
        agreed = [bool(self._deciders(one) & asked.agreed) for one in wanted]
        here = Employee.objects.active().in_bulk([one.pk for one in wanted])
        if mode != "any":
            missing = [one for one, has in zip(wanted, agreed, strict=True) if not has]
            if any(one.pk in here for one in missing):
                return False
        # Whoever has left before a step began is not asked in it; without anybody the boss is.
        has_nobody = not wanted or (asked.asker in step and not here)
        return has_nobody or any(agreed) or self.world.boss in asked.agreed

    def _deciders(self, person: Employee) -> set[Employee]:
        found, new = {person}, {person}
        while new:
            new = {to for one in new for to in self.gave.get(one, ())} - found
            found |= new
        return found


def _whole(row: Request) -> Mapping[str, Any]:
    """All of a request and of its turns."""
    fields = [one.attname for one in Request._meta.concrete_fields]
    return {
        **{name: getattr(row, name) for name in fields},
        "turns": list(row.turns.order_by("pk").values()),
    }


def _played(*moves: str) -> list[Move]:
    """Moves of the first one whose turn it is, with the first one of the cast."""
    return [(move, 0, 0) for move in moves]


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@example(
    # In the next round all are asked anew.
    steps=[([2], "any"), ([3], "any")],
    again="once",
    moves=_played("ask", "go_on", "send_back", "go_on", "go_on"),
)
@example(
    # Who comes later in the step gets the turn of who was before.
    steps=[([2, 3], "ordered")],
    again="once",
    moves=[*_played("ask"), ("hand_over", 0, 3)],
)
@example(
    # What was agreed in a step put off counts in its round alone.
    steps=[([2, 3], "all")],
    again="once",
    moves=[*_played("ask", "go_on"), ("add_before", 0, 1), *_played("send_back", "go_on")],
)
@example(
    # Who was added before adds another one.
    steps=[([2], "any")],
    again="once",
    moves=[
        *_played("ask"),
        ("add_before", 0, 3),
        ("add_before", 0, 1),
        *_played("go_on", "go_on", "go_on"),
    ],
)
@example(
    # Nobody decides what he asked himself.
    steps=[([2], "any")],
    again="once",
    moves=[*_played("ask"), ("hand_over", 0, 0), *_played("go_on")],
)
@example(
    # The boss decides for who has left.
    steps=[([2, 3], "all")],
    again="once",
    moves=[*_played("ask"), ("leave", 0, 0), *_played("job", "go_on", "go_on")],
)
@given(
    steps=st.lists(STEP, min_size=1, max_size=3),
    again=st.sampled_from(["once", "each"]),
    moves=st.lists(MOVE, min_size=12, max_size=25),
)
def test_any_history_leaves_nothing_with_nobody_and_takes_effect_once(
    world: World,
    make_flow: MakeFlow,
    steps: list[tuple[list[int], str]],
    again: str,
    moves: list[Move],
) -> None:
    with transaction.atomic():
        done.clear()
        model = Model(world, steps)
        make_flow(*(people(*who, mode=mode) for who, mode in model.steps), again=again)
        for move in moves:
            model.play(move)
        model.close()
        transaction.set_rollback(True)
