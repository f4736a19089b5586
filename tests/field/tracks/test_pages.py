"""The pages of tracks: the own one, the viewer, the list, where everybody is, the settings."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.conftest import ClientOf
from tests.field.tracks.conftest import Phone, PhoneOf, fixes_of, keep, point
from tests.world import NOW, World, actor, as_dealer
from zhuixiao.field.actions import tracks_days, tracks_switch
from zhuixiao.field.choices.tracks import Kept
from zhuixiao.field.models import Fix, Tracker, TrackSpell
from zhuixiao.field.queries import tracks_seen
from zhuixiao.field.tracks import gpx
from zhuixiao.field.tracks.preferences import preferences

pytestmark = pytest.mark.django_db
DAY = "start=2026-03-02T00:00&end=2026-03-02T23:59"


def page(client: Client, name: str, query: str = "") -> str:
    answer = client.get(f"{reverse(f'field:{name}')}?{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_switch_asks_for_consent_once(world: World, client_of: ClientOf) -> None:
    client, url = client_of(world.zheng), reverse("field:track-switch")
    assert client.post(url, {"do": "on"}).status_code == 400
    assert "我已阅读" in page(client, "track-mine")
    client.post(url, {"do": "on", "agrees": "1"})
    assert TrackSpell.objects.filter(employee=world.zheng, ended_at=None).exists()
    client.post(url, {"do": "off"})
    assert tracks_seen.on_since(world.zheng) is None
    client.post(url, {"do": "on"})
    assert tracks_seen.on_since(world.zheng) is not None
    client.post(url, {"do": "withdraw"})
    assert tracks_seen.consent(world.zheng) is None


def test_a_new_device_shows_its_address_once(world: World, client_of: ClientOf) -> None:
    client = client_of(world.zheng)
    answer = client.post(reverse("field:tracker-new"), {"kind": "overland", "name": "苹果"})
    text = answer.content.decode()
    found = re.search(r"/field/gps/([\w-]{43})", text)
    assert found
    assert "data:image/svg+xml" in text
    assert "overland://setup?url=http" in text
    assert found[1] not in page(client, "track-mine")
    assert found[1] not in str(Tracker.objects.values_list("token_hash", flat=True))
    assert Client().get(f"/field/gps/{found[1]}").status_code == 200


@pytest.mark.parametrize("kind", ["owntracks", "traccar", "gpslogger"])
def test_every_app_is_told_what_to_do(world: World, client_of: ClientOf, kind: str) -> None:
    answer = client_of(world.zheng).post(reverse("field:tracker-new"), {"kind": kind})
    assert "/field/gps/" in answer.content.decode()


def test_the_web_page_is_no_device_to_add(world: World, client_of: ClientOf) -> None:
    answer = client_of(world.zheng).post(reverse("field:tracker-new"), {"kind": "web"})
    assert answer.status_code == 422


def test_a_device_is_removed_by_its_owner_alone(
    world: World, phone: Phone, client_of: ClientOf
) -> None:
    url = reverse("field:tracker-removal", args=[phone.tracker.pk])
    assert client_of(world.boss).post(url).status_code == 404
    client_of(world.zheng).post(url)
    phone.tracker.refresh_from_db()
    assert phone.tracker.off_at is not None


def test_everybody_is_told_who_can_see_the_track(world: World, client_of: ClientOf) -> None:
    assert {row.name for row in tracks_seen.who_may_see(world.zheng)} == {"廖利", "周平"}
    assert {row.name for row in tracks_seen.who_may_see(world.li)} == {"廖利"}
    assert tracks_seen.who_may_see(world.boss) == []
    text = page(client_of(world.zheng), "track-mine")
    assert "廖利" in text
    assert "周平" in text


def test_who_works_for_a_dealer_is_told_roles_and_no_names(
    world: World, client_of: ClientOf
) -> None:
    dealer = as_dealer(world)
    text = page(client_of(dealer), "track-mine")
    assert "廖利" not in text
    assert "公司的人" in text
    assert ("公司的人", "老板") in {(row.name, row.role) for row in tracks_seen.who_may_see(dealer)}


def test_a_look_is_seen_by_whom_it_was_at(world: World, phone: Phone, client_of: ClientOf) -> None:
    phone.send([point(-60), point(-59, north=400)])
    query = f"of={world.zheng.pk}&{DAY}"
    for _time in range(2):
        page(client_of(world.boss), "tracks-map", query)
    page(client_of(world.zheng), "tracks-map", query)
    (look,) = tracks_seen.looks(world.zheng)
    assert look.name == "廖利"
    assert look.what == "2026-03-02 00:00 – 2026-03-03 00:00"
    assert "2026-03-02 00:00 – 2026-03-03 00:00" in page(client_of(world.zheng), "track-mine")


@time_machine.travel(NOW, tick=False)
def test_the_list_counts_as_a_look_too(world: World, phone: Phone, client_of: ClientOf) -> None:
    phone.send([point(-60)])
    page(client_of(world.manager), "tracks-list")
    assert [row.name for row in tracks_seen.looks(world.zheng)] == ["周平"]


@time_machine.travel(NOW, tick=False)
def test_a_look_at_the_list_names_the_days_that_each_was_seen_on(
    world: World, phone_of: PhoneOf, client_of: ClientOf
) -> None:
    keep(world, kept=Kept.ALWAYS.value)
    early = NOW - timedelta(days=3)
    phone_of(world.zheng, since=early).send([point(-60), point(-2 * 24 * 60)])
    phone_of(world.chen, since=early).send([point(-24 * 60)])
    for _time in range(2):
        page(client_of(world.manager), "tracks-list")
    seen = {row.what for row in tracks_seen.looks(world.zheng)}
    assert seen == {"2026-03-02", "2026-02-28"}
    assert [row.what for row in tracks_seen.looks(world.chen)] == ["2026-03-01"]


def test_the_viewer_draws_the_way_with_its_gaps_and_stops(
    world: World, phone: Phone, client_of: ClientOf
) -> None:
    phone.send([point(-60), point(-48), point(-47, north=500), point(-30, north=9_000)])
    client = client_of(world.manager)
    answer = client.get(f"{reverse('field:tracks-map')}?of={world.zheng.pk}&{DAY}")
    (track,) = answer.context["drawn"]
    assert [row[4] for row in track["line"]] == [0, 0, 0, 1]
    assert [stop["minutes"] for stop in track["stops"]] == [12]
    assert [stop["lasted"] for stop in track["stops"]] == ["12 分钟"]
    assert answer.context["tracks"][0].way.length == pytest.approx(500, abs=1)


@pytest.mark.parametrize(
    ("language", "many", "one"),
    [
        ("zh-hans", "0.5 公里 · 3 个定位点 · 1 处停留", "0.0 公里 · 1 个定位点 · 0 处停留"),
        ("en", "0.5 km · 3 positions · 1 stop<", "0.0 km · 1 position · 0 stops<"),
    ],
)
def test_one_position_and_one_stop_stand_in_the_singular(
    world: World, phone_of: PhoneOf, client_of: ClientOf, language: str, many: str, one: str
) -> None:
    phone_of(world.zheng).send([point(-60), point(-48), point(-47, north=500)])
    phone_of(world.chen).send([point(-60)])
    world.manager.language = language
    world.manager.save(update_fields=["language"])
    query = f"of={world.zheng.pk}&of={world.chen.pk}&{DAY}"
    text = page(client_of(world.manager), "tracks-map", query)
    assert many in text
    assert one in text


def test_who_is_out_of_scope_cannot_be_chosen(
    world: World, phone_of: PhoneOf, client_of: ClientOf
) -> None:
    phone_of(world.li).send([point(-60)])
    query = f"of={world.li.pk}&{DAY}"
    answer = client_of(world.manager).get(f"{reverse('field:tracks-map')}?{query}")
    assert answer.context["tracks"] == []
    assert "李慧" not in answer.content.decode()
    assert tracks_seen.looks(world.li) == []


def test_wrong_values_of_the_filter_mean_any(world: World, client_of: ClientOf) -> None:
    for query in (
        "of=x&start=y&end=z",
        "of=99999999999999999999",
        "start=0001-01-01T00:00",
        "end=9999-12-31T23:59",
    ):
        page(client_of(world.boss), "tracks-map", query)
        page(client_of(world.boss), "tracks-list", query)


@time_machine.travel(NOW, tick=False)
def test_the_list_has_ten_a_page_a_total_and_a_way_back(
    world: World, phone: Phone, client_of: ClientOf
) -> None:
    phone.send([point(-60 + number) for number in range(14)])
    client = client_of(world.manager)
    text = page(client, "tracks-list")
    assert "共 14 条" in text
    assert text.count("在地图上看") == 10
    assert "天河区" in text
    assert "解除搜索" not in text
    assert page(client, "tracks-list", "page=2").count("在地图上看") == 4
    asked = page(client, "tracks-list", f"of={world.zheng.pk}&start=2026-03-02T09:10")
    assert "共 4 条" in asked
    assert "解除搜索" in asked
    assert "没有符合条件" in page(client, "tracks-list", "end=2026-01-01T00:00")


@time_machine.travel(NOW, tick=False)
def test_the_list_says_what_is_odd(world: World, phone: Phone, client_of: ClientOf) -> None:
    phone.send([point(-60, is_mock=True)])
    assert "模拟定位" in page(client_of(world.manager), "tracks-list")


def test_live_shows_who_has_a_position_today(
    world: World, live_phone: Phone, client_of: ClientOf
) -> None:
    assert "今天还没有人" in page(client_of(world.boss), "tracks-live")
    at = timezone.now()
    near = [point((at - NOW) / timedelta(minutes=1) - 1 / 60)]
    live_phone.send(near, at=at)
    text = page(client_of(world.boss), "tracks-live")
    assert 'data-name="郑斌"' in text
    assert 'data-name="郑斌"' not in page(client_of(world.li), "tracks-live")


def test_a_track_is_taken_along_as_gpx(world: World, phone: Phone, client_of: ClientOf) -> None:
    phone.send([point(-60), point(-59, north=400), point(-40, north=9_000)])
    url = reverse("field:track-gpx", args=[world.zheng.pk, "2026-03-02"])
    answer = client_of(world.manager).get(url)
    found = gpx.read(answer.content)
    assert len(found.points) == 3
    assert answer.content.count(b"<trkseg>") == 2
    assert [row.is_export for row in tracks_seen.looks(world.zheng)] == [True]
    assert client_of(world.zheng).get(url).status_code == 200
    assert client_of(world.chen).get(url).status_code == 404
    for day in ("2026-13-02", "9999-12-31", "0001-01-01"):
        wrong = reverse("field:track-gpx", args=[world.zheng.pk, day])
        assert client_of(world.manager).get(wrong).status_code == 404


def test_a_gpx_file_is_taken_in_as_far_as_the_track_was_on(
    world: World, client_of: ClientOf
) -> None:
    keep(world, kept=Kept.ALWAYS.value)
    client = client_of(world.zheng)
    now = timezone.now().replace(microsecond=0)
    rows = "".join(
        f"<trkpt lat='23.1' lon='113.3'><time>{now - timedelta(hours=hours):%Y-%m-%dT%H:%M:%SZ}"
        "</time></trkpt>"
        for hours in (3, 2, 1)
    )
    text = f"<gpx version='1.1'><trk><trkseg>{rows}</trkseg></trk></gpx>"

    def send() -> int:
        file = SimpleUploadedFile("track.gpx", text.encode())
        return client.post(reverse("field:track-import"), {"file": file}).status_code

    assert send() == 422
    tracks_switch.turn_on(by=actor(world.zheng, at=now - timedelta(hours=2.5)), agrees=True)
    assert send() == 303
    assert len(fixes_of(world.zheng)) == 2
    assert send() == 303
    assert len(fixes_of(world.zheng)) == 2
    assert Tracker.objects.get().kind == "gpx"


def test_the_boss_sets_what_is_kept(world: World, client_of: ClientOf) -> None:
    client, url = client_of(world.boss), reverse("field:track-settings")
    assert "个人信息保护法" in client.get(url).content.decode()
    values = {
        "kept": "workdays",
        "starts": "09:00",
        "ends": "18:00",
        "keep_days": "90",
        "stop_metres": "200",
        "stop_minutes": "15",
    }
    assert client.post(url, values).status_code == 303
    world.company.refresh_from_db()
    held = preferences(world.company)
    assert (held.kept, held.starts, held.keep_days, held.stop_metres) == (
        "workdays", "09:00", 90, 200,
    )  # fmt: skip
    for wrong in ({"keep_days": "0"}, {"ends": "08:00"}, {"kept": "x"}, {"stop_minutes": "9999"}):
        assert client.post(url, values | wrong).status_code == 422
    assert client_of(world.manager).get(url).status_code == 403


def test_kilometres_of_the_ledger_open_to_the_day(
    world: World, phone: Phone, client_of: ClientOf
) -> None:
    phone.send([point(-60), point(-59, north=400)])
    tracks_days.sum_up_stale()
    assert "0.4" in page(client_of(world.zheng), "track-mine")


def test_live_passes_over_a_position_that_cannot_be(
    world: World, live_phone: Phone, client_of: ClientOf
) -> None:
    at = timezone.now()
    minute = (at - NOW) / timedelta(minutes=1)
    live_phone.send([point(minute - 2 / 60), point(minute - 1 / 60, is_mock=True)], at=at)
    right = Fix.objects.order_by("at")[0]
    (shown,) = client_of(world.boss).get(reverse("field:tracks-live")).context["rows"]
    assert shown[0].fix == right
