"""An id of somebody else's record does no more in a form than in an address.

Each case sends what 郑斌 may send, but with 李慧's ids; nothing may be written that holds one.
"""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.urls import reverse

from tests.trust import writes
from tests.trust.matrix import Visitor
from tests.trust.scene import Scene, today
from zhuixiao.customers.models import Customer, View
from zhuixiao.files.models import StoredFile

pytestmark = pytest.mark.django_db

# From the scene and whose ids to take: a route with a form, or an operation with a body.
Case = Callable[[Scene, dict[str, Any]], tuple[str, dict[str, Any]]]


def record(scene: Scene, ids: dict[str, Any]) -> dict[str, Any]:
    """A good action record of the customer of `ids`."""
    return {
        "customer": ids["customer"],
        "subject": "x",
        "type": scene.shared["activity_type"],
        "date": today(scene).isoformat(),
        "time": "00:00",
    }


def expense(scene: Scene, **values: Any) -> dict[str, Any]:
    """A good expense with something that it hangs on."""
    return {
        "amount": "1.00",
        "type": scene.shared["expense_type"],
        "spent_on": today(scene).isoformat(),
        "purpose": "x",
        **values,
    }


def mine(scene: Scene) -> dict[str, Any]:
    return scene.ids["zheng"]


FORMS: dict[str, Case] = {
    "record of a customer": lambda scene, ids: ("activities:new", record(scene, ids)),
    "record with a contact": lambda scene, ids: (
        "activities:new",
        record(scene, mine(scene)) | {"contact": ids["contact"]},
    ),
    "record with a file": lambda scene, ids: (
        "activities:new",
        record(scene, mine(scene)) | {"file_ids": str(ids["loose_file"])},
    ),
    "task of a customer": lambda scene, ids: (
        "activities:task_new",
        {"title": "x", "due_on": "2099-01-01", "customer": ids["customer"]},
    ),
    "task for somebody": lambda scene, ids: (
        "activities:task_new",
        {"title": "x", "due_on": "2099-01-01", "employee": ids["owner"]},
    ),
    "event of a customer": lambda scene, ids: (
        "activities:event_new",
        {
            "title": "x",
            "start_day": "2099-01-01",
            "start_time": "09:00",
            "end_day": "2099-01-01",
            "end_time": "10:00",
            "customer": ids["customer"],
        },
    ),
    "move of a task": lambda scene, ids: (
        "activities:calendar_move",
        {"kind": "task", "id": ids["task"], "day": "2099-01-01"},
    ),
    "move of an event": lambda scene, ids: (
        "activities:calendar_move",
        {"kind": "event", "id": ids["event"], "day": "2099-01-01"},
    ),
    "move of a plan": lambda scene, ids: (
        "activities:calendar_move",
        {"kind": "follow_up", "id": ids["follow_up"], "day": "2099-01-01"},
    ),
    "field of many": lambda scene, ids: (
        "customers:bulk",
        {"do": "tag", "ids": ids["customer"], "add": scene.shared["tag"]},
    ),
    "expense for a customer": lambda scene, ids: (
        "sales:expense-new",
        expense(scene, customer=ids["customer"]),
    ),
    "expense for an order": lambda scene, ids: (
        "sales:expense-new",
        expense(scene, order=ids["order"]),
    ),
    "expense for a record": lambda scene, ids: (
        "sales:expense-new",
        expense(scene, activity=ids["activity"]),
    ),
    "expense with a receipt": lambda scene, ids: (
        "sales:expense-new",
        expense(scene, file_ids=str(ids["loose_file"])),
    ),
    "claim of an expense": lambda scene, ids: (
        "sales:claim-new",
        {"expenses": [ids["expense"]]},
    ),
    "order of views": lambda scene, ids: ("customers:view_order", {"ids": [ids["view"]]}),
}
OPERATIONS: dict[str, Case] = {
    "POST /activities": lambda scene, ids: (
        "",
        {
            "customer_id": ids["customer"],
            "subject": "x",
            "type_id": scene.shared["activity_type"],
        },
    ),
    "POST /claims": lambda scene, ids: ("", {"expense_ids": [ids["expense"]]}),
    "POST /tasks": lambda scene, ids: (
        "",
        {"title": "x", "due_on": "2099-01-01", "customer_id": ids["customer"]},
    ),
}
# They only remember that there was a request.
_BY_THE_WAY = ("accounts_session", "accounts_token", "customers_bulkchange", "sqlite_sequence")


