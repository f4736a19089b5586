"""A thing that needs approval, and flows for it."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

import pytest

from tests.world import NOW, World, actor
from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Employee
from zhuixiao.approvals import subjects
from zhuixiao.approvals.actions import asking, flows
from zhuixiao.approvals.models import Flow, Request
from zhuixiao.approvals.tasks import remind
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.jobs import Running
from zhuixiao.kit.models import Job

Ask = Callable[..., Request]
MakeFlow = Callable[..., Flow]
SUBJECT = "tests.gift"
done: list[tuple[str, int]] = []


def _give(by: Actor, payload: Mapping[str, Any]) -> None:
    """Takes effect once, in the name of who asked; a gift of 13 cannot."""
    if payload["worth"] == 13:
        raise RuleError("no")
    done.append((by.employee.name, payload["worth"]))


@pytest.fixture(autouse=True)
def gifts(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    subject = subjects.Subject(
        key=SUBJECT,
        label="Gift",
        apply=_give,
        lines=lambda payload, _reader: [("Worth", payload["worth"])],
        facts={"worth": subjects.Fact("Worth"), "margin": subjects.Fact("Margin", is_floor=True)},
        kinds=[("tea", "Tea"), ("wine", "Wine")],
    )
    monkeypatch.setitem(subjects._subjects, SUBJECT, subject)
    done.clear()
    yield
    done.clear()


@pytest.fixture
def make_flow(world: World) -> MakeFlow:
    def make(
        *steps: Mapping[str, Any],
        conditions: Mapping[str, Any] | None = None,
        **rules: Any,
    ) -> Flow:
        draft = flows.Draft("礼品", SUBJECT, steps, conditions or {}, rules)
        return flows.save(by=actor(world.boss), flow=None, draft=draft)

    return make


@pytest.fixture
def ask(world: World) -> Ask:
    def ask(person: Employee | None = None, *, worth: int = 100, kind: str = "tea") -> Request:
        request = begin(person or world.zheng, worth=worth, kind=kind)
        assert request is not None
        return request

    return ask


def begin(
    person: Employee, *, worth: int = 100, kind: str = "tea", facts: dict[str, int] | None = None
) -> Request | None:
    """Ask for a gift; None where nobody has to agree."""
    return asking.ask(
        by=actor(person, at=NOW),
        subject=SUBJECT,
        title="Gift of %(worth)d",
        params={"worth": worth},
        payload={"worth": worth},
        facts={"worth": worth} if facts is None else facts,
        kind=kind,
    )


def people(*who: Employee, mode: str = "any") -> dict[str, Any]:
    """A step of certain people."""
    return {"who": "people", "ids": [one.pk for one in who], "mode": mode}


def run_job(at: datetime) -> int:
    """The job of reminders at an instant; how many requests went to somebody else."""
    job = Job.objects.create(kind="approvals.waiting", created_at=at)
    result = remind(Running(job, now=at))
    return int(result["moved"]) if result else 0


def waiting(request: Request) -> list[str]:
    """Whose turn it is."""
    rows = request.turns.filter(state="waiting").order_by("position")
    return [row.approver.name for row in rows.select_related("approver")]
