"""Who leaves has planned visits: they go with the customers, to who takes them, or they end."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from tests.conftest import ClientOf
from tests.field.conftest import AddShop, SignIn
from tests.world import NOW, World, actor
from zhuixiao.accounts.actions import employees, leaving
from zhuixiao.accounts.actions.leaving import Share
from zhuixiao.accounts.models import AuditEntry, Employee
from zhuixiao.customers.actions import transferring
from zhuixiao.customers.models import Customer
from zhuixiao.field.actions import visit_plans, visit_plans_handing
from zhuixiao.field.models import VisitPlan
from zhuixiao.kit.periods import Period
from zhuixiao.ledger import checks
from zhuixiao.ledger.queries import query

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)
TOMORROW = TODAY + timedelta(days=1)


def plan(person: Employee, customer: Customer, day: date = TOMORROW) -> VisitPlan:
    return visit_plans.add(by=actor(person), person=person, day=day, customer_id=customer.pk)


def hand_over(world: World, **shares: list[Employee]) -> dict[str, int]:
    wanted = {kind: Share([one.pk for one in people]) for kind, people in shares.items()}
    return leaving.hand_over(by=actor(world.boss), leaver=world.zheng, plan=wanted)


def stops() -> set[tuple[str, str, date]]:
    return set(VisitPlan.objects.values_list("customer__name", "employee__name", "day"))


def test_planned_visits_go_with_their_customers(
    world: World, shop: Customer, add_shop: AddShop
) -> None:
    second = add_shop("第二家")
    plan(world.zheng, shop)
    plan(world.zheng, second, TODAY)
    hand_over(world, customers=[world.chen, world.su])
    assert stops() == {(shop.name, "陈敏", TOMORROW), (second.name, "苏细莲", TODAY)}
    assert {row.department_id for row in VisitPlan.objects.all()} == {
        world.chen.department_id,
        world.su.department_id,
    }
    whole = Period(TODAY, TOMORROW)
    counted = query(["visits.planned"], period=whole, visible_to=world.chen).total.values
    assert counted["visits.planned"] == 1
    assert AuditEntry.objects.filter(kind="visit_plan", action="hand_over").count() == 2
    assert checks.verify() == []


def test_they_stand_at_the_end_of_the_receivers_day(
    world: World, shop: Customer, add_shop: AddShop
) -> None:
    own = [add_shop(f"陈敏的{number}", owner=world.chen) for number in range(2)]
    for customer in own:
        plan(world.chen, customer)
    plan(world.zheng, shop)
    hand_over(world, customers=[world.chen])
    route = VisitPlan.objects.filter(employee=world.chen).in_order()
    assert [row.customer.name for row in route] == ["陈敏的0", "陈敏的1", shop.name]


def test_what_was_made_or_is_over_stays_with_the_leaver(
    world: World, shop: Customer, sign_in: SignIn
) -> None:
    made = plan(world.zheng, shop, TODAY)
    sign_in()
    over = plan(world.zheng, shop)
    VisitPlan.objects.filter(pk=over.pk).update(day=TODAY - timedelta(days=1))
    hand_over(world, customers=[world.chen])
    assert set(VisitPlan.objects.values_list("pk", "employee")) == {
        (made.pk, world.zheng.pk),
        (over.pk, world.zheng.pk),
    }


def test_a_customer_that_changes_hands_otherwise_leaves_the_route_alone(
    world: World, shop: Customer
) -> None:
    plan(world.zheng, shop)
    transferring.transfer(by=actor(world.boss), customer_ids=[shop.pk], owner=world.chen)
    assert stops() == {(shop.name, "郑斌", TOMORROW)}


def test_stops_at_customers_of_others_go_to_who_may_open_them(
    world: World, add_shop: AddShop
) -> None:
    of_chen = add_shop("陈敏的店", owner=world.chen)
    row = plan(world.chen, of_chen)
    VisitPlan.objects.filter(pk=row.pk).update(employee=world.zheng)
    assert visit_plans_handing.count(world.zheng, NOW) == 1
    assert hand_over(world, visit_plans=[world.li, world.chen]) == {"visit_plans": 1}
    assert stops() == {(of_chen.name, "陈敏", TOMORROW)}
    assert visit_plans_handing.count(world.zheng, NOW) == 0


def test_a_stop_that_nobody_may_take_or_that_is_there_already_ends_with_a_word_in_the_log(
    world: World, add_shop: AddShop
) -> None:
    of_chen = add_shop("陈敏的店", owner=world.chen)
    plan(world.chen, of_chen)
    again = plan(world.chen, of_chen, TODAY)
    VisitPlan.objects.filter(pk=again.pk).update(employee=world.zheng, day=TOMORROW)
    hand_over(world, visit_plans=[world.chen])
    assert stops() == {(of_chen.name, "陈敏", TOMORROW)}
    VisitPlan.objects.update(employee=world.zheng)
    hand_over(world, visit_plans=[world.li])
    assert stops() == set()
    log = AuditEntry.objects.filter(kind="visit_plan", action="delete", employee=world.boss)
    assert log.count() == 2
    assert checks.verify() == []


def test_what_nobody_took_over_ends_on_its_day(
    world: World, shop: Customer, add_shop: AddShop
) -> None:
    mine = add_shop("陈敏的店", owner=world.chen)
    plan(world.zheng, shop, TODAY)
    plan(world.zheng, shop)
    plan(world.chen, mine, TODAY)
    employees.deactivate(by=actor(world.boss), employee=world.zheng)
    assert visit_plans_handing.end_of_leavers(NOW) == 1
    assert stops() == {(shop.name, "郑斌", TOMORROW), (mine.name, "陈敏", TODAY)}
    hand_over(world, customers=[world.chen])
    assert (shop.name, "陈敏", TOMORROW) in stops()
    assert checks.verify() == []


def test_the_screen_of_a_leaver_names_them(
    world: World, shop: Customer, client_of: ClientOf
) -> None:
    VisitPlan.objects.filter(pk=plan(world.zheng, shop).pk).update(day=date(2999, 1, 1))
    address = reverse("accounts:employee-hand-over", args=[world.zheng.pk])
    assert 'name="visit_plans"' in client_of(world.boss).get(address).content.decode()
