"""Any order, twice, after days, across a log-in: the server ends where the model of the day ends.

REPLAYS=1000 runs as many sequences as were run before a release; the default keeps the tests short.
"""

import json
import os
import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from tests.world import NOW, World, actor
from zhuixiao.accounts.models import Employee
from zhuixiao.activities.actions import tasks
from zhuixiao.activities.actions.tasks import NewTask
from zhuixiao.activities.models import Activity, Task
from zhuixiao.catalog.choices import PickList
from zhuixiao.catalog.models import Option
from zhuixiao.customers.actions import creating
from zhuixiao.field.actions import phone, visit_types
from zhuixiao.field.models import Punch, Receipt, Visit, VisitAnswer, VisitType
from zhuixiao.field.phone.items import item
from zhuixiao.kit.errors import RuleError
from zhuixiao.ledger import checks

pytestmark = pytest.mark.django_db
SEQUENCES = int(os.environ.get("REPLAYS", "40"))
HERE = {"latitude": "22.5431", "longitude": "114.0579", "accuracy": "10"}


@dataclass
class Sent:
    """An item of the phone, with what it waits for and whether its receipt came back."""

    kind: str
    values: dict[str, Any]
    done_at: datetime
    waits_for: uuid.UUID | None = None
    client_id: uuid.UUID = field(default_factory=uuid.uuid4)
    url: str | None = None


