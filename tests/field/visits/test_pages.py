from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from tests.conftest import ClientOf
from tests.field.conftest import AddShop, SignIn, at, north
from tests.field.photos.test_photos import CAMERA, add
from tests.world import NOW, World, actor
from zhuixiao.accounts.models import Employee
from zhuixiao.customers.actions import transferring
from zhuixiao.customers.models import Customer
from zhuixiao.field.actions import photos, visit_plans
from zhuixiao.field.models import Visit, VisitPlan
from zhuixiao.field.queries.visit_plans import navigation, route
from zhuixiao.kit.errors import NotAllowed, RuleError
from zhuixiao.kit.geo import Datum, Position
from zhuixiao.ledger import checks

SignOut = Callable[..., Visit]
TODAY = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def _at_the_worlds_time() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def _text(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200, url
    return str(response.content.decode())


def _plan(by: Employee, customer: Customer, **more: Any) -> VisitPlan:
    values: dict[str, Any] = {"person": by, "day": TODAY} | more
    return visit_plans.add(by=actor(by), customer_id=customer.pk, **values)


def test_a_visit_shows_its_place_steps_and_photos(
    world: World, sign_in: SignIn, sign_out: SignOut, client_of: ClientOf, round_of_shops: Any
) -> None:
    visit = sign_in(at(place=north(35)), type_=round_of_shops)
    photo = add(world.zheng, photos.NewPhoto(visit.client_id, step="front", source=CAMERA))
    sign_out(visit, note="谈了铺货")
    text = _text(client_of(world.zheng), f"/field/visits/{visit.pk}/")
    assert "谈了铺货" in text
    assert "35" in text
    assert f"/field/photos/{photo.pk}/" in text
    assert f"/activities/{Visit.objects.get().activity_id}/" in text
    assert client_of(world.li).get(f"/field/visits/{visit.pk}/").status_code == 404


def test_required_steps_that_nobody_did_are_named(
    world: World, sign_in: SignIn, client_of: ClientOf, round_of_shops: Any
) -> None:
    visit = sign_in(type_=round_of_shops)
    label = round_of_shops.all_steps[0].label
    text = _text(client_of(world.zheng), f"/field/visits/{visit.pk}/")
    assert "notice-amber" in text
    assert text.count(label) == 2


def test_the_list_filters_by_person_customer_day_and_state(
    world: World, add_shop: AddShop, sign_in: SignIn, client_of: ClientOf
) -> None:
    other = add_shop("佛山三和建材", owner=world.chen)
    near = sign_in()
    far = sign_in(at(NOW - timedelta(days=1), place=north(4_000)), by=world.chen, customer=other)
    client = client_of(world.manager)

    def shown(query: str) -> set[int]:
        text = _text(client, f"/field/visits/?{query}")
        return {row.pk for row in (near, far) if f"/field/visits/{row.pk}/" in text}

    assert shown("") == {near.pk, far.pk}
    assert shown(f"person={world.chen.pk}") == {far.pk}
    assert shown(f"customer={near.customer_id}") == {near.pk}
    assert shown("range=today") == {near.pk}
    assert shown("state=verified") == {near.pk}
    assert shown("state=outside") == {far.pk}
    assert shown("state=nonsense&person=x") == {near.pk, far.pk}
    assert client_of(world.finance).get("/field/visits/").status_code == 403


def test_the_teams_day_shows_planned_against_made(
    world: World, shop: Customer, add_shop: AddShop, sign_in: SignIn, client_of: ClientOf
) -> None:
    _plan(world.zheng, shop)
    _plan(world.zheng, add_shop("第二家"))
    sign_in()
    text = _text(client_of(world.manager), "/field/visits/day/")
    assert world.zheng.name in text
    assert "/numbers/entries/?" in text
    before = _text(client_of(world.manager), "/field/visits/day/?day=2026-03-01")
    assert world.zheng.name not in before


def test_customers_whom_nobody_visited_lately_are_listed(
    world: World, shop: Customer, add_shop: AddShop, sign_in: SignIn, client_of: ClientOf
) -> None:
    old, never = add_shop("很久没去"), add_shop("从没去过")
    sign_in()
    sign_in(at(NOW - timedelta(days=10)), customer=old)
    client = client_of(world.zheng)

    def shown(query: str) -> set[str]:
        text = _text(client, f"/field/visits/gaps/?{query}")
        return {row.name for row in (shop, old, never) if f">{row.name}<" in text}

    assert shown("days=10") == {old.name, never.name}
    assert shown("days=11") == {never.name}
    assert shown("days=-5&importance=x") == {never.name}


def test_a_route_goes_to_the_nearest_next(
    world: World, add_shop: AddShop, shop: Customer, client_of: ClientOf
) -> None:
    far, near = add_shop("远", place=north(3_000)), add_shop("近", place=north(900))
    nowhere = add_shop("没有位置", place=None)
    for customer in (shop, nowhere, far, near):
        _plan(world.zheng, customer)
    client = client_of(world.zheng)
    assert client.post("/field/route/nearest/", {"day": "2026-03-02"}).status_code == 303
    stops = route(world.zheng, TODAY, visible_to=world.zheng)
    assert [stop.plan.customer.name for stop in stops] == [shop.name, "近", "远", "没有位置"]
    assert [stop.metres for stop in stops] == [None, 900, 2_100, None]
    second = stops[1].plan
    client.post(f"/field/route/{second.pk}/move/", {"to": "up"})
    assert route(world.zheng, TODAY, visible_to=world.zheng)[0].plan == second
    text = _text(client, "/field/route/")
    assert "uri.amap.com" in text
    client.post(f"/field/route/{second.pk}/removal/")
    assert not VisitPlan.objects.filter(pk=second.pk).exists()
    assert checks.verify() == []


def test_each_map_gets_the_position_as_it_draws_it() -> None:
    place = Position(31.2304, 121.4737)
    links = dict(navigation(place, "人民广场 & 店"))
    gcj, bd = place.to(Datum.GCJ02), place.to(Datum.BD09)
    assert f"to={gcj[1]:.6f},{gcj[0]:.6f}," in links["高德"]
    assert f"location={bd[0]:.6f},{bd[1]:.6f}&" in links["百度"]
    assert f"tocoord={gcj[0]:.6f},{gcj[1]:.6f}&" in links["腾讯"]
    assert all("%26" in url and " " not in url for url in links.values())


def test_a_manager_plans_for_his_people_and_nobody_for_others(
    world: World, shop: Customer, client_of: ClientOf
) -> None:
    plan = _plan(world.manager, shop, person=world.zheng)
    assert (plan.employee, plan.planned_by) == (world.zheng, world.manager)
    assert _plan(world.zheng, shop) == plan, "once a day"
    with pytest.raises(NotAllowed):
        _plan(world.chen, shop, person=world.zheng)
    with pytest.raises(RuleError) as refused:
        _plan(world.manager, shop, person=world.chen)
    assert refused.value.field == "customer", "陈敏 cannot open it"
    with pytest.raises(RuleError) as refused:
        _plan(world.zheng, shop, day=TODAY - timedelta(days=1))
    assert refused.value.field == "day"


def test_a_visit_is_planned_in_a_form(world: World, shop: Customer, client_of: ClientOf) -> None:
    client = client_of(world.zheng)
    assert shop.name in _text(client, f"/field/route/new/?customer={shop.pk}")
    wrong = client.post("/field/route/new/", {"customer": "999", "day": "2026-03-03"})
    assert wrong.status_code == 422
    data = {"customer": shop.pk, "day": "2026-03-03", "note": "送样品"}
    assert client.post("/field/route/new/", data).status_code == 303
    assert VisitPlan.objects.get().note == "送样品"


def test_the_customer_page_has_visits_and_photos(
    world: World, shop: Customer, sign_in: SignIn, client_of: ClientOf
) -> None:
    visit = sign_in()
    photo = add(world.zheng, photos.NewPhoto(customer_id=shop.pk))
    client = client_of(world.zheng)
    text = _text(client, f"/field/customers/{shop.pk}/visits/")
    assert f"/field/visits/{visit.pk}/" in text
    assert f"/field/photos/{photo.pk}/" in text
    assert f"/field/customers/{shop.pk}/visits/" in _text(client, f"/customers/{shop.pk}/")


def test_the_gallery_shows_photos_by_customer_and_person(
    world: World, shop: Customer, client_of: ClientOf
) -> None:
    photo = add(world.zheng, photos.NewPhoto(customer_id=shop.pk))
    client = client_of(world.manager)
    url = f"/field/photos/{photo.pk}/"
    assert url in _text(client, f"/field/photos/?customer={shop.pk}")
    assert url not in _text(client, f"/field/photos/?person={world.chen.pk}")
    assert str(photo.file_id) in _text(client, url)
    assert client_of(world.li).get(url).status_code == 404


def test_the_customer_moves_to_where_a_visit_was_signed_in(
    world: World, shop: Customer, sign_in: SignIn, client_of: ClientOf
) -> None:
    visit = sign_in(at(place=north(1_000)))
    client = client_of(world.zheng)
    url = f"/field/visits/{visit.pk}/position/"
    assert url in _text(client, f"/field/visits/{visit.pk}/")
    client.post(url)
    shop.refresh_from_db()
    assert shop.latitude == pytest.approx(north(1_000).latitude)
    transferring.transfer(by=actor(world.boss), customer_ids=[shop.pk], owner=world.li)
    assert url not in _text(client, f"/field/visits/{visit.pk}/")


def test_a_days_report_shows_visits_with_place_and_photos(
    world: World, sign_in: SignIn, client_of: ClientOf
) -> None:
    visit = sign_in(at(place=north(35)))
    photo = add(world.zheng, photos.NewPhoto(visit.client_id, source=CAMERA))
    text = _text(client_of(world.zheng), "/reports/mine/?kind=day&day=2026-03-02")
    assert f"/field/visits/{visit.pk}/" in text
    assert f"/files/{photo.file_id}/thumb/" in text
    assert "35" in text


def test_a_visit_stands_in_the_timeline_of_its_customer(
    world: World, shop: Customer, sign_in: SignIn, client_of: ClientOf
) -> None:
    visit = sign_in()
    text = _text(client_of(world.zheng), f"/activities/timeline/{shop.pk}/")
    assert f"/field/visits/{visit.pk}/" in text


def test_the_list_costs_the_same_for_many(
    world: World, sign_in: SignIn, client_of: ClientOf, django_assert_max_num_queries: Any
) -> None:
    for _ in range(5):
        add(world.zheng, photos.NewPhoto(sign_in().client_id))
    client = client_of(world.zheng)
    with django_assert_max_num_queries(16):
        client.get("/field/visits/")
