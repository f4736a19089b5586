"""Who reads far more than usual is told of, once; who works hard is not."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.world import NOW, World, actor
from zhuixiao.accounts.models import Company, Employee
from zhuixiao.customers import unusual
from zhuixiao.customers.actions import creating, guarding
from zhuixiao.customers.choices import OwnerReason
from zhuixiao.customers.models import Customer, Reading, ReadingAlert
from zhuixiao.notices.models import Notice

_numbers = st.lists(st.integers(0, 400), max_size=30)


@given(own=_numbers, colleagues=_numbers, number=st.integers(0, 60))
def test_nobody_is_unusual_below_the_floor(
    own: list[int], colleagues: list[int], number: int
) -> None:
    assert not unusual.is_unusual("views", number, own=own, colleagues=colleagues)


@given(usual=st.integers(25, 200), own=st.lists(st.integers(-5, 5), min_size=5, max_size=28))
def test_a_person_within_the_own_habit_is_usual_and_five_times_of_it_is_not(
    usual: int, own: list[int]
) -> None:
    days = [usual + one for one in own]
    assert not unusual.is_unusual("views", usual * 2, own=days, colleagues=[])
    assert unusual.is_unusual("views", usual * 5, own=days, colleagues=[])


def test_a_new_employee_is_measured_by_colleagues_alone() -> None:
    assert not unusual.is_unusual("views", 200, own=[1, 1], colleagues=[80, 90, 100])
    assert unusual.is_unusual("views", 300, own=[1, 1], colleagues=[80, 90, 100])
    assert unusual.is_unusual("views", 61, own=[], colleagues=[])


def test_one_odd_day_does_not_make_the_next_one_usual() -> None:
    own = [30] * 10 + [900]
    assert unusual.is_unusual("views", 400, own=own, colleagues=[])


@pytest.fixture
def customers(world: World) -> list[Customer]:
    rows = [creating.NewCustomer({"name": f"客户{n}"}, owner=world.zheng) for n in range(80)]
    return creating.create_many(by=actor(world.zheng), rows=rows, reason=OwnerReason.CREATED)


def read(person: Employee, customers: list[Customer], back: int = 0) -> None:
    at = NOW - timedelta(days=back)
    Reading.objects.bulk_create(
        Reading(
            employee=person,
            customer=row,
            day=actor(person, at=at).today,
            first_at=at,
            last_at=at,
        )
        for row in customers
    )


@pytest.mark.django_db
def test_the_boss_is_told_once_of_who_reads_the_whole_list(
    world: World, customers: list[Customer]
) -> None:
    for back in range(1, 8):
        read(world.zheng, customers[:10], back)
        read(world.chen, customers[:30], back)
    read(world.zheng, customers)
    read(world.chen, customers[:40])
    company = Company.objects.get()
    assert guarding.watch(at=NOW, company=company) == 1
    assert guarding.watch(at=NOW, company=company) == 0
    alert = ReadingAlert.objects.get()
    assert (alert.employee, alert.kind, alert.number) == (world.zheng, "views", 80)
    told = Notice.objects.filter(kind=guarding.NOTICE)
    assert set(told.values_list("employee__name", flat=True)) == {"廖利", "曾明"}
    assert "郑斌 今天打开了 80 个客户" in str(told[0])


@pytest.mark.django_db
def test_what_somebody_read_late_in_the_day_is_told_the_next_one(
    world: World, customers: list[Customer]
) -> None:
    read(world.zheng, customers, back=1)
    # Too late to be what was usual yesterday.
    read(world.zheng, customers[:1])
    company = Company.objects.get()
    assert guarding.watch(at=NOW, company=company) == 1
    assert guarding.watch(at=NOW, company=company) == 0
    alert = ReadingAlert.objects.get()
    assert (alert.day, alert.number) == (actor(world.zheng).today - timedelta(days=1), 80)
    told = Notice.objects.filter(kind=guarding.NOTICE)
    assert "郑斌 昨天打开了 80 个客户" in str(told[0])
