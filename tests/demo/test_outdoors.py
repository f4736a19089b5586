"""The demo company's field sales people sign in and out, and most of them show their way."""

from datetime import UTC, datetime

from tests.world import World, actor
from zhuixiao.accounts.audit import Actor
from zhuixiao.catalog.models import Region
from zhuixiao.customers.actions import creating
from zhuixiao.demo import outdoors, visits
from zhuixiao.field.models import Fix, Punch, TrackDay, Visit
from zhuixiao.ledger import checks

EVENING = datetime(2026, 3, 20, 15, 0, tzinfo=UTC)


def test_who_visits_signs_in_and_out_and_leaves_a_track(world: World) -> None:
    region = Region.objects.exclude(longitude=None).order_by("pk").first()
    for owner in (world.zheng, world.li):
        for number in range(4):
            values = {"name": f"{owner.name}的客户{number}", "region": region and region.pk}
            new = creating.NewCustomer(values, owner=owner)
            creating.create(by=actor(owner), new=new)
    by = Actor(world.boss, EVENING, world.company.zone)
    visits.build(by, seed=1)
    outdoors.build(by, seed=1)
    days = set(Visit.objects.values_list("employee", "day"))
    assert set(Punch.objects.values_list("employee", "day")) == days
    tracked = Fix.objects.values_list("employee_id", flat=True).distinct()
    assert set(tracked) == {world.zheng.pk}
    assert all(row.metres > 1_000 for row in TrackDay.objects.filter(employee=world.zheng))
    assert checks.verify() == []
