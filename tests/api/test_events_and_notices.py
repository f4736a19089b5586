"""Calendar, notices and jobs over the API."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.api.conftest import ApiOf
from tests.world import World
from zhuixiao.activities.models import Event
from zhuixiao.kit.models import Job
from zhuixiao.notices.actions import notify
from zhuixiao.notices.models import Notice

pytestmark = pytest.mark.django_db
EVENT = {
    "title": "产品培训",
    "starts_at": "2026-03-05T09:00:00+08:00",
    "ends_at": "2026-03-05T10:00:00+08:00",
}


def test_an_event_is_made_found_changed_and_taken_away(world: World, api_of: ApiOf) -> None:
    api = api_of(world.zheng)
    made = api("POST", "/events", EVENT | {"participant_ids": [world.chen.pk]})
    assert made.status_code == 201, made.content
    path, version = f"/events/{made.json()['id']}", made.json()["version"]
    assert [row["title"] for row in api_of(world.chen)("GET", "/events").json()] == ["产品培训"]
    later = api("GET", "/events?since=2026-03-06T00:00:00%2B08:00").json()
    assert later == []
    changed = api("PUT", path, EVENT | {"place": "会议室", "version": version})
    assert (changed.json()["place"], changed.json()["participant_ids"]) == ("会议室", [])
    stale = api("PUT", path, EVENT | {"place": "展厅", "version": version})
    assert stale.status_code == 409
    assert api("DELETE", path).status_code == 204
    assert api("GET", path).status_code == 404


def test_a_time_without_an_offset_is_the_companys(world: World, api_of: ApiOf) -> None:
    body = {"title": "x", "starts_at": "2026-03-05T09:00:00", "ends_at": "2026-03-05T10:00:00"}
    assert api_of(world.zheng)("POST", "/events", body).status_code == 201
    assert Event.objects.get().starts_at.astimezone(world.company.zone).hour == 9


def test_an_event_of_strangers_is_not_there(world: World, api_of: ApiOf) -> None:
    path = f"/events/{api_of(world.zheng)('POST', '/events', EVENT).json()['id']}"
    stranger = api_of(world.li)
    for method in ("GET", "PUT", "DELETE"):
        assert stranger(method, path, EVENT).status_code == 404, method


def test_an_event_that_ends_before_it_begins_is_refused(world: World, api_of: ApiOf) -> None:
    answer = api_of(world.zheng)("POST", "/events", EVENT | {"ends_at": "2026-03-04T00:00:00Z"})
    assert answer.status_code == 422
    assert "ends_at" in answer.json()["errors"]


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00+08:00", "9999-12-31T23:00:00-08:00", "x"])
def test_a_time_beyond_the_calendar_is_refused(world: World, api_of: ApiOf, at: str) -> None:
    api = api_of(world.zheng)
    assert api("POST", "/events", EVENT | {"starts_at": at, "ends_at": at}).status_code == 422
    assert api("GET", "/events?since=" + at.replace("+", "%2B")).status_code == 422


def test_notices_are_read_one_by_one_and_all_at_once(world: World, api_of: ApiOf) -> None:
    for number in range(3):
        notify(to=[world.zheng.pk, world.li.pk], kind="x", text=f"n{number}", at=timezone.now())
    api = api_of(world.zheng)
    rows = api("GET", "/notices").json()
    assert [row["message"] for row in rows] == ["n2", "n1", "n0"]
    assert [row["id"] for row in api("GET", f"/notices?before={rows[0]['id']}").json()] == [
        row["id"] for row in rows[1:]
    ]
    assert api("POST", f"/notices/{rows[0]['id']}/reading").json()["read_at"]
    assert len(api("GET", "/notices?unread=true").json()) == 2
    foreign = Notice.objects.filter(employee=world.li).first()
    assert foreign is not None
    assert api("POST", f"/notices/{foreign.pk}/reading").status_code == 404
    assert api("POST", "/notices/reading").json() == {"count": 2}
    assert Notice.objects.visible_to(world.li).unread().count() == 3


def test_a_job_tells_its_state_to_its_person_only(world: World, api_of: ApiOf) -> None:
    job = Job.objects.create(
        kind="x",
        created_by_id=world.zheng.pk,
        created_at=timezone.now() - timedelta(minutes=1),
        progress_done=3,
        progress_total=9,
    )
    told = api_of(world.zheng)("GET", f"/jobs/{job.pk}").json()
    assert (told["state"], told["done"], told["total"]) == ("queued", 3, 9)
    assert [row["id"] for row in api_of(world.zheng)("GET", "/jobs").json()] == [str(job.pk)]
    assert api_of(world.li)("GET", f"/jobs/{job.pk}").status_code == 404
    assert api_of(world.zheng)("GET", "/jobs/7").status_code == 422
