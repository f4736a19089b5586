from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.conftest import ClientOf
from tests.sales.conftest import TODAY, PlaceOrder
from tests.world import World, actor
from zhuixiao.accounts.models import AuditEntry, Employee
from zhuixiao.kit.errors import Invalid, NotAllowed
from zhuixiao.sales.actions.targets import Holder, Plan, set_targets
from zhuixiao.sales.choices import TargetUnit
from zhuixiao.sales.models import Target
from zhuixiao.sales.queries import targets

MARCH = date(2026, 3, 1)
ORDERS = "orders.amount"


def _plan(holder: Holder, value: int | None, **more: int) -> Plan:
    return Plan(ORDERS, TargetUnit.MONTH, {(holder, MARCH): value}, **more)


def test_three_tiers_rise_from_one_number(world: World) -> None:
    set_targets(by=actor(world.boss), plan=_plan(Holder(employee_id=world.zheng.pk), 100_000))
    target = Target.objects.get()
    assert (target.base, target.stretch, target.challenge) == (100_000, 120_000, 150_000)


def test_months_add_up_to_quarter_and_year(world: World) -> None:
    holder = Holder(department_id=world.south.pk)
    values = {(holder, date(2026, month, 1)): month * 1_000 for month in range(1, 13)}
    plan = Plan(ORDERS, TargetUnit.MONTH, dict(values))
    set_targets(by=actor(world.boss), plan=plan, with_sums=True)
    quarters = Target.objects.filter(unit=TargetUnit.QUARTER).order_by("start")
    assert [row.base for row in quarters] == [6_000, 15_000, 24_000, 33_000]
    assert Target.objects.get(unit=TargetUnit.YEAR).base == 78_000


def test_a_year_set_without_months_stays_when_months_of_others_are_summed(world: World) -> None:
    by, company, south = actor(world.boss), Holder(), Holder(department_id=world.south.pk)
    for unit, first in (
        (TargetUnit.YEAR, date(2026, 1, 1)),
        (TargetUnit.QUARTER, date(2026, 4, 1)),
    ):
        set_targets(by=by, plan=Plan(ORDERS, unit, {(company, first): 900, (south, first): 900}))
    months: dict[tuple[Holder, date], int | None] = {
        (holder, date(2026, month, 1)): None for holder in (company, south) for month in (3, 4)
    }
    set_targets(
        by=by, plan=Plan(ORDERS, TargetUnit.MONTH, {**months, (south, MARCH): 70}), with_sums=True
    )
    held = Target.objects.exclude(unit=TargetUnit.MONTH)
    assert {(row.department_id, row.unit, row.start.month): row.base for row in held} == {
        (None, "year", 1): 900,
        (None, "quarter", 4): 900,
        (south.department_id, "year", 1): 70,
        (south.department_id, "quarter", 1): 70,
        (south.department_id, "quarter", 4): 900,
    }
    set_targets(by=by, plan=Plan(ORDERS, TargetUnit.MONTH, months), with_sums=True)
    assert held.filter(department=world.south).count() == 1


def test_an_emptied_field_takes_the_target_away_and_is_logged(world: World) -> None:
    by, holder = actor(world.boss), Holder()
    set_targets(by=by, plan=_plan(holder, 100))
    assert set_targets(by=by, plan=_plan(holder, 100)) == 0
    assert set_targets(by=by, plan=_plan(holder, None)) == 1
    assert not Target.objects.exists()
    newest = AuditEntry.objects.filter(kind="target").latest("pk")
    assert newest.changes == {"2026-03-01": [100, None]}


def test_absurd_targets_are_refused(world: World) -> None:
    by = actor(world.boss)
    for plan in (
        _plan(Holder(), 0),
        _plan(Holder(), 10**15),
        _plan(Holder(), 100, stretch=90),
        _plan(Holder(), 100, stretch=200, challenge=150),
        _plan(Holder(employee_id=10**9), 100),
        Plan("moon", TargetUnit.MONTH, {}),
        Plan(ORDERS, TargetUnit.QUARTER, {(Holder(), date(2026, 3, 1)): 1}),
    ):
        with pytest.raises(Invalid):
            set_targets(by=by, plan=plan)
    with pytest.raises(NotAllowed):
        set_targets(by=actor(world.zheng), plan=_plan(Holder(), 100))


def test_progress_names_the_tier_that_was_reached(world: World, place_order: PlaceOrder) -> None:
    place_order()
    set_targets(by=actor(world.boss), plan=_plan(Holder(employee_id=world.zheng.pk), 100_000))
    (mine,) = targets.of_reader(world.zheng, today=TODAY)
    assert (mine.value, mine.share, mine.bar, mine.tier, mine.missing) == (
        120_000,
        120,
        100,
        "stretch",
        30_000,
    )


