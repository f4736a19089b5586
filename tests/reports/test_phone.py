"""Reports written on the phone, also without network."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.conftest import ClientOf
from tests.field.phone.conftest import STATE, send
from tests.world import World
from zhuixiao.reports.models import WorkReport

pytestmark = pytest.mark.django_db


def own(client: Client) -> list[dict[str, Any]]:
    held: list[dict[str, Any]] = client.get(STATE).json()["pieces"]["reports"]
    return held


def test_the_phone_keeps_the_own_report_of_the_day_and_the_week(
    world: World, client_of: ClientOf
) -> None:
    day, before, week = own(client_of(world.zheng))
    assert (day["kind"], before["kind"], week["kind"]) == ("day", "day", "week")
    assert day["start"] == world.company.today(timezone.now()).isoformat()
    assert [part["key"] for part in day["parts"]] == ["summary", "plan", "problems", "help_wanted"]
    assert (day["version"], day["is_submitted"]) == (None, False)
    assert "reports" not in client_of(world.boss).get(STATE).json()["pieces"]


def test_a_draft_and_its_submission_arrive(world: World, client_of: ClientOf) -> None:
    client = client_of(world.zheng)
    start = own(client)[0]["start"]
    draft = {"kind": "day", "start": start, "summary": ["拜访了广州迪宏"], "plan": ["报价"]}
    answer = send(client, "report.draft", draft)
    assert answer.json()["url"] == f"/reports/mine/?kind=day&day={start}"
    held = own(client)[0]
    assert [part["lines"] for part in held["parts"][:2]] == [["拜访了广州迪宏"], ["报价"]]
    answer = send(client, "report.draft", {**draft, "version": held["version"], "submit": True})
    report = WorkReport.objects.get()
    assert report.is_submitted
    assert answer.json()["url"] == f"/reports/{report.pk}/"


def test_words_that_changed_elsewhere_are_not_overwritten(
    world: World, client_of: ClientOf
) -> None:
    client = client_of(world.zheng)
    draft = {"kind": "day", "start": own(client)[0]["start"], "summary": ["一"]}
    send(client, "report.draft", draft)
    seen = own(client)[0]["version"]
    send(client, "report.draft", {**draft, "summary": ["二"], "version": seen})
    answer = send(client, "report.draft", {**draft, "summary": ["三"], "version": seen})
    assert (answer.status_code, answer.json()["code"]) == (409, "conflict")
    assert WorkReport.objects.get().summary == ["二"]
    assert send(client, "report.draft", {**draft, "summary": ["三"]}).status_code == 200


@pytest.mark.parametrize(
    "wrong",
    [{"kind": "year"}, {"start": "9999-12-31"}, {"start": "2026-03-02T10"}, {"summary": "x"}],
)
def test_a_report_of_another_shape_is_refused(
    world: World, client_of: ClientOf, wrong: dict[str, Any]
) -> None:
    client = client_of(world.zheng)
    draft = {"kind": "day", "start": own(client)[0]["start"], "summary": ["一"], **wrong}
    assert send(client, "report.draft", draft).json()["code"] == "malformed"
    assert not WorkReport.objects.exists()
