"""Pick lists: what is used never vanishes, and a merge takes everything along."""

import pytest

from tests.world import World, actor
from zhuixiao.accounts.models import AuditEntry
from zhuixiao.catalog import queries
from zhuixiao.catalog.actions import options
from zhuixiao.catalog.choices import Colour, PickList
from zhuixiao.catalog.models import Option
from zhuixiao.customers.actions.creating import NewCustomer, create
from zhuixiao.customers.models import Customer, StageChange
from zhuixiao.kit.errors import NotAllowed, RuleError


def named(pick_list: PickList, name: str) -> Option:
    return Option.objects.get(pick_list=pick_list, name=name)


def test_a_new_option_stands_last_and_is_logged(world: World) -> None:
    option = options.add(
        by=actor(world.boss), pick_list=PickList.INDUSTRY, name=" 酒店工程 ", colour=Colour.TEAL
    )
    assert list(Option.objects.of(PickList.INDUSTRY))[-1] == option
    assert option.name == "酒店工程"
    assert AuditEntry.objects.get(kind="option", record_id=option.pk).action == "add"


def test_a_name_stands_in_its_list_once(world: World) -> None:
    with pytest.raises(RuleError, match="金融"):
        options.add(by=actor(world.boss), pick_list=PickList.INDUSTRY, name="金融")
    options.add(by=actor(world.boss), pick_list=PickList.TAG, name="金融")


def test_sales_may_not_touch_the_lists(world: World) -> None:
    with pytest.raises(NotAllowed):
        options.add(by=actor(world.zheng), pick_list=PickList.TAG, name="急单")
    with pytest.raises(NotAllowed):
        options.retire(by=actor(world.zheng), option=named(PickList.INDUSTRY, "金融"))


def test_reordering_keeps_unnamed_options_behind(world: World) -> None:
    rows = list(Option.objects.of(PickList.IMPORTANCE))
    options.reorder(by=actor(world.boss), pick_list=PickList.IMPORTANCE, ids=[rows[2].pk])
    assert list(Option.objects.of(PickList.IMPORTANCE)) == [rows[2], rows[0], rows[1]]


def test_the_last_won_stage_cannot_go(world: World) -> None:
    won = Option.objects.of(PickList.STAGE).get(key="won")
    by = actor(world.boss)
    with pytest.raises(RuleError, match="成交"):
        options.retire(by=by, option=won)
    with pytest.raises(RuleError, match="成交"):
        options.change(by=by, option=won, name=won.name, colour=Colour.GREEN, outcome="open")
    won.refresh_from_db()
    assert won.retired_at is None
    assert won.outcome == "won"


def test_a_retired_option_comes_back(world: World) -> None:
    option = named(PickList.INDUSTRY, "金融")
    options.retire(by=actor(world.boss), option=option)
    assert option not in Option.objects.of(PickList.INDUSTRY).in_use()
    options.bring_back(by=actor(world.boss), option=option)
    assert option in Option.objects.of(PickList.INDUSTRY).in_use()


def test_a_merge_takes_customers_and_their_history_along(world: World) -> None:
    source, target = named(PickList.STAGE, "初步接触"), named(PickList.STAGE, "需求明确")
    tags = [
        options.add(by=actor(world.boss), pick_list=PickList.TAG, name=name)
        for name in ("老客户", "回头客")
    ]
    one = create(
        by=actor(world.zheng),
        new=NewCustomer(
            values={"name": "迪宏", "stage": source.pk, "tags": [row.pk for row in tags]},
            owner=world.zheng,
        ),
    )
    changed = options.merge(by=actor(world.boss), option=source, into=target)
    assert changed == 2
    assert Customer.objects.get(pk=one.pk).stage == target
    assert StageChange.objects.get(customer=one).after == target
    options.merge(by=actor(world.boss), option=tags[0], into=tags[1])
    assert list(one.tags.all()) == [tags[1]]
    in_use, retired = queries.option_rows(PickList.STAGE)
    assert next(row.uses for row in in_use if row.option == target) == 2
    assert [row.option.merged_into for row in retired] == [target]


def test_stages_that_count_differently_do_not_merge(world: World) -> None:
    with pytest.raises(RuleError, match="统计含义"):
        options.merge(
            by=actor(world.boss),
            option=named(PickList.STAGE, "商务谈判"),
            into=named(PickList.STAGE, "成交"),
        )
