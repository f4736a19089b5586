"""What the pages cost: a fixed number of statements, however much stands on them."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine

from tests.conftest import ClientOf
from tests.query_counts import pinned
from tests.world import NOW, World, actor
from zhuixiao.accounts.models import Employee
from zhuixiao.activities.actions import commenting, recording, tasks
from zhuixiao.activities.actions.task_values import NewTask
from zhuixiao.activities.actions.values import NewActivity
from zhuixiao.activities.models import Activity
from zhuixiao.catalog.choices import PickList
from zhuixiao.catalog.models import Option
from zhuixiao.customers.actions import creating
from zhuixiao.customers.models import Customer

pytestmark = pytest.mark.django_db

PAGES = {
    "home": "/",
    "customers.detail": "/customers/{customer}/",
    "customers.panel": "/customers/{customer}/panel/",
    "activities.list": "/activities/",
    "activities.record": "/activities/{activity}/",
    "activities.tasks": "/tasks/",
    "activities.calendar": "/calendar/?span=month",
    "reports.day": "/reports/mine/",
    "reports.team": "/reports/team/",
    "phone.state": "/field/m/state",
    "phone.session": "/field/m/session",
    "phone.attendance": "/field/m/state?pieces=attendance",
    "nearby": "/field/nearby/?latitude=22.54&longitude=114.06",
    "notices": "/notices/",
    "employees": "/settings/employees/",
}
Live = Callable[[int], None]
# What a phone is told depends on the hour: in the evening reports are due.
AFTERNOON = NOW + timedelta(hours=5)


@pytest.fixture
def live(world: World) -> Live:
    """So many working days of 郑斌: customers, calls, tasks, plans, comments of the boss."""
    call = Option.objects.of(PickList.ACTIVITY_TYPE).get(key="phone_visit").pk
    first = creating.create(by=actor(world.zheng), new=_customer("广州迪宏", world.zheng))

    def live(days: int) -> None:
        for number in range(days):
            at = NOW + timedelta(minutes=number)
            by, boss = actor(world.zheng, at=at), actor(world.boss, at=at)
            new = creating.create(by=by, new=_customer(f"佛山恒达{number}", world.zheng))
            for customer in (first, new):
                record = recording.log(
                    by=by,
                    new=NewActivity(
                        customer_id=customer.pk,
                        subject="回访样品",
                        type_id=call,
                        executor_ids=[world.zheng.pk, world.chen.pk],
                        next_on=(NOW + timedelta(days=number)).date(),
                    ),
                )
                commenting.comment(by=boss, kind="activity", record_id=record.pk, text="好。")
                tasks.add(by=by, new=NewTask("发报价", NOW.date(), customer_id=customer.pk))

    return live


def _customer(name: str, owner: Employee) -> creating.NewCustomer:
    return creating.NewCustomer({"name": name}, owner=owner, contacts=[{"name": "梁耀安"}])


@pytest.fixture(autouse=True)
def afternoon() -> Iterator[None]:
    with time_machine.travel(AFTERNOON, tick=False):
        yield


@pytest.mark.parametrize("page", PAGES)
def test_a_page_costs_the_same_with_thrice_as_much_on_it(
    page: str, world: World, live: Live, client_of: ClientOf
) -> None:
    live(3)
    # The boss writes no report, and has no phone in the field.
    is_own = page == "reports.day" or page.startswith("phone.")
    client = client_of(world.zheng if is_own else world.boss)
    customer = Customer.objects.order_by("pk")[0].pk
    activity = Activity.objects.filter(customer=customer).order_by("pk")[0].pk
    address = PAGES[page].format(customer=customer, activity=activity)
    assert client.get(address).status_code == 200, address
    with pinned(page):
        client.get(address)
    live(6)
    with pinned(page):
        client.get(address)
