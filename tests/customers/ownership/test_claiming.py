"""Who may take what out of a pool, and who has to wait."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.api.conftest import ApiOf, api_of  # noqa: F401
from tests.conftest import ClientOf
from tests.query_counts import pinned
from tests.world import NOW, World, actor, as_dealer, role
from zhuixiao.accounts.choices import Via
from zhuixiao.accounts.models import Employee
from zhuixiao.customers.actions import claiming, creating
from zhuixiao.customers.duplicate_rules import Facts
from zhuixiao.customers.models import Customer, Pool
from zhuixiao.customers.queries import duplicates
from zhuixiao.kit.errors import NotAllowed, RuleError

from .conftest import Add, MakeCap, MakePool

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def waiting(world: World, add: Add, pool: Pool) -> list[Customer]:
    """Five customers that 郑斌 gave up."""
    rows = [add(f"广州迪宏{number}") for number in range(5)]
    ids = [row.pk for row in rows]
    claiming.release(by=actor(world.zheng), customer_ids=ids, pool=pool, note="太远")
    return rows


def refusals(world: World, rows: list[Customer]) -> list[str]:
    by = actor(world.chen, at=LATER)
    return [one.reason for one in claiming.claim(by=by, customer_ids=[r.pk for r in rows]).refused]


def change(pool: Pool, **values: object) -> None:
    Pool.objects.filter(pk=pool.pk).update(**values)


def test_a_day_s_number_is_a_person_s(world: World, pool: Pool, waiting: list[Customer]) -> None:
    change(pool, claims_per_day=3)
    assert refusals(world, waiting) == ["每天最多领取 3 个，请明天再来。"] * 2
    tomorrow = actor(world.chen, at=LATER + timedelta(days=1))
    ids = [row.pk for row in waiting]
    assert len(claiming.claim(by=tomorrow, customer_ids=ids).moved) == 2


def test_the_last_owner_waits(world: World, pool: Pool, waiting: list[Customer]) -> None:
    change(pool, former_owner_days=7)
    ids = [waiting[0].pk]
    soon = actor(world.zheng, at=NOW + timedelta(days=6))
    assert claiming.claim(by=soon, customer_ids=ids).moved == []
    then = actor(world.zheng, at=NOW + timedelta(days=7))
    assert len(claiming.claim(by=then, customer_ids=ids).moved) == 1


def test_a_new_arrival_waits(world: World, pool: Pool, waiting: list[Customer]) -> None:
    change(pool, fresh_days=2)
    assert refusals(world, waiting[:1]) == ["刚进公海，2 天后才能领取。"]


def test_between_two_claims_lies_the_cool_down(
    world: World, pool: Pool, waiting: list[Customer]
) -> None:
    change(pool, cooldown_hours=4)
    assert refusals(world, waiting[:1]) == []
    assert refusals(world, waiting[1:2]) == ["两次领取之间须间隔 4 小时。"]
    tomorrow = actor(world.chen, at=LATER + timedelta(days=1))
    ids = [row.pk for row in waiting[1:]]
    assert len(claiming.claim(by=tomorrow, customer_ids=ids).moved) == 1


def test_without_a_wait_a_clock_that_was_set_back_binds_nobody(
    world: World, pool: Pool, waiting: list[Customer]
) -> None:
    assert refusals(world, waiting[:1]) == []
    earlier = actor(world.chen, at=LATER - timedelta(minutes=30))
    assert len(claiming.claim(by=earlier, customer_ids=[waiting[1].pk]).moved) == 1


def test_who_looks_after_the_pool_skips_its_limits_but_not_the_cap(
    world: World, pool: Pool, waiting: list[Customer], make_cap: MakeCap
) -> None:
    change(pool, claims_per_day=1, fresh_days=9)
    pool.admins.add(world.chen)
    make_cap(2)
    assert refusals(world, waiting) == ["您的库容已满。请先放弃一些客户，或申请提高库容。"] * 3


def test_a_pool_of_another_department_is_out_of_reach(
    world: World, make_pool: MakePool, add: Add
) -> None:
    east = make_pool("华东公海", departments=[world.east])
    customer = add(owner=world.li)
    claiming.release(by=actor(world.li), customer_ids=[customer.pk], pool=east, note="停业")
    assert not Customer.objects.pooled_for(world.chen).exists()
    by = actor(world.chen, at=LATER)
    assert claiming.claim(by=by, customer_ids=[customer.pk]).moved == []
    assert claiming.claim(by=actor(world.li, at=LATER), customer_ids=[customer.pk]).moved


def test_the_pools_of_higher_departments_serve_those_below(
    world: World, make_pool: MakePool
) -> None:
    south = make_pool("华南公海", departments=[world.south])
    assert list(Pool.objects.serving(world.su)) == [south]
    assert list(Pool.objects.serving(world.li)) == []


def test_giving_up_needs_a_reason_and_one_s_own_customer(
    world: World, add: Add, pool: Pool
) -> None:
    customer = add()
    with pytest.raises(RuleError):
        claiming.release(by=actor(world.zheng), customer_ids=[customer.pk], pool=pool, note=" ")
    by = actor(world.chen)
    assert claiming.release(by=by, customer_ids=[customer.pk], pool=pool, note="x").moved == []


def test_without_the_right_nobody_claims(world: World, waiting: list[Customer]) -> None:
    with pytest.raises(NotAllowed):
        claiming.claim(by=actor(world.finance), customer_ids=[waiting[0].pk])


def test_the_pool_shows_no_phone_before_claiming(
    world: World, client_of: ClientOf, add: Add, make_pool: MakePool
) -> None:
    pool = make_pool("大厅", shown=["phone", "stage"])
    customer = add()
    Customer.objects.filter(pk=customer.pk).unlogged_update(phone="13912345678")
    claiming.release(by=actor(world.zheng), customer_ids=[customer.pk], pool=pool, note="太远")
    client = client_of(world.chen)
    for address in (
        f"{reverse('customers:pools')}?pool={pool.pk}",
        reverse("customers:pool-look", args=[customer.pk]),
    ):
        page = client.get(address).content.decode()
        assert "139****5678" in page
        assert "13912345678" not in page
    assert client.get(reverse("customers:detail", args=[customer.pk])).status_code == 404


def test_a_page_of_the_pool_costs_the_same_with_more_on_it(
    world: World, client_of: ClientOf, pool: Pool, waiting: list[Customer], add: Add
) -> None:
    client = client_of(world.chen)
    client.get(reverse("customers:pools"))
    with pinned("customers.pools"):
        client.get(reverse("customers:pools"))
    more = [add(f"佛山恒达{number}").pk for number in range(9)]
    claiming.release(by=actor(world.zheng), customer_ids=more, pool=pool, note="太远")
    with pinned("customers.pools"):
        client.get(reverse("customers:pools"))


def test_after_claiming_several_one_is_back_in_the_same_pool(
    world: World, client_of: ClientOf, pool: Pool, waiting: list[Customer]
) -> None:
    form = {"ids": [row.pk for row in waiting[:2]], "pool": pool.pk}
    answer = client_of(world.chen).post(reverse("customers:pool-claim"), form)
    assert answer.headers["Location"] == f"{reverse('customers:pools')}?pool={pool.pk}"


def test_the_duplicate_check_names_the_pool(world: World, waiting: list[Customer]) -> None:
    (found,) = duplicates.find(
        Facts("广州迪宏0"), visible_to=world.li, company=world.company, via=Via.PAGE
    )
    assert (found.customer, found.owner) == (None, "总公海")


def test_an_hour_s_views_are_counted_by_customer(
    world: World, client_of: ClientOf, pool: Pool, waiting: list[Customer]
) -> None:
    change(pool, views_per_hour=2)
    client = client_of(world.chen)
    for row in (waiting[0], waiting[1], waiting[0]):
        page = client.get(reverse("customers:pool-look", args=[row.pk])).content.decode()
        assert "每小时最多查看" not in page
    page = client.get(reverse("customers:pool-look", args=[waiting[2].pk])).content.decode()
    assert "每小时最多查看 2 个公海客户" in page


def test_the_page_claims_and_says_what_stayed(
    world: World, client_of: ClientOf, pool: Pool, waiting: list[Customer]
) -> None:
    client = client_of(world.chen)
    answer = client.post(reverse("customers:pool-claim"), {"ids": [waiting[0].pk]})
    assert answer.headers["Location"] == reverse("customers:detail", args=[waiting[0].pk])
    other = client_of(world.su)
    other.post(reverse("customers:pool-claim"), {"ids": [waiting[0].pk, waiting[1].pk]})
    page = other.get(reverse("customers:pools")).content.decode()
    assert "已被别人领走" in page
    assert "已领取 1 个客户" in page


@pytest.mark.parametrize(
    ("shown", "masks", "found"),
    [
        (["phone"], True, {"139": True, "1391234": False, "5678": True, "13912345678": False}),
        (["phone"], False, {"139": True, "1391234": True, "5678": True, "13912345678": True}),
        (["region"], False, {"139": False, "5678": False, "13912345678": False, "迪宏": True}),
    ],
)
def test_a_search_in_the_pool_tells_no_more_of_a_phone_than_the_pool_shows(
    shown: list[str],
    masks: bool,
    found: dict[str, bool],
    world: World,
    make_pool: MakePool,
    client_of: ClientOf,
    api_of: ApiOf,  # noqa: F811
) -> None:
    pool = make_pool(shown=shown, masks_phones=masks)
    new = creating.NewCustomer({"name": "广州迪宏", "phone": "13912345678"}, owner=world.zheng)
    row = creating.create(by=actor(world.zheng), new=new)
    claiming.release(by=actor(world.zheng), customer_ids=[row.pk], pool=pool, note="太远")
    for typed, is_found in found.items():
        page = client_of(world.chen).get(reverse("customers:pools"), {"q": typed})
        assert ([one.pk for one in page.context["page"]] == [row.pk]) is is_found, typed
        items = api_of(world.chen)("GET", f"/pools/{pool.pk}/customers?q={typed}").json()["items"]
        assert bool(items) is is_found, typed


def test_a_pool_serves_a_dealer_only_by_name(world: World, pool: Pool, make_pool: MakePool) -> None:
    make_pool("华南公海", departments=[world.south])
    dealer = as_dealer(world)
    assert list(Pool.objects.serving(dealer)) == []
    own = make_pool("代理公海", departments=[world.shenzhen])
    mine = make_pool("苏细莲的公海", people=[dealer])
    assert list(Pool.objects.serving(dealer)) == [own, mine]
    assert pool in Pool.objects.serving(world.zheng)


def test_who_sets_pools_up_gets_all_of_them_only_within_the_whole_company(
    world: World, make_pool: MakePool
) -> None:
    east = make_pool("华东公海", departments=[world.east])
    south = make_pool("华南公海", departments=[world.south])
    assert list(Pool.objects.serving(world.boss)) == [east, south]
    Employee.objects.filter(pk=world.zheng.pk).update(role=role("admin"))
    branch = Employee.objects.with_access().get(pk=world.zheng.pk)
    assert list(Pool.objects.serving(branch)) == [south]
