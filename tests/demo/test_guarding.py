"""The demo company can be made at any minute of the day."""

from datetime import UTC, datetime

import pytest

from tests.world import World
from zhuixiao.accounts.audit import Actor
from zhuixiao.customers.actions import creating
from zhuixiao.customers.choices import OwnerReason
from zhuixiao.customers.models import Reading
from zhuixiao.demo import guarding


@pytest.mark.parametrize("minute", ["16:00:30", "15:59:58", "16:20:00"])
def test_reading_is_made_up_at_any_minute_around_midnight(world: World, minute: str) -> None:
    at = datetime.fromisoformat(f"2026-03-10T{minute}").replace(tzinfo=UTC)
    boss = Actor(world.boss, at, world.company.zone)
    rows = [creating.NewCustomer({"name": f"客户{n}"}, owner=world.zheng) for n in range(30)]
    creating.create_many(by=boss, rows=rows, reason=OwnerReason.CREATED)

    guarding.build(boss, seed=1)

    days = Reading.objects.values_list("day", flat=True).distinct()
    assert max(days) == boss.today
    assert len(days) == guarding.DAYS
