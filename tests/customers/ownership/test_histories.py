"""Random histories of ownership against a plain model: who has what, and what was counted."""

from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.world import NOW, World, actor
from zhuixiao.accounts.models import Employee
from zhuixiao.customers.actions import claiming, ownership
from zhuixiao.customers.metrics import CLAIMED, RELEASED, TRANSFERRED_IN, TRANSFERRED_OUT
from zhuixiao.customers.models import Customer, Pool
from zhuixiao.ledger import checks
from zhuixiao.ledger.models import Entry

from .conftest import Add, assert_whole

pytestmark = pytest.mark.django_db
STEP = st.tuples(
    st.sampled_from(["claim", "release", "assign"]), st.integers(0, 2), st.integers(0, 2)
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=st.lists(STEP, max_size=12))
def test_any_history_agrees_with_a_plain_model(
    world: World, add: Add, pool: Pool, steps: list[tuple[str, int, int]]
) -> None:
    people = [world.zheng, world.chen, world.su]
    rows = [add(f"客户{number}") for number in range(3)]
    before = _counted()
    has: dict[int, Employee | None] = {row.pk: world.zheng for row in rows}
    counted: Counter[int] = Counter()
    for number, (what, who, which) in enumerate(steps, start=1):
        person, row, at = people[who], rows[which], NOW + timedelta(minutes=number)
        owner = has[row.pk]
        if what == "claim":
            claiming.claim(by=actor(person, at=at), customer_ids=[row.pk])
            if owner is None:
                has[row.pk] = person
                counted[CLAIMED.id] += 1
        elif what == "release":
            by = actor(person, at=at)
            claiming.release(by=by, customer_ids=[row.pk], pool=pool, note="x")
            if owner == person:
                has[row.pk] = None
                counted[RELEASED.id] += 1
        else:
            by = actor(world.boss, at=at)
            ownership.assign(by=by, customer_ids=[row.pk], owner=person)
            if owner != person:
                has[row.pk] = person
                counted[TRANSFERRED_IN.id] += 1
                counted[TRANSFERRED_OUT.id] += owner is not None
    for row in rows:
        assert_whole(row)
        assert Customer.objects.get(pk=row.pk).owner == has[row.pk]
    assert _counted() - before == +counted
    assert checks.verify() == []


def _counted() -> Counter[int]:
    metrics = (CLAIMED.id, RELEASED.id, TRANSFERRED_IN.id, TRANSFERRED_OUT.id)
    return Counter(Entry.objects.filter(metric__in=metrics).values_list("metric", flat=True))
