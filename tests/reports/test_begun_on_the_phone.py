"""Without network a report begins on the phone as it does on the desk."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine

from tests.conftest import ClientOf
from tests.field.phone.conftest import STATE, send
from tests.query_counts import pinned
from tests.world import NOW, World, actor
from zhuixiao.accounts.models import Employee
from zhuixiao.activities.actions import planning, recording
from zhuixiao.activities.actions.values import NewActivity
from zhuixiao.catalog.choices import PickList
from zhuixiao.catalog.models import Option
from zhuixiao.customers.actions import creating
from zhuixiao.customers.models import Customer
from zhuixiao.field.phone import state as phone_state
from zhuixiao.kit.periods import Period, PeriodKind
from zhuixiao.reports.actions import writing
from zhuixiao.reports.choices import ReportKind
from zhuixiao.reports.models import WorkReport

pytestmark = pytest.mark.django_db
TUESDAY = NOW + timedelta(days=1)
MONDAY = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def _on_tuesday(world: World) -> Iterator[None]:
    Employee.objects.update(created_at=NOW - timedelta(days=365))
    with time_machine.travel(TUESDAY, tick=False):
        yield


@pytest.fixture
def customer(world: World) -> Customer:
    new = creating.NewCustomer({"name": "广州迪宏"}, owner=world.zheng)
    return creating.create(by=actor(world.zheng, at=NOW), new=new)


def call(world: World, customer: Customer, at: datetime) -> None:
    kind = Option.objects.of(PickList.ACTIVITY_TYPE).get(key="phone_visit")
    new = NewActivity(subject="问价格", customer_id=customer.pk, type_id=kind.pk)
    recording.log(by=actor(world.zheng, at=at), new=new)


def write(world: World, day: date, at: datetime = TUESDAY, **words: list[str]) -> WorkReport:
    period = Period.of(PeriodKind.DAY, day)
    values: dict[str, Any] = {"summary": ["x"], "plan": [], **words}
    return writing.save(by=actor(world.zheng, at=at), kind=ReportKind.DAY, period=period, **values)


def kept(client_of: ClientOf, person: Employee) -> dict[tuple[str, str], dict[str, Any]]:
    """What the phone keeps of each report, by its kind and first day."""
    rows = client_of(person).get(STATE).json()["pieces"]["reports"]
    return {(row["kind"], row["start"]): row for row in rows}


def lines(row: dict[str, Any], part: str) -> list[str]:
    found: list[str] = next(one["lines"] for one in row["parts"] if one["key"] == part)
    return found


def offers(row: dict[str, Any], part: str) -> dict[str, list[str]]:
    found = next(one["offers"] for one in row["parts"] if one["key"] == part)
    return {one["heading"]: one["lines"] for one in found}


def test_each_report_begins_with_the_facts_of_its_own_days(
    world: World, customer: Customer, client_of: ClientOf
) -> None:
    call(world, customer, NOW)
    call(world, customer, TUESDAY)
    held = kept(client_of, world.zheng)
    today, before, week = (
        held["day", "2026-03-03"], held["day", "2026-03-02"], held["week", "2026-03-02"]
    )  # fmt: skip
    assert lines(today, "summary") == ["电话拜访 1 次：广州迪宏"]
    assert lines(before, "summary") == ["电话拜访 1 次：广州迪宏", "新增客户 1 家：广州迪宏"]
    assert lines(week, "summary") == ["电话拜访 2 次：广州迪宏", "新增客户 1 家：广州迪宏"]
    assert list(offers(today, "summary").values()) == [lines(today, "summary")]


@pytest.mark.parametrize("day", ["2026-03-02", "2026-03-03"])
def test_the_phone_begins_with_the_words_of_the_desk(
    world: World, customer: Customer, client_of: ClientOf, day: str
) -> None:
    call(world, customer, NOW)
    call(world, customer, TUESDAY)
    planning.plan(by=actor(world.zheng, at=NOW), customer_id=customer.pk, on=MONDAY)
    ahead = date(2026, 3, 4)
    planning.plan(by=actor(world.zheng, at=NOW), customer_id=customer.pk, on=ahead, note="送样品")
    row = kept(client_of, world.zheng)["day", day]
    page = client_of(world.zheng).get(row["url"]).content.decode()
    for part in ("summary", "plan"):
        assert "\n".join(lines(row, part)) + "</textarea>" in page
        for group in offers(row, part).values():
            assert all(f'value="{line}"' in page for line in group)


def test_what_was_planned_before_is_offered_as_done_and_again(
    world: World, client_of: ClientOf
) -> None:
    write(world, MONDAY, plan=["寄样品"])
    row = kept(client_of, world.zheng)["day", "2026-03-03"]
    assert ["已完成：寄样品"] in offers(row, "summary").values()
    assert ["寄样品"] in offers(row, "plan").values()


def test_a_saved_draft_goes_before_what_the_facts_say(
    world: World, customer: Customer, client_of: ClientOf
) -> None:
    call(world, customer, TUESDAY)
    write(world, TUESDAY.date(), summary=["自己的话"])
    row = kept(client_of, world.zheng)["day", "2026-03-03"]
    assert lines(row, "summary") == ["自己的话"]
    assert ["电话拜访 1 次：广州迪宏"] in offers(row, "summary").values()


def test_the_day_before_is_kept_until_it_is_handed_in(world: World, client_of: ClientOf) -> None:
    report = write(world, MONDAY)
    assert ("day", "2026-03-02") in kept(client_of, world.zheng)
    writing.submit(by=actor(world.zheng, at=TUESDAY), report=report)
    assert list(kept(client_of, world.zheng)) == [("day", "2026-03-03"), ("week", "2026-03-02")]


def test_after_a_weekend_the_day_before_is_friday(world: World, client_of: ClientOf) -> None:
    with time_machine.travel(NOW, tick=False):
        held = kept(client_of, world.zheng)
    assert [start for kind, start in held if kind == "day"] == ["2026-03-02", "2026-02-27"]


def test_nobody_owes_a_day_before_he_came(world: World, client_of: ClientOf) -> None:
    Employee.objects.update(created_at=TUESDAY)
    assert [kind for kind, _start in kept(client_of, world.zheng)] == ["day", "week"]


def test_a_draft_of_the_desk_is_not_overwritten_by_a_phone_that_saw_none(
    world: World, client_of: ClientOf
) -> None:
    row = kept(client_of, world.zheng)["day", "2026-03-03"]
    write(world, TUESDAY.date(), summary=["电脑上写的"])
    values = {"kind": "day", "start": "2026-03-03", "summary": ["手机上写的"]}
    answer = send(client_of(world.zheng), "report.draft", values | {"version": row["seen"]})
    assert (answer.status_code, answer.json()["code"]) == (409, "conflict")
    assert WorkReport.objects.get().summary == ["电脑上写的"]


def test_the_piece_costs_the_same_for_thrice_as_much(world: World, customer: Customer) -> None:
    def grow(count: int) -> None:
        for number in range(count):
            for at in (NOW, TUESDAY):
                call(world, customer, at + timedelta(minutes=number))
                new = creating.NewCustomer({"name": f"客户{number}"}, owner=world.zheng)
                creating.create(by=actor(world.zheng, at=at), new=new)
                ahead = at.date() + timedelta(days=1)
                other = Customer.objects.order_by("-pk")[0]
                planning.plan(by=actor(world.zheng, at=at), customer_id=other.pk, on=ahead)

    build = phone_state.pieces()["reports"]
    grow(2)
    zheng = Employee.objects.with_access().get(pk=world.zheng.pk)
    build(zheng, TUESDAY)
    with pinned("phone.reports"):
        build(zheng, TUESDAY)
    grow(4)
    with pinned("phone.reports"):
        build(zheng, TUESDAY)
