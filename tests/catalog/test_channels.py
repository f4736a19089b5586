"""Channels are a tree that cannot bite its own tail."""

import pytest

from tests.world import World, actor
from zhuixiao.catalog import queries
from zhuixiao.catalog.actions import channels
from zhuixiao.catalog.models import Channel
from zhuixiao.kit.errors import RuleError


def named(name: str) -> Channel:
    return Channel.objects.get(name=name)


def test_a_keyword_stands_below_its_engine(world: World) -> None:
    keyword = channels.add(by=actor(world.boss), name="温控器 厂家", parent=named("百度"))
    names = [row.name for row in queries.channel_tree()]
    assert names.index("温控器 厂家") == names.index("百度") + 1
    assert keyword.depth == 2


def test_a_channel_moves_with_all_below_it(world: World) -> None:
    by = actor(world.boss)
    channels.add(by=by, name="关键词", parent=named("百度"))
    channels.change(by=by, channel=named("百度"), name="百度推广", parent=named("官网"))
    assert named("关键词").path.startswith(named("官网").path)


def test_a_channel_cannot_stand_below_itself(world: World) -> None:
    with pytest.raises(RuleError, match="自己下面"):
        channels.change(
            by=actor(world.boss),
            channel=named("搜索推广"),
            name="搜索推广",
            parent=named("百度"),
        )
    assert named("搜索推广").parent is None


def test_retiring_takes_the_branch_and_coming_back_the_way_up(world: World) -> None:
    by = actor(world.boss)
    channels.retire(by=by, channel=named("搜索推广"))
    assert named("百度").retired_at is not None
    channels.bring_back(by=by, channel=named("百度"))
    assert named("搜索推广").retired_at is None
    assert named("360").retired_at is not None


def test_a_channel_is_placed_among_its_siblings(world: World) -> None:
    channels.place(by=actor(world.boss), channel=named("门店"), after=named("官网"))
    top = [row.name for row in queries.channel_tree() if row.parent_id is None]
    assert top[1:4] == ["官网", "门店", "展会"]
