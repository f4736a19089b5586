"""The first page after log-in: everybody's own day, and the day of those one leads."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.conftest import ClientOf
from tests.world import World, actor
from zhuixiao.accounts.models import AuditEntry, Employee
from zhuixiao.activities.actions import planning, tasks
from zhuixiao.activities.actions.tasks import NewTask
from zhuixiao.activities.models import FollowUp
from zhuixiao.activities.queries import day as days
from zhuixiao.customers.actions import creating
from zhuixiao.customers.models import Customer
from zhuixiao.kit.errors import Invalid
from zhuixiao.workbench.queries import company

HOME = reverse("home")


@pytest.fixture
def customer(world: World) -> Customer:
    """A customer of 郑斌."""
    new = creating.NewCustomer(
        {"name": "广州迪宏酒店", "phone": "138 0013 8000 / 13900139000"}, owner=world.zheng
    )
    return creating.create(by=actor(world.zheng), new=new)


def overdue_plan(by: Employee, customer: Customer, days: int = 3) -> FollowUp:
    """A contact that was planned long ago and never took place."""
    now = timezone.now()
    planned = actor(by, at=now - timedelta(days=30))
    day = (now - timedelta(days=days)).date()
    return planning.plan(by=planned, customer_id=customer.pk, on=day, note="问样品")


@pytest.mark.parametrize("name", ["boss", "manager", "zheng", "admin", "finance"])
def test_nobody_comes_to_an_empty_page(world: World, client_of: ClientOf, name: str) -> None:
    page = client_of(getattr(world, name)).get(HOME).content.decode()
    assert 'class="card card-flush"' in page


def test_a_planned_contact_waits_with_everything_that_one_can_do_about_it(
    world: World, client_of: ClientOf, customer: Customer
) -> None:
    plan = overdue_plan(world.zheng, customer)
    page = client_of(world.zheng).get(HOME).content.decode()
    assert f"{reverse('activities:new')}?customer={customer.pk}" in page
    assert reverse("activities:follow_up", args=[plan.pk]) in page
    assert f'data-call="{reverse("customers:reveal", args=[customer.pk])}"' in page


def test_the_call_button_asks_for_the_number_which_is_counted(
    world: World, client_of: ClientOf, customer: Customer
) -> None:
    overdue_plan(world.zheng, customer)
    client = client_of(world.zheng)
    assert "13800138000" not in client.get(HOME).content.decode()
    answer = client.post(reverse("customers:reveal", args=[customer.pk]), {"field": "phone"})
    assert answer.json()["dial"][0] == "13800138000"
    looks = AuditEntry.objects.filter(action="reveal", employee=world.zheng)
    assert [row.record_id for row in looks] == [customer.pk]


def test_a_customer_waits_once_however_many_plans_there_are(
    world: World, customer: Customer
) -> None:
    overdue_plan(world.zheng, customer, days=2)
    earliest = overdue_plan(world.zheng, customer, days=9)
    day = timezone.now().date()
    queue = days.of_person(world.zheng, today=day, zone=world.company.zone)
    assert list(queue.overdue) == [earliest]


def test_putting_off_moves_the_contact_and_keeps_what_it_was_for(
    world: World, client_of: ClientOf, customer: Customer
) -> None:
    plan = overdue_plan(world.zheng, customer)
    day = (timezone.now() + timedelta(days=3)).date()
    address = reverse("activities:follow_up", args=[plan.pk])
    client_of(world.zheng).post(address, {"on": day.isoformat(), "note": plan.note})
    plan.refresh_from_db()
    assert (plan.on, plan.note) == (day, "问样品")


@pytest.mark.parametrize("step", ["follow_up", "follow_up_cancellation"])
def test_putting_off_and_cancelling_are_undone_even_to_a_day_that_is_over(
    world: World, client_of: ClientOf, customer: Customer, step: str
) -> None:
    plan = overdue_plan(world.zheng, customer)
    day = plan.on
    sales = client_of(world.zheng)
    wanted = {"on": (timezone.now() + timedelta(days=3)).date().isoformat(), "note": "改期"}
    address = reverse(f"activities:{step}", args=[plan.pk])
    answer = sales.post(address, wanted, headers={"HX-Request": "true"})
    undo = json.loads(answer.headers["HX-Trigger"])["toast"]["undo"]
    assert sales.post(undo, headers={"HX-Request": "true"}).status_code == 204
    plan.refresh_from_db()
    assert (plan.on, plan.note, plan.state) == (day, "问样品", "open")
    assert sales.post(undo, headers={"HX-Request": "true"}).status_code == 422


def test_a_change_by_somebody_else_meanwhile_is_not_undone(
    world: World, customer: Customer
) -> None:
    plan = overdue_plan(world.zheng, customer)
    later = (timezone.now() + timedelta(days=3)).date()
    by = actor(world.zheng, at=timezone.now())
    planning.move(by=by, follow_up=plan, on=later)
    boss = actor(world.boss, at=timezone.now())
    planning.move(by=boss, follow_up=plan, on=later + timedelta(days=1))
    with pytest.raises(Invalid):
        planning.take_back(by=by, follow_up=plan)


def test_a_due_task_is_done_from_here(world: World, client_of: ClientOf) -> None:
    now = timezone.now()
    new = NewTask(title="寄检测报告", due_on=now.date())
    task = tasks.add(by=actor(world.zheng, at=now), new=new)
    page = client_of(world.zheng).get(HOME).content.decode()
    assert reverse("activities:task_completion", args=[task.pk]) in page


def test_a_count_of_overdue_customers_opens_to_as_many(
    world: World, client_of: ClientOf, customer: Customer
) -> None:
    overdue_plan(world.zheng, customer, days=2)
    overdue_plan(world.zheng, customer, days=9)
    day = timezone.now().date()
    counted = company.overdue(world.boss, today=day)
    assert [(row.person, row.count) for row in counted] == [(world.zheng, 1)]
    address = f"{reverse('customers:count')}?owner={world.zheng.pk}&next_contact=overdue"
    assert client_of(world.boss).get(address).json()["count"] == 1


def test_overdue_customers_out_of_scope_are_not_counted(world: World, customer: Customer) -> None:
    overdue_plan(world.zheng, customer)
    assert company.overdue(world.li, today=timezone.now().date()) == []


def test_the_boss_looks_at_yesterday_before_today_has_begun(
    world: World, client_of: ClientOf
) -> None:
    yesterday = timezone.now() - timedelta(days=1)
    new = creating.NewCustomer({"name": "广州迪宏酒店"}, owner=world.zheng)
    creating.create(by=actor(world.zheng, at=yesterday), new=new)
    client = client_of(world.boss)
    shown = {
        span.value: client.get(HOME, {"of": span.value}).context["numbers"]
        for span in company.SPANS
    }
    assert not shown["today"].lines
    assert [cell.value for cell in shown["yesterday"].total] == [0, 0, 0, 1, 0, 0, 0]
    assert client.get(HOME, {"of": "x"}).context["span"] == "today"
