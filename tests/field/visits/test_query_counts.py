"""What the pages of visits cost: a fixed number of statements, however much stands on them."""

from collections.abc import Callable, Iterator

import pytest
import time_machine

from tests.conftest import ClientOf
from tests.field.conftest import AddShop, SignIn, at
from tests.field.photos.test_photos import CAMERA, add
from tests.query_counts import pinned
from tests.world import NOW, World, actor
from zhuixiao.customers.models import Customer
from zhuixiao.field.actions import photos, visit_plans
from zhuixiao.field.models import Photo, Visit, VisitType

PAGES = {
    "visits.list": "/field/visits/",
    "visits.detail": "/field/visits/{visit}/",
    "visits.day": "/field/visits/day/",
    "visits.map": "/field/visits/map/",
    "visits.gaps": "/field/visits/gaps/?days=0",
    "visits.route": "/field/route/?person={person}",
    "visits.photos": "/field/photos/",
    "visits.photo": "/field/photos/{photo}/",
    "visits.customer": "/field/customers/{customer}/visits/",
}


@pytest.fixture(autouse=True)
def _at_the_worlds_time() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.mark.parametrize("page", PAGES)
def test_a_page_costs_the_same_with_thrice_as_much_on_it(
    page: str,
    world: World,
    client_of: ClientOf,
    shop: Customer,
    round_of_shops: VisitType,
    add_shop: AddShop,
    sign_in: SignIn,
    sign_out: Callable[..., Visit],
) -> None:
    first = sign_in(at(), type_=round_of_shops)

    def grow(count: int) -> None:
        people = [world.zheng, world.chen, world.su, world.manager, world.li, world.boss]
        for number in range(count):
            owner = people[number]
            other = add_shop(f"{owner.name}的店{number}-{count}", owner=owner)
            visit_plans.add(
                by=actor(world.zheng), customer_id=add_shop(f"店{number}-{count}").pk,
                person=world.zheng, day=NOW.date(),
            )  # fmt: skip
            visit_plans.add(by=actor(owner), customer_id=other.pk, person=owner, day=NOW.date())
            for visit in (
                sign_in(at(), by=owner, customer=other, type_=round_of_shops),
                sign_in(at(), type_=round_of_shops),
            ):
                by = visit.employee
                add(by, photos.NewPhoto(visit.client_id, step="front", source=CAMERA))
                sign_out(visit, by=by, note="谈了铺货")
            add(world.zheng, photos.NewPhoto(first.client_id, step="front", source=CAMERA))
            add(world.zheng, photos.NewPhoto(customer_id=shop.pk))

    grow(2)
    client = client_of(world.boss)
    address = PAGES[page].format(
        visit=first.pk,
        person=world.zheng.pk,
        photo=Photo.objects.order_by("pk")[0].pk,
        customer=shop.pk,
    )
    assert client.get(address).status_code == 200
    with pinned(page):
        client.get(address)
    grow(6)
    with pinned(page):
        client.get(address)
