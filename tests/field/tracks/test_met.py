"""Photos in the track list, visits and photos on the line of the viewer."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.conftest import ClientOf
from tests.field.conftest import SHOP, AddShop, SignIn, at, north
from tests.field.photos.test_photos import CAMERA, add
from tests.field.tracks.conftest import LATITUDE, LONGITUDE, Phone, point
from tests.world import NOW, World
from zhuixiao.accounts.models import Employee, Role
from zhuixiao.customers.models import Customer
from zhuixiao.field.actions import photos, tracks_days
from zhuixiao.field.models import Photo, TrackDay, Visit
from zhuixiao.kit.geo import Position
from zhuixiao.ledger import checks

pytestmark = pytest.mark.django_db
DAY = "start=2026-03-02T00:00&end=2026-03-02T23:59"
HERE = Position(LATITUDE, LONGITUDE)
AN_HOUR_AGO = NOW - timedelta(hours=1)


@pytest.fixture(autouse=True)
def _at_the_worlds_time() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def take(person: Employee, customer: Customer, minutes: float = 0, **more: Any) -> Photo:
    """A photo that many minutes after ten."""
    new = photos.NewPhoto(customer_id=customer.pk, source=CAMERA)
    return add(person, new, moment=at(NOW + timedelta(minutes=minutes), **more))


def narrow(person: Employee, module: str, *actions: str) -> None:
    """The role of this person may do no more than this with its own."""
    role = Role.objects.get(pk=person.role_id)
    grant = {"scope": "own", "actions": list(actions)}
    modules = {**role.grants.get("modules", {}), module: grant}
    Role.objects.filter(pk=role.pk).update(grants={**role.grants, "modules": modules})


def listed(client: Client, query: str = "") -> list[Any]:
    answer = client.get(f"{reverse('field:tracks-list')}?{query}")
    assert answer.status_code == 200
    return [row for row, _url in answer.context["rows"]]


def viewed(client: Client, person: Employee) -> Any:
    answer = client.get(f"{reverse('field:tracks-map')}?of={person.pk}&{DAY}")
    assert answer.status_code == 200
    return answer


def test_a_photo_stands_among_the_positions_by_time(
    world: World, phone: Phone, shop: Customer, client_of: ClientOf
) -> None:
    phone.send([point(-60), point(-40)])
    photo = take(world.zheng, shop, -50)
    client = client_of(world.manager)
    rows = listed(client)
    assert [row.kind for row in rows] == ["fix", "photo", "fix"]
    assert "广州" in rows[1].place
    text = client.get(reverse("field:tracks-list")).content.decode()
    assert "共 3 条" in text
    assert "拍照" in text
    assert f'href="/field/photos/{photo.pk}/"' in text


def test_the_type_chooses_photos_or_positions(
    world: World, phone: Phone, shop: Customer, client_of: ClientOf
) -> None:
    phone.send([point(-60)])
    take(world.zheng, shop)
    client = client_of(world.manager)
    assert [row.kind for row in listed(client, "kind=photo")] == ["photo"]
    assert [row.kind for row in listed(client, "kind=fix")] == ["fix"]
    assert len(listed(client, "kind=x")) == 2
    assert len(listed(client, f"kind=photo&of={world.zheng.pk}&end=2026-03-01T00:00")) == 0


def test_a_photo_without_a_place_is_listed_too(
    world: World, shop: Customer, client_of: ClientOf
) -> None:
    take(world.zheng, shop, place=None)
    (row,) = listed(client_of(world.manager))
    assert row.place == ""


@pytest.mark.parametrize(("fixes", "photographed"), [(21, 4), (3, 20), (12, 12), (0, 11)])
def test_pages_hold_every_row_once_in_the_order_of_time(
    world: World, phone: Phone, shop: Customer, client_of: ClientOf, fixes: int, photographed: int
) -> None:
    phone.send([point(-60 + number) for number in range(fixes)])
    for number in range(photographed):
        take(world.zheng, shop, -60 + number * 1.5)
    client = client_of(world.manager)
    total = fixes + photographed
    found = [row for page in range(-(-total // 10)) for row in listed(client, f"page={page + 1}")]
    assert len({(row.kind, row.moment.pk) for row in found}) == len(found) == total
    times = [row.moment.at for row in found]
    assert times == sorted(times, reverse=True)


def test_without_people_or_a_time_the_last_seven_days_are_listed(
    world: World, shop: Customer, client_of: ClientOf
) -> None:
    take(world.zheng, shop, -7 * 24 * 60)
    client = client_of(world.manager)
    assert listed(client) == []
    text = client.get(reverse("field:tracks-list")).content.decode()
    assert "最近 7 天" in text
    assert "显示全部数据" in text
    assert len(listed(client, "ever=1")) == 1
    assert len(listed(client, f"of={world.zheng.pk}")) == 1
    assert len(listed(client, "start=2026-02-01T00:00")) == 1
    take(world.zheng, shop, -6 * 24 * 60)
    assert len(listed(client)) == 1
    assert "最近 7 天" not in client.get(reverse("field:tracks-list") + "?ever=1").content.decode()


def test_photos_are_of_the_people_whose_track_one_sees(
    world: World, add_shop: AddShop, client_of: ClientOf
) -> None:
    take(world.zheng, add_shop("郑斌的店", owner=world.zheng))
    take(world.li, add_shop("李慧的店", owner=world.li))
    assert [row.employee for row in listed(client_of(world.manager))] == [world.zheng]
    assert len(listed(client_of(world.boss))) == 2
    assert listed(client_of(world.boss), f"of={world.li.pk}")[0].employee == world.li
    narrow(world.manager, "tracks", "view")
    assert client_of(world.manager).get("/field/photos/").context["page"].paginator.count == 1
    assert listed(client_of(world.manager)) == []


def test_who_sees_no_visits_sees_none_of_their_photos(
    world: World, phone: Phone, sign_in: SignIn, shop: Customer, client_of: ClientOf
) -> None:
    phone.send([point(-60)])
    take(world.zheng, shop)
    sign_in(at(place=HERE))
    narrow(world.manager, "visits")
    client = client_of(world.manager)
    assert [row.kind for row in listed(client)] == ["fix"]
    (track,) = viewed(client, world.zheng).context["drawn"]
    assert track["visits"] == track["photos"] == []


def test_the_list_takes_the_same_few_queries_for_many_photos(
    world: World, phone: Phone, shop: Customer, client_of: ClientOf,
    django_assert_max_num_queries: Any,
) -> None:  # fmt: skip
    phone.send([point(-60 + number) for number in range(5)])
    for number in range(5):
        take(world.zheng, shop, -60 + number)
    client = client_of(world.manager)
    listed(client)
    with django_assert_max_num_queries(16):
        assert len(listed(client)) == 10


def test_visits_and_photos_stand_on_the_line_and_in_the_table(
    world: World, phone: Phone, sign_in: SignIn, shop: Customer, client_of: ClientOf
) -> None:
    phone.send([point(-60), point(-50, north=500)])
    visit = sign_in(at(AN_HOUR_AGO, place=HERE), reason="老板在仓库见我")
    photo = take(world.zheng, shop, -55)
    take(world.zheng, shop, -54, place=None)
    answer = viewed(client_of(world.manager), world.zheng)
    (track,) = answer.context["drawn"]
    seconds = int(AN_HOUR_AGO.timestamp())
    assert track["visits"] == [
        [seconds, LATITUDE, LONGITUDE, shop.name, f"/field/visits/{visit.pk}/"]
    ]
    (drawn,) = track["photos"]
    assert drawn[1:3] == [SHOP.latitude, SHOP.longitude]
    assert drawn[4:] == [f"/field/photos/{photo.pk}/", f"/files/{photo.file_id}/thumb/"]
    text = answer.content.decode()
    assert "拜访与照片" in text
    assert f'href="/field/visits/{visit.pk}/"' in text
    assert text.count('class="track-thumb"') == 2


def test_visits_are_shown_where_nobody_sent_a_position(
    world: World, sign_in: SignIn, client_of: ClientOf
) -> None:
    visit = sign_in()
    text = viewed(client_of(world.manager), world.zheng).content.decode()
    assert "这段时间没有定位" in text
    assert f'href="/field/visits/{visit.pk}/"' in text


def test_a_stop_is_the_visit_of_its_time_before_the_nearest_customer(
    world: World, phone: Phone, add_shop: AddShop, sign_in: SignIn, client_of: ClientOf
) -> None:
    phone.send([point(-60), point(-48), point(-47, north=900), point(-30, north=900)])
    near = add_shop("隔壁的店", place=HERE)
    meant = add_shop("要去的店", place=north(9_000))
    visit = sign_in(at(NOW - timedelta(minutes=55), place=HERE), customer=meant, reason="在外面见")
    client = client_of(world.manager)
    first, second = viewed(client, world.zheng).context["tracks"][0].stops
    assert (first.visit, first.customer) == (visit, meant)
    assert (second.visit, second.customer) == (None, None)
    Visit.objects.filter(pk=visit.pk).update(at=NOW - timedelta(minutes=90))
    first, _second = viewed(client, world.zheng).context["tracks"][0].stops
    assert (first.visit, first.customer) == (None, near)


def test_a_visit_that_was_signed_in_elsewhere_is_not_the_stop(
    world: World, phone: Phone, sign_in: SignIn, client_of: ClientOf
) -> None:
    phone.send([point(-60), point(-48)])
    sign_in(at(NOW - timedelta(minutes=55), place=SHOP))
    (stop,) = viewed(client_of(world.manager), world.zheng).context["tracks"][0].stops
    assert stop.visit is None


def test_visits_and_photos_of_many_people_take_one_query_each(
    world: World, add_shop: AddShop, client_of: ClientOf
) -> None:
    for person in (world.zheng, world.li):
        take(person, add_shop(f"{person.name}的店", owner=person))
    client = client_of(world.boss)
    query = f"of={world.zheng.pk}&of={world.li.pk}&{DAY}"
    client.get(f"{reverse('field:tracks-map')}?{query}")
    with CaptureQueriesContext(connection) as asked:
        client.get(f"{reverse('field:tracks-map')}?{query}")
    for table in ("field_visit", "field_photo"):
        assert len([row for row in asked if f'FROM "{table}"' in row["sql"]]) == 1


def test_the_ledger_counts_a_stop_as_the_viewer_shows_it(
    world: World, phone: Phone, add_shop: AddShop, sign_in: SignIn, client_of: ClientOf
) -> None:
    phone.send([point(-60), point(-45)])
    tracks_days.sum_up_stale()
    assert TrackDay.objects.get().customer_minutes == 0
    far = add_shop("没有位置的店", place=None)
    moment = at(NOW - timedelta(minutes=55), place=Position(LATITUDE, LONGITUDE), accuracy=500)
    sign_in(moment, customer=far)
    assert TrackDay.objects.get().is_stale
    tracks_days.sum_up_stale()
    (track,) = viewed(client_of(world.manager), world.zheng).context["tracks"]
    assert TrackDay.objects.get().customer_minutes == track.customer_minutes == 15
    assert checks.verify() == []