class Phone(RuleBasedStateMachine):
    """What the person does goes into `queue`; what the server has must be what was delivered."""

    world: World
    customer_id: int
    type_id: int
    visit_type: int
    items = Bundle("items")

    def __init__(self) -> None:
        super().__init__()
        self.block = transaction.atomic()
        self.block.__enter__()
        self.now = NOW
        self.queue: list[Sent] = []
        self.person: Employee = self.world.zheng

    def teardown(self) -> None:
        # In the end all that is left is sent, in the order of the phone: nothing stays behind.
        try:
            for _round in range(2):
                self._deliver(*self.queue)
            assert all(item.url for item in self.queue)
            self._agree()
            assert checks.verify() == []
        finally:
            transaction.set_rollback(True)
            self.block.__exit__(None, None, None)

    @rule(target=items, seconds=st.integers(1, 7200))
    def arrive(self, seconds: int) -> Sent:
        return self._do(
            "visit.in", {"customer": self.customer_id, "type": self.visit_type}, seconds
        )

    @rule(target=items, of=items, value=st.integers(0, 99), seconds=st.integers(1, 600))
    def answer(self, of: Sent, value: int, seconds: int) -> Any:
        if of.kind != "visit.in":
            return multiple()
        values = {"visit": str(of.client_id), "step": "stock", "value": value}
        return self._do("visit.step", values, seconds, of.client_id)

    @rule(target=items, of=items, note=st.text("要货报价", max_size=4), seconds=st.integers(1, 600))
    def leave(self, of: Sent, note: str, seconds: int) -> Any:
        if of.kind != "visit.in":
            return multiple()
        return self._do(
            "visit.out", {"visit": str(of.client_id), "note": note}, seconds, of.client_id
        )

    @rule(target=items, is_in=st.booleans(), seconds=st.integers(1, 7200))
    def punch(self, is_in: bool, seconds: int) -> Sent:
        return self._do("attendance.punch", {"is_in": is_in}, seconds)

    @rule(target=items, seconds=st.integers(1, 7200))
    def write(self, seconds: int) -> Sent:
        values = {"customer_id": self.customer_id, "type_id": self.type_id, "subject": "回访"}
        return self._do("activity", values, seconds)

    @rule(target=items, seconds=st.integers(1, 600))
    def finish_a_task(self, seconds: int) -> Sent:
        by = actor(self.person, at=self.now)
        task = tasks.add(by=by, new=NewTask(title="寄样品", due_on=by.today))
        return self._do("task.done", {"id": task.pk}, seconds)

    @rule(sent=items)
    def send(self, sent: Sent) -> None:
        """In whatever order, and again although the answer came: the line may have dropped it."""
        self._deliver(sent)

    @rule(sent=items)
    def send_twice(self, sent: Sent) -> None:
        self._deliver(sent)
        self._deliver(sent)

    @rule(chosen=st.lists(items, max_size=5))
    def send_together(self, chosen: list[Sent]) -> None:
        """In one request, in any order, a twin of one among them perhaps."""
        self._deliver(*chosen)

    @rule(days=st.sampled_from([1, 3]))
    def lie_in_a_drawer(self, days: int) -> None:
        self.now += timedelta(days=days)

    @rule()
    def log_in_again(self) -> None:
        self.person = Employee.objects.with_access().get(pk=self.world.zheng.pk)

    @invariant()
    def the_server_has_what_was_delivered(self) -> None:
        self._agree()

    def _do(
        self, kind: str, values: dict[str, Any], seconds: int, waits_for: uuid.UUID | None = None
    ) -> Sent:
        self.now += timedelta(seconds=seconds)
        sent = Sent(kind, values, self.now, waits_for)
        self.queue.append(sent)
        return sent

    def _deliver(self, *sent: Sent) -> None:
        """One alone, or several in one request."""
        self.now += timedelta(seconds=1)
        by = actor(self.person, at=self.now)
        if len(sent) != 1:
            found = phone.take_several(by=by, sent=[self._fields(one) for one in sent])
            for one, outcome in zip(sent, found, strict=True):
                self._judge(one, outcome)
            return
        try:
            outcome = phone.take(by=by, item=item(self._fields(sent[0])), files=[])
        except RuleError as error:
            outcome = error
        self._judge(sent[0], outcome)

    def _fields(self, sent: Sent) -> dict[str, str]:
        return {
            "kind": sent.kind,
            "client_id": str(sent.client_id),
            "claimed_at": sent.done_at.isoformat(),
            "sent_at": self.now.isoformat(),
            "values": json.dumps(sent.values),
            **HERE,
        }

    def _judge(self, sent: Sent, outcome: phone.Taken | RuleError) -> None:
        has_come = sent.waits_for is None or any(
            one.url for one in self.queue if one.client_id == sent.waits_for
        )
        if isinstance(outcome, RuleError):
            assert (has_come, outcome.code) == (False, "waits")
            return
        assert has_come
        assert outcome.is_repeated == (sent.url is not None)
        assert sent.url in {None, outcome.url}
        sent.url = outcome.url

    def _delivered(self, kind: str) -> list[Sent]:
        return [one for one in self.queue if one.kind == kind and one.url]

    def _agree(self) -> None:
        delivered = [one for one in self.queue if one.url]
        assert set(Receipt.objects.values_list("client_id", flat=True)) == {
            one.client_id for one in delivered
        }
        assert dict(Punch.objects.values_list("client_id", "is_in")) == {
            one.client_id: one.values["is_in"] for one in self._delivered("attendance.punch")
        }
        came = self._delivered("visit.in")
        held = Visit.objects.in_bulk(field_name="client_id")
        assert set(held) == {one.client_id for one in came}
        assert all(held[one.client_id].at == one.done_at for one in came)
        left = self._delivered("visit.out")
        ended = {uuid.UUID(one.values["visit"]) for one in left}
        assert {pk for pk, row in held.items() if row.state == "done"} == ended
        told = self._delivered("visit.step")
        assert VisitAnswer.objects.count() == len(told)
        # Each visit that ended is one action record, beside those written by hand.
        assert Activity.objects.count() == len(ended) + len(self._delivered("activity"))
        done = {one.values["id"] for one in self._delivered("task.done")}
        assert set(Task.objects.exclude(done_at=None).values_list("pk", flat=True)) == done


@pytest.fixture
def machine(world: World) -> type[Phone]:
    visit_types.seed()
    new = creating.NewCustomer({"name": "广州迪宏"}, owner=world.zheng)
    Phone.world = world
    Phone.customer_id = creating.create(by=actor(world.zheng), new=new).pk
    types = Option.objects.of(PickList.ACTIVITY_TYPE)
    Phone.type_id = types.get(key="phone_visit").pk
    Phone.visit_type = VisitType.objects.get(is_default=False).pk
    return Phone


def test_replays_agree_with_the_model(machine: type[Phone]) -> None:
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=SEQUENCES,
            stateful_step_count=12,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