def test_a_department_counts_everything_below_it(world: World, place_order: PlaceOrder) -> None:
    place_order()
    set_targets(by=actor(world.boss), plan=_plan(Holder(department_id=world.south.pk), 240_000))
    (led,) = targets.of_reader(world.manager, today=TODAY)
    assert (led.whose, led.value, led.tier) == ("华南分公司", 120_000, "")


def test_a_target_shows_only_to_who_sees_all_that_counts_for_it(
    world: World, place_order: PlaceOrder
) -> None:
    place_order()
    people = [Holder(employee_id=row.pk) for row in (world.zheng, world.manager)]
    for metric in (ORDERS, "customers.added"):
        values = {(row, MARCH): 100 for row in (*people, Holder(department_id=world.south.pk))}
        set_targets(by=actor(world.boss), plan=Plan(metric, TargetUnit.MONTH, dict(values)))
    everything = list(Target.objects.order_by("pk"))
    modules = {"customers": {"scope": "own", "actions": ["view"]}}
    world.manager.role.grants = {"modules": modules}
    world.manager.role.save()
    manager = Employee.objects.with_access().get(pk=world.manager.pk)
    shown = targets.progress(everything, reader=manager)
    assert [(row.target.metric, row.whose) for row in shown] == [
        (ORDERS, "郑斌"),
        (ORDERS, "周平"),
        (ORDERS, "华南分公司"),
        ("customers.added", "周平"),
    ]


def test_more_targets_need_no_more_questions(
    world: World, place_order: PlaceOrder, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    place_order()
    by, people = actor(world.boss), [world.zheng, world.chen, world.manager]
    values = {(Holder(employee_id=row.pk), MARCH): 100 for row in people}
    values |= {(Holder(department_id=world.south.pk), MARCH): 100, (Holder(), MARCH): 100}
    set_targets(by=by, plan=Plan(ORDERS, TargetUnit.MONTH, dict(values)))
    rows = list(Target.objects.select_related("department", "employee").order_by("pk"))
    boss = Employee.objects.with_access().get(pk=world.boss.pk)
    with django_assert_num_queries(2):
        assert len(targets.progress(rows, reader=boss)) == 5


def test_targets_of_others_stay_theirs(world: World) -> None:
    by = actor(world.boss)
    for person in (world.zheng, world.chen, world.li):
        set_targets(by=by, plan=_plan(Holder(employee_id=person.pk), 100))
    set_targets(by=by, plan=_plan(Holder(), 1_000))
    assert targets.visible_to(world.boss).count() == 4
    assert {row.employee_id for row in targets.visible_to(world.manager)} == {
        world.zheng.pk,
        world.chen.pk,
    }
    assert [row.employee_id for row in targets.visible_to(world.chen)] == [world.chen.pk]


def test_the_grid_saves_and_marks_what_is_no_number(world: World, client_of: ClientOf) -> None:
    client = client_of(world.boss)
    address = f"/performance/targets/grid/?metric={ORDERS}&unit=month&year=2026"
    year = client.get("/performance/targets/grid/").context["number"]
    address = address.replace("2026", str(year))
    key = f"t-0-{world.zheng.pk}-{year}-03-01"
    shares = {"stretch": "110", "challenge": "140", "with_sums": "on"}
    wrong = client.post(address, {key: "many", **shares})
    assert wrong.status_code == 422
    assert b"many" in wrong.content
    assert client.post(address, {key: "1,234.50", **shares}).status_code == 303
    target = Target.objects.get(unit=TargetUnit.MONTH)
    assert (target.base, target.stretch, target.challenge) == (123_450, 135_795, 172_830)
    assert Target.objects.filter(unit=TargetUnit.YEAR).count() == 1
    assert b"1234.50" in client.get(address).content
    assert client_of(world.zheng).get(address).status_code == 403


def test_the_grid_saved_unchanged_changes_no_tier_of_a_small_target(
    world: World, client_of: ClientOf
) -> None:
    client, year = client_of(world.boss), actor(world.boss).today.year
    address = f"/performance/targets/grid/?metric=activities.contacts&unit=month&year={year}"
    key = f"t-0-{world.zheng.pk}-{year}-03-01"
    for stretch, shown in ((120, 120), (130, 129)):
        client.post(address, {key: "7", "stretch": str(stretch), "challenge": "150"})
        target = Target.objects.get()
        page = client.get(address).context["form"]
        assert page["stretch"].value() == shown
        client.post(address, {key: "7", "stretch": str(shown), "challenge": "150"})
        again = Target.objects.get()
        assert (again.version, again.stretch) == (target.version, 7 * stretch // 100)


def test_a_higher_tier_of_the_same_target_is_logged(world: World) -> None:
    by, holder = actor(world.boss), Holder()
    set_targets(by=by, plan=_plan(holder, 100))
    assert set_targets(by=by, plan=_plan(holder, 100, stretch=130)) == 1
    newest = AuditEntry.objects.filter(kind="target").latest("pk")
    assert newest.changes == {"2026-03-01": ["100 / 120 / 150", "100 / 130 / 150"]}
