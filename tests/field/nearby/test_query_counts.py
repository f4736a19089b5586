"""What looking around costs: a fixed number of statements, however many are found."""

import pytest
from django.utils import timezone

from tests.conftest import ClientOf
from tests.customers.ownership.conftest import POOL
from tests.field.nearby.test_nearby import HERE, Add, add
from tests.query_counts import pinned
from tests.world import World, actor
from zhuixiao.customers.actions import claiming, pools

__all__ = ["add"]
pytestmark = pytest.mark.django_db
PLACE = f"latitude={HERE.latitude}&longitude={HERE.longitude}"
PAGES = {
    "nearby.page": f"/field/nearby/?{PLACE}",
    "nearby.points": f"/field/nearby/points/?{PLACE}",
}


@pytest.mark.parametrize("page", PAGES)
def test_looking_around_costs_the_same_for_thrice_as_many(
    page: str, world: World, client_of: ClientOf, add: Add
) -> None:
    pool = pools.save_pool(by=actor(world.boss), pool=None, values={**POOL, "name": "华南公海"})

    def grow(count: int) -> None:
        for number in range(count):
            add(f"客户{number}", north=number * 10, phone=f"1378765432{number}")
            row = add(f"公海{number}", east=number * 10, owner=world.chen)
            claiming.release(
                by=actor(world.chen, at=timezone.now()),
                customer_ids=[row.pk],
                pool=pool,
                note="没时间",
            )

    grow(2)
    client = client_of(world.zheng)
    assert client.get(PAGES[page]).status_code == 200
    with pinned(page):
        client.get(PAGES[page])
    grow(4)
    with pinned(page):
        client.get(PAGES[page])