def prepare(scene: Scene) -> None:
    """Files that hang on nothing yet, and each person's own id."""
    for copy, owner in (("zheng", scene.world.zheng), ("li", scene.world.li)):
        loose = StoredFile.objects.get(pk=scene.ids[copy]["file"])
        loose.pk = None
        loose._state.adding = True
        loose.stored, loose.kind, loose.record_id = f"loose-{copy}", "", 0
        loose.uploaded_by = owner
        loose.save()
        scene.ids[copy] |= {"loose_file": loose.pk, "owner": owner.pk}


def send(scene: Scene, case: str, ids: dict[str, Any]) -> tuple[HttpResponse, bool]:
    """The answer, and whether anything was written that stays."""
    visitor = Visitor(scene, "zheng")
    before = writes.fingerprint(but=_BY_THE_WAY)
    if case in FORMS:
        name, form = FORMS[case](scene, ids)
        answer = visitor.client.post(reverse(name), form, headers={"HX-Request": "true"})
    else:
        _name, body = OPERATIONS[case](scene, ids)
        method, _, path = case.partition(" ")
        answer = visitor.client.generic(
            method,
            f"/api/v1{path}",
            json.dumps(body),
            content_type="application/json",
            headers={"Authorization": f"Bearer {visitor.secret}"},
        )
    return answer, writes.fingerprint(but=_BY_THE_WAY) != before  # type: ignore[return-value]


@pytest.mark.parametrize("case", [*FORMS, *OPERATIONS])
def test_a_foreign_id_in_a_form_writes_nothing(scene: Scene, case: str) -> None:
    prepare(scene)
    answer, has_written = send(scene, case, scene.ids["li"])
    assert answer.status_code < 500
    assert not has_written, answer.content.decode()[:300]


@pytest.mark.parametrize("case", [*FORMS, *OPERATIONS])
def test_the_same_form_with_the_own_id_writes(scene: Scene, case: str) -> None:
    """Control: the case is a good form, so the one above is refused for its id alone."""
    prepare(scene)
    View.objects.filter(pk=scene.ids["zheng"]["view"]).update(position=9)
    answer, has_written = send(scene, case, scene.ids["zheng"])
    assert has_written, (answer.status_code, answer.content.decode()[:2_000])


FIELDS = {
    "id": 1,
    "pk": 1,
    "owner": 1,
    "owner_id": 1,
    "department": 1,
    "department_id": 1,
    "added_by": 1,
    "created_at": "2020-01-01T00:00:00Z",
    "deleted_at": "2020-01-01T00:00:00Z",
    "version": 99,
    "contact_count": 99,
    "won_at": "2020-01-01T00:00:00Z",
    "extra": {"cf_9": "x"},
    "batch_id": 1,
    "name_core": "x",
}


@pytest.mark.parametrize("field", FIELDS)
def test_what_no_person_sets_cannot_be_set(scene: Scene, field: str) -> None:
    """Mass assignment: more fields in the body change nothing."""
    pk = scene.ids["zheng"]["customer"]
    before = Customer.objects.filter(pk=pk).values().get()
    visitor = Visitor(scene, "zheng")
    bodies = {"values": {"note": "x", field: FIELDS[field]}}, {"values": {}, field: FIELDS[field]}
    for body in bodies:
        visitor.client.generic(
            "PATCH",
            f"/api/v1/customers/{pk}",
            json.dumps(body),
            content_type="application/json",
            headers={"Authorization": f"Bearer {visitor.secret}"},
        )
    visitor.client.post(
        reverse("customers:cell", args=[pk]), {"field": field, "value": str(FIELDS[field])}
    )
    after = Customer.objects.filter(pk=pk).values().get()
    assert {**after, "note": ""} == {**before, "note": ""}


def test_nobody_raises_the_own_role(scene: Scene) -> None:
    for name in ("zheng", "manager", "admin"):
        visitor = Visitor(scene, name)
        person = scene.readers[name]
        assert person is not None
        form = {
            "name": person.name,
            "username": person.username,
            "department": person.department_id,
            "role": scene.world.boss.role_id,
            "is_active": "on",
            "is_superuser": "1",
            "version": person.version,
        }
        for place in (
            reverse("accounts:employee", args=[person.pk]),
            reverse("accounts:preferences"),
            reverse("appearance"),
        ):
            visitor.client.post(place, form)
        person.refresh_from_db()
        assert person.role.key != "boss", name
