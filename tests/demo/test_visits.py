"""The demo company's field work can be made at any minute of the day."""

from datetime import UTC, datetime

import pytest

from tests.world import World, actor
from zhuixiao.accounts.audit import Actor
from zhuixiao.catalog.models import Region
from zhuixiao.customers.actions import creating
from zhuixiao.demo import visits
from zhuixiao.field.choices.visits import VisitState
from zhuixiao.field.models import Photo, Visit, VisitPlan
from zhuixiao.ledger import checks


@pytest.mark.parametrize("minute", ["16:00:30", "15:59:58"])
def test_two_weeks_of_visits_lie_behind_and_a_route_ahead(world: World, minute: str) -> None:
    at = datetime.fromisoformat(f"2026-03-20T{minute}").replace(tzinfo=UTC)
    region = Region.objects.exclude(longitude=None).order_by("pk").first()
    for number in range(4):
        values = {"name": f"客户{number}", "region": region.pk if region else None}
        new = creating.NewCustomer(values, owner=world.zheng)
        creating.create(by=actor(world.zheng), new=new)
    visits.build(Actor(world.boss, at, world.company.zone), seed=1)
    made = Visit.objects.all()
    today = world.company.today(at)
    assert 10 <= made.count() <= 22
    assert set(made.values_list("state", flat=True)) == {VisitState.DONE}
    assert not made.filter(day__gte=today).exists()
    assert made.filter(is_verified=True).count() > made.count() / 2
    assert Photo.objects.exists()
    assert VisitPlan.objects.filter(day=today).count() == visits.STOPS
    assert checks.verify() == []
