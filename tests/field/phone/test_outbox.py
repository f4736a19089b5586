"""What a phone sends: taken in once, refused with what to do, never half."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections, transaction
from django.test import Client
from django.utils import timezone

from tests.conftest import ClientOf
from tests.field.phone.conftest import OUTBOX, SEVERAL, fields, send, send_together
from tests.trust.scene import picture
from tests.world import PASSWORD, World, actor
from zhuixiao.accounts.actions import employees
from zhuixiao.accounts.audit import Actor
from zhuixiao.activities.actions import tasks
from zhuixiao.activities.actions.tasks import NewTask
from zhuixiao.activities.models import Activity, FollowUp, Task
from zhuixiao.customers.actions import transferring
from zhuixiao.customers.models import Customer
from zhuixiao.field.actions import attendance_punching
from zhuixiao.field.models import Punch, Receipt
from zhuixiao.field.phone import outbox
from zhuixiao.field.phone.captures import Capture, capture
from zhuixiao.files.actions import Upload
from zhuixiao.files.models import StoredFile
from zhuixiao.kit.errors import RuleError

pytestmark = pytest.mark.django_db


def test_a_call_written_without_network_is_a_record_of_its_own_moment(
    world: World, client_of: ClientOf, call: dict[str, Any]
) -> None:
    sent = timezone.now()
    done = sent - timedelta(hours=3)
    plan = {**call, "next_on": (sent + timedelta(days=3)).date().isoformat(), "next_note": "报价"}
    answer = send(client_of(world.zheng), "activity", plan, at=done, sent_at=sent)
    assert answer.status_code == 200
    row = Activity.objects.get()
    assert answer.json()["url"] == f"/activities/{row.pk}/"
    assert abs(row.at - done) < timedelta(seconds=10)
    assert FollowUp.objects.get().note == "报价"


def test_a_clock_that_is_a_day_ahead_changes_nothing(
    world: World, client_of: ClientOf, call: dict[str, Any]
) -> None:
    ahead = timezone.now() + timedelta(days=1)
    send(client_of(world.zheng), "activity", call, at=ahead - timedelta(hours=1), sent_at=ahead)
    wanted = timezone.now() - timedelta(hours=1)
    assert abs(Activity.objects.get().at - wanted) < timedelta(seconds=10)


def test_the_same_item_gets_the_first_answer_for_ever(
    world: World, client_of: ClientOf, call: dict[str, Any]
) -> None:
    client, number = client_of(world.zheng), uuid.uuid4()
    first = send(client, "activity", call, client_id=number)
    again = send(client_of(world.zheng), "activity", {**call, "subject": "x"}, client_id=number)
    assert first.json()["is_repeated"] is False
    assert {**first.json(), "is_repeated": True} == again.json()
    assert [row.subject for row in Activity.objects.all()] == ["回访样品"]


def test_an_item_of_somebody_else_is_not_answered(
    world: World, client_of: ClientOf, call: dict[str, Any]
) -> None:
    number = uuid.uuid4()
    send(client_of(world.zheng), "activity", call, client_id=number)
    answer = send(client_of(world.chen), "activity", call, client_id=number)
    assert (answer.status_code, answer.json()["code"]) == (400, "not_yours")
    assert Activity.objects.count() == 1


def test_a_refused_item_can_be_mended_under_its_number(
    world: World, client_of: ClientOf, call: dict[str, Any]
) -> None:
    client, number = client_of(world.zheng), uuid.uuid4()
    refused = send(client, "activity", {**call, "subject": ""}, client_id=number)
    assert refused.status_code == 422
    assert refused.headers["Content-Type"] == "application/problem+json"
    body = refused.json()
    assert (body["field"], body["retry"]) == ("subject", False)
    assert not Receipt.objects.exists()
    assert send(client, "activity", call, client_id=number).status_code == 200


def test_a_picture_comes_along_and_nothing_stays_of_a_refused_one(
    world: World, client_of: ClientOf, call: dict[str, Any]
) -> None:
    client = client_of(world.zheng)
    shot = SimpleUploadedFile("shop.png", picture(), "image/png")
    assert send(client, "activity", {**call, "type_id": 0}, files=shot).status_code == 422
    assert not StoredFile.objects.exists()
    shot = SimpleUploadedFile("shop.png", picture(), "image/png")
    send(client, "activity", call, files=shot)
    assert StoredFile.objects.get().record_id == Activity.objects.get().pk


def test_an_item_that_waits_for_another_is_tried_again(
    world: World, client_of: ClientOf, waiting: None
) -> None:
    body = send(client_of(world.zheng), "waiting", {}).json()
    assert (body["code"], body["retry"]) == ("waits", True)


@pytest.fixture
def waiting() -> Iterator[None]:
    def handle(
        values: Mapping[str, Any], capture: Capture, files: Sequence[Upload], by: Actor
    ) -> str:
        raise RuleError("its visit is not here yet", code="waits")

    outbox.register(outbox.ItemKind("waiting", "Waiting", "activities", "create", handle))
    yield
    del outbox._kinds["waiting"]


def test_an_answer_tells_which_pieces_look_otherwise_now(
    world: World, client_of: ClientOf, call: dict[str, Any], morning: None
) -> None:
    client = client_of(world.zheng)
    punch = fields("attendance.punch", {"is_in": True})
    assert send(client, "activity", call).json()["changes"] is None
    first, again = (client.post(OUTBOX, punch).json() for _turn in range(2))
    assert first["changes"] == again["changes"] == ["attendance"]


def test_several_come_in_one_request_and_a_refused_one_holds_up_no_other(
    world: World, client_of: ClientOf, call: dict[str, Any]
) -> None:
    client = client_of(world.zheng)
    twin = fields("activity", call)
    wrong = fields("activity", {**call, "subject": ""})
    nonsense = {"kind": "activity", "values": "{"}
    last = fields("activity", {**call, "subject": "报价"})
    answer = send_together(client, twin, wrong, nonsense, twin, last)
    assert answer.status_code == 200
    first, refused, malformed, again, end = answer.json()["answers"]
    assert (first["status"], first["is_repeated"]) == (200, False)
    assert first["client_id"] == twin["client_id"]
    assert again == {**first, "is_repeated": True}
    assert (refused["status"], refused["field"], refused["retry"]) == (422, "subject", False)
    assert (malformed["status"], malformed["code"]) == (400, "malformed")
    assert end["status"] == 200
    assert [row.subject for row in Activity.objects.order_by("pk")] == ["回访样品", "报价"]
    assert Receipt.objects.count() == 2


def test_of_several_the_one_that_waits_may_come_before_the_one_it_waits_for(
    world: World, client_of: ClientOf, waiting: None, call: dict[str, Any]
) -> None:
    answers = send_together(
        client_of(world.zheng), fields("waiting", {}), fields("activity", call)
    ).json()["answers"]
    assert (answers[0]["code"], answers[0]["retry"]) == ("waits", True)
    assert answers[1]["status"] == 200


@pytest.mark.parametrize(
    "body",
    ["", "{", "{}", "1", "[1]", '[{"kind": 1}]', "[" * 3000, f"[{'{},' * 20}{{}}]", "\ud800"],
)
def test_a_list_that_is_none_or_too_long_is_refused_as_a_whole(
    world: World, client_of: ClientOf, body: str
) -> None:
    sent = body.encode(errors="surrogatepass")
    answer = client_of(world.zheng).post(
        SEVERAL, sent, content_type="application/json", headers={"Accept": "application/json"}
    )
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed")
    assert not Receipt.objects.exists()


def test_a_number_that_a_program_used_over_the_api_is_refused(
    world: World, client_of: ClientOf
) -> None:
    number = uuid.uuid4()
    moment = capture(
        client_id=number,
        claimed_at=timezone.now(),
        sent_at=timezone.now(),
        received_at=timezone.now(),
    )
    attendance_punching.punch(by=actor(world.zheng), capture=moment, is_in=True)
    punch = fields("attendance.punch", {"is_in": False}, client_id=number)
    alone = client_of(world.zheng).post(OUTBOX, punch)
    assert (alone.status_code, alone.json()["code"]) == (400, "not_yours")
    together = send_together(client_of(world.zheng), punch).json()["answers"]
    assert together[0]["code"] == "not_yours"
    assert [row.is_in for row in Punch.objects.all()] == [True]


def test_what_the_role_may_not_do_the_phone_may_not_either(
    world: World, client_of: ClientOf
) -> None:
    answer = send(client_of(world.finance), "task.done", {"id": 1})
    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")


def test_a_customer_who_went_to_somebody_else_is_refused_and_the_item_is_left(
    world: World, client_of: ClientOf, customer: Customer, call: dict[str, Any]
) -> None:
    transferring.transfer(by=actor(world.boss), customer_ids=[customer.pk], owner=world.li)
    answer = send(client_of(world.zheng), "activity", call)
    assert (answer.status_code, answer.json()["field"]) == (422, "customer")
    assert not Receipt.objects.exists()


def test_a_task_is_done_once(world: World, client_of: ClientOf) -> None:
    task = tasks.add(
        by=actor(world.zheng), new=NewTask(title="寄样品", due_on=timezone.now().date())
    )
    client = client_of(world.zheng)
    assert send(client, "task.done", {"id": task.pk}).status_code == 200
    assert send(client, "task.done", {"id": task.pk}).status_code == 200
    assert Task.objects.get().is_done
    assert send(client, "task.done", {"id": task.pk + 1}).json()["code"] == "gone"


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="one transaction writes at a time")
def test_several_give_way_to_whoever_holds_their_customer(
    world: World, client_of: ClientOf, customer: Customer, call: dict[str, Any]
) -> None:
    items = fields("attendance.punch", {"is_in": True}), fields("activity", call)
    client = client_of(world.zheng)

    def post() -> Any:
        try:
            return send_together(client, *items)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as thread, transaction.atomic():
        Customer.objects.select_for_update().get(pk=customer.pk)
        answer = thread.submit(post).result()
    assert (answer.status_code, answer.json()["code"]) == (400, "busy")
    assert not Receipt.objects.exists()
    assert not Punch.objects.exists()


BROKEN = {
    "kind": ["", "x" * 41, "unknown"],
    "client_id": ["", "1", "x" * 400],
    "claimed_at": ["", "yesterday", "2026-03-02T10:00:00", "1999-01-01T00:00:00Z", "9999-12-31"],
    "sent_at": ["", "0", "2222-01-01T00:00:00Z"],
    "latitude": ["NaN", "1e400", "inf", "95", "x"],
    "values": [
        "[]", "1", "null", "{", '{"a": NaN}', '{"a": 1e400}', '{"a": "\\ud800"}',
        '{"a": "\\u0000"}', '{"a":' * 3000 + "1" + "}" * 3000, '{"a": ' + "9" * 5000 + "}",
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("field", "value"), [(field, value) for field, values in BROKEN.items() for value in values]
)
def test_nonsense_is_refused_and_leaves_nothing(
    world: World, client_of: ClientOf, call: dict[str, Any], field: str, value: str
) -> None:
    sent = {**fields("activity", call, latitude="22.5", longitude="114.0"), field: value}
    answer = client_of(world.zheng).post(OUTBOX, sent)
    assert 400 <= answer.status_code < 500, answer.content
    assert answer.json()["retry"] is False
    assert not Activity.objects.exists()
    assert not Receipt.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [{"customer_id": "x"}, {"customer_id": 10**30}, {"subject": ["x"]}, {"next_on": "soon"}],
)
def test_values_of_another_shape_name_their_field(
    world: World, client_of: ClientOf, call: dict[str, Any], wrong: dict[str, Any]
) -> None:
    body = send(client_of(world.zheng), "activity", {**call, **wrong}).json()
    assert (body["code"], body["field"]) == ("malformed", next(iter(wrong)))


def test_without_a_session_the_phone_is_told_and_keeps_it(
    world: World, call: dict[str, Any]
) -> None:
    answer = Client().post(
        OUTBOX, fields("activity", call), headers={"Sec-Fetch-Mode": "same-origin"}
    )
    assert answer.status_code == 401
    assert "Clear-Site-Data" not in answer.headers


def test_the_phone_of_who_has_left_is_wiped(
    world: World, client_of: ClientOf, call: dict[str, Any]
) -> None:
    client = Client()
    client.post("/login/", {"username": "zhengbin", "password": PASSWORD})
    employees.deactivate(by=actor(world.boss), employee=world.zheng)
    answer = client.post(
        OUTBOX, fields("activity", call), headers={"Sec-Fetch-Mode": "same-origin"}
    )
    assert answer.status_code == 401
    assert "storage" in answer.headers["Clear-Site-Data"]


@pytest.mark.django_db(transaction=True)
def test_the_same_item_on_two_lines_at_once_is_done_once(
    world: World, client_of: ClientOf, call: dict[str, Any]
) -> None:
    number, barrier = uuid.uuid4(), Barrier(4)
    clients = [client_of(world.zheng) for _number in range(4)]

    def post(client: Client) -> tuple[bool, str]:
        barrier.wait()
        try:
            told = send(client, "activity", call, client_id=number).json()
            return told["is_repeated"], told["url"]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as threads:
        answers = sorted(threads.map(post, clients))
    url = f"/activities/{Activity.objects.get().pk}/"
    assert answers == [(False, url), (True, url), (True, url), (True, url)]
    assert Activity.objects.count() == Receipt.objects.count() == 1
