"""The world that the benchmark measures in."""

import gc
from datetime import UTC, datetime

import pytest

from zhuixiao.accounts.models import Employee
from zhuixiao.benchmarks.measuring.questions import many
from zhuixiao.benchmarks.world import building, loading, people
from zhuixiao.customers.models import Customer
from zhuixiao.customers.queries import search
from zhuixiao.ledger.checks import verify
from zhuixiao.ledger.models import Entry
from zhuixiao.sales.metrics import PLACED, UNITS
from zhuixiao.sales.models import OrderLine

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
SIZE = 300


@pytest.fixture
def small(transactional_db: None) -> None:
    # Building needs the file for itself: connections of ended server threads must be gone.
    gc.collect()
    building.build(SIZE, now=NOW, progress=lambda _text: None)


def test_the_ledger_of_a_made_world_is_what_its_facts_post(small: None) -> None:
    assert Customer.objects.count() == SIZE
    # Ten entries for each customer, the reports of 42 days left out.
    others = Entry.objects.exclude(customer_id=0).exclude(metric__in=[PLACED.id, UNITS.id])
    assert 7 * SIZE < others.count() < 14 * SIZE
    assert OrderLine.objects.count() == 10 * SIZE
    assert verify() == []


def test_its_customers_are_found_and_its_indexes_are_all_there_again(small: None) -> None:
    boss = Employee.objects.with_access().get(username=people.BOSS)
    customer = Customer.objects.order_by("pk")[7]
    assert customer.pk in search.find(customer.phone[-6:], visible_to=boss, limit=20)
    assert customer.pk in search.find(customer.name[2:6], visible_to=boss, limit=SIZE)
    names = {name for name, _kind, _sql in loading.indexes_of("customers_customer")}
    assert {"customer_created", "customer_last_contact", "customer_name_core"} <= names


def test_its_people_log_in_by_password(small: None) -> None:
    for username in (people.BOSS, people.MANAGER, people.SELLER):
        assert Employee.objects.get(username=username).check_password(people.PASSWORD)


def test_customers_spread_over_stages_places_and_sellers(small: None) -> None:
    rows = many("SELECT stage_id, region_id, owner_id FROM customers_customer")
    stages, regions, owners = (len(set(column)) for column in zip(*rows, strict=True))
    assert stages >= 5
    assert regions >= 5
    assert owners > 100
