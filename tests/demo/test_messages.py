"""The demo company is told things, and nobody outside of it."""

from tests.world import World, actor
from zhuixiao.analytics.models import SummaryTable
from zhuixiao.demo import messages
from zhuixiao.notices.choices import Channel
from zhuixiao.notices.models import Subscription


def test_boss_and_heads_get_notices_only(world: World) -> None:
    messages.build(actor(world.boss))
    assert set(Subscription.objects.values_list("employee", flat=True)) == {
        world.boss.pk,
        world.manager.pk,
    }
    assert set(Subscription.objects.values_list("channel", flat=True)) == {Channel.NOTICE}


def test_everybody_may_open_the_tables_of_the_boss(world: World) -> None:
    messages.build(actor(world.boss))
    assert SummaryTable.objects.visible_to(world.su).count() == len(messages.TABLES)
