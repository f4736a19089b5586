"""Pages show the names that are known and never wait; a job asks for the others, within bounds."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from pytest_django import Settings

from tests.conftest import ClientOf
from tests.field.conftest import SignIn, at, north
from tests.field.photos.test_photos import add
from tests.field.places.conftest import BAD_KEY, EMPTY, GOOD, KEY, QUOTA, Serve
from tests.field.tracks.conftest import Phone, point
from tests.query_counts import pinned
from tests.world import NOW, World, actor
from zhuixiao.accounts.models import AuditEntry
from zhuixiao.field.actions import photos, places
from zhuixiao.field.models import PlaceName, PlaceService
from zhuixiao.field.places.services import NotNow
from zhuixiao.field.queries.places import MOST_WANTED, cell, names
from zhuixiao.field.tasks import places as places_tasks
from zhuixiao.kit.errors import NotAllowed, RuleError
from zhuixiao.kit.geo import Position
from zhuixiao.kit.jobs import Running
from zhuixiao.kit.models import Job

pytestmark = pytest.mark.django_db
HERE = Position(23.13771, 113.32449)
NEAR = Position(23.13773, 113.32452)
THERE = Position(23.2, 113.4)
TODAY = date(2026, 3, 2)
NAME = "广东省广州市天河区天河南街道天河体育中心"
PAGES = {
    "visits.detail": "/field/visits/{visit}/",
    "visits.map": "/field/visits/map/",
    "visits.photo": "/field/photos/{photo}/",
    "visits.photos": "/field/photos/",
}


def wanted(*found: Position) -> list[tuple[int, int]]:
    return [cell(one) for one in found]


def test_without_a_service_places_are_called_by_the_district(world: World) -> None:
    found = names([HERE, Position(0, 0)], today=TODAY)
    assert found.names == ["广东省 广州市 天河区", ""]
    assert found.wanted == []
    places.want(wanted(HERE), at=NOW)
    assert not Job.objects.filter(kind=places.NAME).exists()


def test_a_name_that_is_known_goes_before_the_district(world: World, serve: Serve) -> None:
    service = serve("amap")
    before = names([HERE, NEAR, THERE], today=TODAY)
    assert before.names[0] == "广东省 广州市 天河区"
    assert before.wanted == wanted(HERE, THERE), "two places in ten metres are one"
    assert places.name(before.wanted, at=NOW) == 2
    assert names([HERE, NEAR], today=TODAY).names == [NAME, NAME]
    assert names([HERE, NEAR, THERE], today=TODAY).wanted == []
    assert places.name(before.wanted, at=NOW) == 0
    assert len(service.asked) == 2
    row = PlaceName.objects.order_by("pk").first()
    assert row is not None
    assert (row.service, row.asked_at) == ("amap", NOW)


def test_what_is_sent_is_rounded(world: World, serve: Serve) -> None:
    service = serve("tianditu")
    places.name(wanted(HERE), at=NOW)
    assert '"lon": 113.3245, "lat": 23.1377' in service.asked[0]["postStr"]


def test_the_sea_keeps_its_district_and_is_asked_for_once(world: World, serve: Serve) -> None:
    service = serve("tencent")
    service.says(EMPTY["tencent"])
    places.name(wanted(HERE), at=NOW)
    found = names([HERE], today=TODAY)
    assert (found.names, found.wanted) == (["广东省 广州市 天河区"], [])


def test_names_of_another_service_do_not_count(world: World, serve: Serve) -> None:
    serve("amap")
    places.name(wanted(HERE), at=NOW)
    serve("baidu")
    assert names([HERE], today=TODAY).wanted == wanted(HERE)


def test_one_page_asks_for_so_many_and_one_job_waits(world: World, serve: Serve) -> None:
    serve("amap")
    many = [Position(23 + number / 100, 113.0) for number in range(MOST_WANTED + 9)]
    found = names(many, today=TODAY)
    assert len(found.wanted) == MOST_WANTED
    places.want(found.wanted, at=NOW)
    places.want(found.wanted, at=NOW)
    assert Job.objects.filter(kind=places.NAME).count() == 1
    job = Job.objects.get(kind=places.NAME)
    assert (job.created_by_id, list(job.payload)) == (0, ["cells"])


def test_a_day_has_so_many_questions(world: World, serve: Serve, settings: Settings) -> None:
    service = serve("amap")
    settings.PLACES_A_DAY = 2
    cells = [(230000 + number, 1130000) for number in range(4)]
    assert places.name(cells, at=NOW) == 2
    assert places.name(cells, at=NOW) == 0
    assert len(service.asked) == 2
    assert places.name(cells, at=NOW + timedelta(days=1)) == 2


def test_a_refused_key_stops_it_until_a_trial_succeeds(world: World, serve: Serve) -> None:
    service = serve("amap")
    status, body = BAD_KEY["amap"]
    service.says(body, status)
    assert places.name(wanted(HERE, THERE), at=NOW) == 0
    assert len(service.asked) == 1
    held = PlaceService.objects.get()
    assert (held.trouble, held.said) == ("key", "10001 INVALID_USER_KEY")
    later = NOW + timedelta(days=30)
    assert places.name(wanted(HERE), at=later) == 0
    places.want(wanted(HERE), at=later)
    assert not Job.objects.filter(kind=places.NAME).exists()
    assert len(service.asked) == 1
    with pytest.raises(RuleError, match="10001"):
        places.try_it(by=actor(world.boss))
    service.says(GOOD["amap"])
    assert places.try_it(by=actor(world.boss))[1] == NAME
    assert places.name(wanted(HERE), at=later) == 1


def test_a_used_up_quota_waits_for_the_companys_next_day(world: World, serve: Serve) -> None:
    service = serve("baidu")
    status, body = QUOTA["baidu"]
    service.says(body, status)
    places.name(wanted(HERE), at=NOW)
    # Midnight in Shanghai.
    midnight = datetime(2026, 3, 2, 16, 0, tzinfo=UTC)
    assert PlaceService.objects.get().until == midnight
    service.says(GOOD["baidu"])
    assert places.name(wanted(HERE), at=midnight - timedelta(minutes=1)) == 0
    assert places.name(wanted(HERE), at=midnight) == 1


def run(attempt: int, cells: list[tuple[int, int]]) -> Any:
    """The job as the house's runner calls it."""
    job = Job(kind=places.NAME, payload={"cells": [list(one) for one in cells]}, attempts=attempt)
    return places_tasks.name(Running(job, now=NOW))


