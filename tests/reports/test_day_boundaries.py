"""A contact seconds before midnight belongs to the day that the company still has, everywhere: the
server counts in UTC, eight hours behind."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.conftest import ClientOf
from tests.world import World, actor
from zhuixiao.accounts.models import Company
from zhuixiao.activities.models import Activity
from zhuixiao.catalog.choices import PickList
from zhuixiao.catalog.models import Option
from zhuixiao.customers.actions.creating import NewCustomer, create
from zhuixiao.kit.periods import Period, PeriodKind
from zhuixiao.reports.models import WorkReport
from zhuixiao.reports.queries import figures

SHANGHAI = ZoneInfo("Asia/Shanghai")
# Sunday, the last day of a month and of a week.
SUNDAY, MONDAY = date(2026, 5, 31), date(2026, 6, 1)


def at(day: date, hour: int, minute: int, second: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=SHANGHAI)


def log(client: Client, customer: int, subject: str) -> None:
    """As the form sends it whose day and time nobody touched."""
    kind = Option.objects.get(pick_list=PickList.ACTIVITY_TYPE, key="phone_visit")
    typed = {"subject": subject, "customer": customer, "type": kind.pk}
    page = client.get(reverse("activities:new"))
    shown = page.context["form"]
    day, time = shown["date"].value(), shown["time"].value()
    filled = typed | {"date": f"{day:%Y-%m-%d}", "time": f"{time:%H:%M}"}
    assert client.post(reverse("activities:new"), filled).status_code == 303


def contacts(client: Client, query: str = "") -> list[int]:
    """Contacts made and different customers, as the page of the own report shows them."""
    page = client.get(reverse("reports:mine") + query)
    assert page.status_code == 200
    shown = {row.metric: row.value for row in page.context["figures"]}
    return [shown["activities.contacts"], shown["activities.customers_contacted"]]


def subjects(client: Client, query: str = "") -> list[str]:
    """What happened, as the page lists it."""
    facts = client.get(reverse("reports:mine") + query).context["facts"]
    return [row.subject for _type, rows in facts.by_type for row in rows]


@pytest.fixture
def customer(world: World) -> int:
    by = actor(world.zheng)
    return create(by=by, new=NewCustomer({"name": "广州迪宏酒店"}, owner=world.zheng)).pk


def test_the_server_counts_in_utc_and_the_company_does_not(world: World) -> None:
    assert timezone.get_default_timezone() in {UTC, ZoneInfo("UTC")}
    assert Company.objects.get().zone == SHANGHAI


def test_a_contact_two_seconds_before_midnight_is_of_that_day_week_and_month(
    world: World, client_of: ClientOf, customer: int
) -> None:
    client = client_of(world.zheng)
    with time_machine.travel(at(SUNDAY, 23, 59, 58), tick=False):
        assert client.get(reverse("reports:mine")).context["asked"].period.start == SUNDAY
        log(client, customer, "最后一个电话")
        assert contacts(client) == [1, 1]
        assert subjects(client) == ["最后一个电话"]
    assert Activity.objects.get().day == SUNDAY
    with time_machine.travel(at(MONDAY, 0, 0, 1), tick=False):
        assert client.get(reverse("reports:mine")).context["asked"].period.start == MONDAY
        log(client, customer, "新的一天")
        assert contacts(client) == [1, 1]
        assert subjects(client) == ["新的一天"]
        for kind in PeriodKind.DAY, PeriodKind.WEEK, PeriodKind.MONTH:
            before, after = (f"?kind={kind}&day={day}" for day in (SUNDAY, MONDAY))
            assert (subjects(client, before), subjects(client, after)) == (
                ["最后一个电话"],
                ["新的一天"],
            )
            assert contacts(client, before) == contacts(client, after) == [1, 1]


def test_midnight_of_the_server_is_an_ordinary_morning(
    world: World, client_of: ClientOf, customer: int
) -> None:
    client = client_of(world.zheng)
    for hour, minute in ((7, 59), (8, 0)):
        with time_machine.travel(at(MONDAY, hour, minute, 58), tick=False):
            log(client, customer, f"{hour} 点的电话")
            assert client.get(reverse("reports:mine")).context["asked"].period.start == MONDAY
    with time_machine.travel(at(MONDAY, 8, 30), tick=False):
        assert contacts(client) == [2, 1]
    period = Period.of(PeriodKind.DAY, SUNDAY)
    numbers = figures.of_person(world.zheng, period, reader=world.zheng)
    assert {row.value for row in numbers} == {0}


def test_the_deadline_passes_at_the_company_s_midnight_between_two_requests(
    world: World, client_of: ClientOf
) -> None:
    friday = date(2026, 5, 29)
    query = f"?kind=day&day={friday}"
    words = {"summary": "谈成迪宏", "plan": "", "submit": "1"}
    lates = {}
    for person, moment in ((world.zheng, at(friday, 23, 59, 58)), (world.chen, at(SUNDAY, 0, 0))):
        with time_machine.travel(moment, tick=False):
            client_of(person).post(reverse("reports:mine") + query, words)
        lates[person.name] = WorkReport.objects.get(employee=person).is_late
    assert lates == {"郑斌": False, "陈敏": True}
    manager = client_of(world.manager)
    with time_machine.travel(at(friday, 23, 59, 58), tick=False):
        assert manager.get(reverse("reports:team")).context["missing"] == set()
    with time_machine.travel(at(date(2026, 5, 30), 0, 0), tick=False):
        page = manager.get(reverse("reports:team") + query)
        assert world.su.pk in page.context["missing"]
