"""What products cost on which day."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.conftest import ClientOf
from tests.query_counts import pinned
from tests.world import NOW, World, actor, role
from zhuixiao.accounts.models import AuditEntry
from zhuixiao.catalog import costs
from zhuixiao.catalog.actions import costs as acts
from zhuixiao.catalog.actions import products
from zhuixiao.catalog.actions.products import ProductValues
from zhuixiao.catalog.models import Product, ProductCost
from zhuixiao.kit.errors import Invalid, NotAllowed, RuleError

TODAY = date(2026, 3, 2)
DAY = timedelta(days=1)


@pytest.fixture
def valve(world: World) -> Product:
    values = ProductValues(name="电动球阀", sku="DF-125", list_price=32_000, standard_cost=17_500)
    return products.add(by=actor(world.boss), values=values)


def cost(product: Product, on: date) -> int:
    return costs.cost_of([product], on=on)[product.pk]


def test_a_cost_counts_from_its_day_until_the_next(world: World, valve: Product) -> None:
    by = actor(world.boss)
    acts.set_from(by=by, product=valve, cost=18_000, day=TODAY + 10 * DAY)
    acts.set_from(by=by, product=valve, cost=16_000, day=TODAY - 10 * DAY)
    days = (-11, -10, -1, 0, 9, 10, 400)
    found = [cost(valve, TODAY + number * DAY) for number in days]
    assert found == [16_000, 16_000, 16_000, 17_500, 17_500, 18_000, 18_000]
    valve.refresh_from_db()
    assert valve.standard_cost == 17_500


def test_many_products_are_asked_in_one_statement(world: World, valve: Product) -> None:
    by = actor(world.boss)
    more = [products.add(by=by, values=ProductValues(str(n), str(n))) for n in range(3)]
    bare = Product.objects.create(name="旧货", sku="OLD", standard_cost=700)
    with pinned("catalog.cost_of"):
        found = costs.cost_of([valve, bare.pk, *more], on=TODAY)
    assert found == {valve.pk: 17_500, bare.pk: 700, **{one.pk: 0 for one in more}}


def test_a_change_of_the_cost_writes_the_day(world: World, valve: Product) -> None:
    later = actor(world.boss, at=NOW + DAY)
    values = ProductValues(name="电动球阀", sku="DF-125", list_price=32_000, standard_cost=18_800)
    products.change(by=later, product=valve, values=values)
    rows = [(one.valid_from, one.cost, one.changed_by) for one in costs.history(valve)]
    assert rows == [(TODAY + DAY, 18_800, world.boss), (TODAY, 17_500, world.boss)]
    # A second thought on the same day is no second row.
    values = ProductValues(name="电动球阀", sku="DF-125", standard_cost=18_900)
    products.change(by=later, product=valve, values=values)
    assert [one.cost for one in costs.history(valve)] == [18_900, 17_500]


def test_a_planned_cost_becomes_that_of_today_by_itself(world: World, valve: Product) -> None:
    by = actor(world.boss)
    values = ProductValues(
        name="电动球阀", sku="DF-125", standard_cost=19_900, cost_from=TODAY + DAY
    )
    changed = products.change(by=by, product=valve, values=values)
    assert changed.standard_cost == 17_500
    assert cost(valve, TODAY + DAY) == 19_900
    assert acts.refresh(at=NOW, zone=by.zone) == 0
    assert acts.refresh(at=NOW + DAY, zone=by.zone) == 1
    valve.refresh_from_db()
    assert (valve.standard_cost, valve.version) == (19_900, changed.version + 1)
    row = AuditEntry.objects.filter(kind="product").latest("pk")
    assert (row.via, row.changes) == ("job", {"standard_cost": [17_500, 19_900]})


def test_a_cost_planned_where_none_was_said_leaves_today_as_it_is(world: World) -> None:
    by = actor(world.boss)
    bare = products.add(by=by, values=ProductValues("温控器", "W-1"))
    acts.set_from(by=by, product=bare, cost=900, day=TODAY + 10 * DAY)
    bare.refresh_from_db()
    assert bare.standard_cost == 0
    assert [cost(bare, TODAY + number * DAY) for number in (-1, 0, 9, 10)] == [0, 0, 0, 900]
    # The same where the first thing said is of a day to come.
    planned = ProductValues("阀芯", "W-2", standard_cost=500, cost_from=TODAY + 20 * DAY)
    new = products.add(by=by, values=planned)
    acts.set_from(by=by, product=new, cost=600, day=TODAY + 10 * DAY)
    new.refresh_from_db()
    assert new.standard_cost == 500
    assert [cost(new, TODAY + number * DAY) for number in (0, 9, 10, 20)] == [500, 500, 600, 500]


def test_a_cost_is_taken_back_but_never_the_only_one(world: World, valve: Product) -> None:
    by = actor(world.boss)
    acts.set_from(by=by, product=valve, cost=16_000, day=TODAY - DAY)
    acts.remove(by=by, cost=valve.costs.get(valid_from=TODAY))
    valve.refresh_from_db()
    assert valve.standard_cost == 16_000
    with pytest.raises(RuleError):
        acts.remove(by=by, cost=valve.costs.get())


def test_only_who_writes_costs_touches_the_history(world: World, valve: Product) -> None:
    finance = role("finance")
    finance.grants = {"fields": {"catalog.cost": "read"}}
    finance.save()
    world.finance.refresh_from_db()
    by = actor(world.finance)
    with pytest.raises(NotAllowed):
        acts.set_from(by=by, product=valve, cost=1, day=TODAY)
    with pytest.raises(NotAllowed):
        acts.remove(by=by, cost=valve.costs.get())
    with pytest.raises(Invalid):
        acts.set_from(by=actor(world.boss), product=valve, cost=-1, day=TODAY)


def test_the_database_refuses_a_second_cost_of_a_day_and_one_below_nothing(
    world: World, valve: Product
) -> None:
    for day, minor in ((TODAY, 1), (TODAY + DAY, -1)):
        with pytest.raises(IntegrityError), transaction.atomic():
            ProductCost.objects.create(product=valve, valid_from=day, cost=minor, changed_at=NOW)


def test_a_margin_is_a_share_of_the_price() -> None:
    assert costs.margin_of(32_000, 17_500) == 4_531
    assert costs.margin_of(100, 150) == -5_000
    assert (costs.margin_of(0, 5), costs.margin_of(5, None)) == (None, None)


def test_the_dialog_shows_the_history_to_who_sees_costs(
    world: World, valve: Product, client_of: ClientOf
) -> None:
    acts.set_from(by=actor(world.boss), product=valve, cost=16_600, day=date(2025, 7, 1))
    manager = client_of(world.manager)
    assert manager.get(f"/settings/products/{valve.pk}/").status_code == 403
    card = manager.get(f"/settings/products/{valve.pk}/card/").content.decode()
    assert "2025-07-01" in card
    assert "166.00" in card
    assert "45.3%" in card
    for_sales = client_of(world.zheng).get(f"/settings/products/{valve.pk}/card/").content.decode()
    assert "320.00" in for_sales
    for hidden in ("166.00", "175.00", "45.3%", "2025-07-01"):
        assert hidden not in for_sales


def test_a_day_is_set_and_taken_back_in_the_dialog(
    world: World, valve: Product, client_of: ClientOf
) -> None:
    client, address = client_of(world.boss), f"/settings/products/{valve.pk}/"
    form = {"name": "电动球阀", "sku": "DF-125", "list_price": "320", "standard_cost": "188"}
    assert client.post(address, form | {"cost_from": "2099-01-01"}).status_code == 303
    row = valve.costs.get(valid_from=date(2099, 1, 1))
    assert row.cost == 18_800
    removal = f"/settings/product-costs/{row.pk}/removal/"
    left = client.post(removal, headers={"HX-Request": "true"}).content.decode()
    assert "2099-01-01" not in left
    assert valve.costs.count() == 1