def test_silence_is_tried_again_and_then_left_alone_for_an_hour(world: World, serve: Serve) -> None:
    service = serve("amap")
    service.says({}, 503)
    for attempt in (1, 2, 3):
        with pytest.raises(NotNow):
            run(attempt, wanted(HERE))
    assert run(4, wanted(HERE)) == {"named": 0}
    held = PlaceService.objects.get()
    assert (held.trouble, held.said, held.until) == ("silent", "HTTP 503", NOW + places.REST)
    assert places.name(wanted(HERE), at=NOW) == 0
    service.says(GOOD["amap"])
    assert places.name(wanted(HERE), at=NOW + places.REST) == 1


def test_names_are_forgotten_after_the_days_that_are_set(
    world: World, serve: Serve, settings: Settings
) -> None:
    serve("amap")
    settings.PLACES_KEEP_DAYS = 30
    places.name(wanted(HERE), at=NOW - timedelta(days=31))
    places.name(wanted(THERE), at=NOW - timedelta(days=29))
    assert places.delete_old(at=NOW) == 1
    assert names([THERE], today=TODAY).wanted == []


def test_the_list_shows_a_name_once_a_job_has_asked(
    world: World,
    serve: Serve,
    phone: Phone,
    client_of: ClientOf,
    django_capture_on_commit_callbacks: Any,
) -> None:
    service = serve("amap")
    phone.send([point(1)])
    boss = client_of(world.boss)
    first = boss.get("/field/tracks/list/?ever=1").content.decode()
    assert "天河区" in first
    assert "体育中心" not in first
    assert service.asked == [], "a page never waits"
    job = Job.objects.get(kind=places.NAME)
    places.name([(one[0], one[1]) for one in job.payload["cells"]], at=NOW)
    assert "体育中心" in boss.get("/field/tracks/list/?ever=1").content.decode()


@time_machine.travel(NOW, tick=False)
@pytest.mark.parametrize("page", PAGES)
def test_visits_and_photos_and_the_day_show_names_in_one_question_more(
    page: str, world: World, serve: Serve, phone: Phone, sign_in: SignIn, client_of: ClientOf
) -> None:
    service = serve("amap")
    visit = sign_in()
    photo = add(world.zheng, photos.NewPhoto(visit.client_id))
    phone.send([point(-5)])
    boss = client_of(world.boss)
    address = PAGES[page].format(visit=visit.pk, photo=photo.pk)

    def name_what_waits() -> None:
        for job in Job.objects.filter(kind=places.NAME):
            places.name([(one[0], one[1]) for one in job.payload["cells"]], at=NOW)
            job.delete()

    first = boss.get(address).content.decode()
    assert "广东省 广州市" in first
    assert "体育中心" not in first
    assert service.asked == [], "a page never waits"
    name_what_waits()
    with pinned(f"{page}.named"):
        assert "体育中心" in boss.get(address).content.decode()
    for metres in (300, 600, 900):
        moment = at(place=north(metres))
        add(world.zheng, photos.NewPhoto(visit.client_id), moment=moment)
    boss.get(address)
    name_what_waits()
    with pinned(f"{page}.named"):
        boss.get(address)


def test_a_visit_that_nobody_knows_the_place_of_has_no_name(
    world: World, sign_in: SignIn, client_of: ClientOf
) -> None:
    visit = sign_in(at(place=None))
    page = client_of(world.boss).get(f"/field/visits/{visit.pk}/")
    assert page.context["page"].places.names == ["", ""]
    assert "广东省" not in page.content.decode()


def test_the_settings_say_what_is_wrong_and_never_the_key(
    world: World, serve: Serve, client_of: ClientOf
) -> None:
    boss = client_of(world.boss)
    service = serve("amap")
    page = boss.get("/field/places/").content.decode()
    assert "高德" in page
    assert "正常" in page
    status, body = BAD_KEY["amap"]
    service.says(body, status)
    boss.post("/field/places/trial/")
    page = boss.get("/field/places/").content.decode()
    assert "10001 INVALID_USER_KEY" in page
    assert KEY not in page
    assert KEY not in str(list(AuditEntry.objects.values()))
    assert KEY not in str(list(Job.objects.values())) + str(list(PlaceService.objects.values()))
    service.says(GOOD["amap"])
    boss.post("/field/places/trial/")
    assert NAME in boss.get("/field/places/").content.decode()


def test_without_a_service_the_settings_say_how_to_get_one(
    world: World, client_of: ClientOf
) -> None:
    boss = client_of(world.boss)
    assert "ZHUIXIAO_PLACES_KEY" in boss.get("/field/places/").content.decode()
    boss.post("/field/places/trial/")
    assert "没有设置地图服务" in boss.get("/field/places/").content.decode()


def test_only_who_sets_tracks_up_may_try(world: World, serve: Serve, client_of: ClientOf) -> None:
    service = serve("amap")
    with pytest.raises(NotAllowed):
        places.try_it(by=actor(world.zheng))
    assert client_of(world.zheng).get("/field/places/").status_code == 403
    assert service.asked == []
