"""Who gets the rows of a file: by the rules, out of a full cap, straight into a pool."""

from collections import Counter
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.conftest import ClientOf
from tests.customers.importing.files import (
    as_csv,
    begin,
    counts,
    imported,
    nothing,
    ready,
    reasons,
)
from tests.world import NOW, World, actor
from zhuixiao.accounts.choices import Via
from zhuixiao.customers.actions import claiming, creating, distributing, pools
from zhuixiao.customers.importing import batches, engine, jobs, undo
from zhuixiao.customers.models import AssignRule, Cap, Customer, ImportBatch, OwnerSpan, Pool
from zhuixiao.kit.errors import RuleError
from zhuixiao.ledger import checks
from zhuixiao.notices.models import Notice


def rule(world: World, name: str = "轮流", **values: Any) -> AssignRule:
    wanted = {"name": name, "people": [], "groups": [], "departments": [], **values}
    return distributing.save_rule(by=actor(world.boss), rule=None, values=wanted)


def cap(world: World, most: int, **values: Any) -> Cap:
    wanted = {"name": "每人", "most": most, "people": [], "departments": [], "together": False}
    return pools.save_cap(by=actor(world.boss), cap=None, values=wanted | values)


def pool(world: World, **values: Any) -> Pool:
    return pools.save_pool(
        by=actor(world.boss), pool=None, values={"name": "总公海", "departments": [], **values}
    )


def names(number: int, owner: str = "", first: int = 1) -> list[list[str]]:
    return [[f"第{place}号客户", owner] for place in range(first, first + number)]


def table(*rows: list[str]) -> bytes:
    return as_csv([["客户名称", "负责人"], *rows])


def owners() -> Counter[str]:
    return Counter(Customer.objects.values_list("owner__name", flat=True))


def checked(batch: ImportBatch) -> tuple[int, ...]:
    check = batch.options["check"]
    return tuple(check[name] for name in ("created", "updated", "skipped", "rejected"))


def test_rows_without_an_owner_take_turns_from_chunk_to_chunk(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "CHUNK", 2)
    row = rule(world, people=[world.zheng, world.chen, world.li])
    batch = imported(world.boss, table(*names(7), ["己有主", "苏细莲"]), owner="rules")
    assert counts(batch) == checked(batch) == (8, 0, 0, 0)
    assert owners() == {"郑斌": 3, "陈敏": 2, "李慧": 2, "苏细莲": 1}
    row.refresh_from_db()
    assert row.last == world.zheng
    span = OwnerSpan.objects.get(customer__name="第1号客户")
    assert (span.owner, span.reason, span.note) == (world.zheng, "imported", "轮流")
    assert OwnerSpan.objects.get(customer__name="己有主").note == ""
    assert checks.verify() == []


def test_each_receiver_is_told_once_with_the_number(world: World) -> None:
    rule(world, people=[world.zheng, world.chen])
    batch = imported(world.boss, table(*names(3), ["己有主", "苏细莲"]), owner="rules")
    told = {notice.employee: notice for notice in Notice.objects.all()}
    assert told.keys() == {world.zheng, world.chen}
    assert (told[world.zheng].params["n"], told[world.zheng].url) == (2, "/customers/")
    one = Customer.objects.get(owner=world.chen)
    assert told[world.chen].url == f"/customers/{one.pk}/"
    # A job that was killed at its very end begins once more.
    jobs.import_batch(batch, progress=nothing, now=NOW)
    assert Notice.objects.count() == 2


def test_region_channel_and_products_of_the_row_decide(world: World) -> None:
    rule(world, name="华南", regions=[440000], people=[world.zheng])
    rule(world, name="华东", regions=[330000], people=[world.li])
    rows = [
        ["客户名称", "地址", "手机"],
        ["甲公司", "广东省广州市天河区体育西路1号", ""],
        ["乙公司", "杭州市西湖区北山路", ""],
        ["丙公司", "北京市海淀区中关村大街1号", ""],
    ]
    imported(world.boss, as_csv(rows), owner="rules")
    held = dict(Customer.objects.values_list("name", "owner__name"))
    assert held == {"甲公司": "郑斌", "乙公司": "李慧", "丙公司": "廖利"}
    assert not Notice.objects.filter(employee=world.boss).exists()


def test_where_nobody_has_room_the_importer_gets_the_row(world: World) -> None:
    rule(world, people=[world.zheng])
    cap(world, 2, people=[world.zheng])
    imported(world.boss, table(*names(3)), owner="rules")
    assert owners() == {"郑斌": 2, "廖利": 1}


@pytest.mark.parametrize("size", [2, 100])
def test_rows_beyond_a_cap_are_refused_one_by_one_and_the_check_says_so(
    world: World, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(engine, "CHUNK", size)
    creating.create(
        by=actor(world.boss), new=creating.NewCustomer({"name": "旧的"}, owner=world.zheng)
    )
    cap(world, 3, people=[world.zheng])
    content = table(*names(5, "郑斌"), *names(2, "陈敏", first=6))
    batch = ready(world.boss, content)
    assert checked(batch) == (4, 0, 0, 3)
    assert reasons(batch)[4] == "郑斌 的库容已满：3 / 3 个客户。"
    batch = imported(world.boss, content)
    assert counts(batch) == (4, 0, 0, 3)
    assert set(reasons(batch).values()) == {"郑斌 的库容已满：3 / 3 个客户。"}
    assert sorted(reasons(batch)) == [4, 5, 6]
    assert batch.options["rejected_file"]
    assert owners() == {"郑斌": 3, "陈敏": 2}


def test_the_cap_of_the_importer_binds_what_the_rules_leave(world: World) -> None:
    rule(world, regions=[440000], people=[world.zheng])
    cap(world, 1)
    batch = imported(world.boss, table(*names(3)), owner="rules")
    assert counts(batch) == checked(batch) == (1, 0, 0, 2)
    assert "廖利" in reasons(batch)[3]


@pytest.mark.parametrize("size", [1, 100])
def test_won_customers_of_a_history_need_no_room(
    world: World, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(engine, "CHUNK", size)
    cap(world, 1, people=[world.zheng])
    won = [["客户名称", "负责人", "阶段"]]
    won += [[f"第{number}号客户", "郑斌", "成交"] for number in range(3)]
    batch = imported(world.boss, as_csv([*won, ["新的一", "郑斌", ""], ["新的二", "郑斌", ""]]))
    assert counts(batch) == checked(batch) == (4, 0, 0, 1)


@pytest.mark.parametrize("size", [1, 100])
def test_a_repetition_of_a_refused_row_may_still_come_in(
    world: World, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(engine, "CHUNK", size)
    cap(world, 1, people=[world.zheng])
    content = table(*names(1, "郑斌"), ["迪宏", "郑斌"], ["迪宏", "陈敏"], ["迪宏", "李慧"])
    batch = imported(world.boss, content)
    assert counts(batch) == checked(batch) == (2, 0, 1, 1)
    assert Customer.objects.get(name="迪宏").owner == world.chen


def test_a_department_that_counts_together_is_named(world: World) -> None:
    cap(world, 2, departments=[world.south], together=True)
    batch = imported(world.boss, table(*names(1, "郑斌"), ["甲", "苏细莲"], ["乙", "陈敏"]))
    assert reasons(batch) == {4: "华南分公司 的库容已满：2 / 2 个客户。"}


def test_rows_without_an_owner_go_straight_into_a_pool(world: World) -> None:
    lake = pool(world, fresh_days=1)
    rows = [["客户名称", "负责人", "创建时间"], ["甲公司", "", "2019/5/3"], ["乙公司", "郑斌", ""]]
    batch = imported(world.boss, as_csv(rows), owner=f"pool-{lake.pk}")
    assert counts(batch) == (2, 0, 0, 0)
    waiting = Customer.objects.get(name="甲公司")
    assert (waiting.owner, waiting.pool, waiting.pooled_at) == (None, lake, NOW)
    span = OwnerSpan.objects.get(customer=waiting)
    assert (span.owner, span.pool, span.reason, span.since) == (None, lake, "imported", NOW)
    assert Customer.objects.get(name="乙公司").pool is None
    refused = claiming.claim(by=actor(world.zheng), customer_ids=[waiting.pk]).refused
    assert "1 天" in refused[0].reason
    assert checks.verify() == []


def test_what_was_claimed_out_of_an_imported_pool_stays_when_the_import_is_undone(
    world: World,
) -> None:
    lake = pool(world)
    batch = imported(world.boss, table(*names(3)), owner=f"pool-{lake.pk}")
    taken = Customer.objects.get(name="第2号客户")
    claiming.claim(by=actor(world.zheng), customer_ids=[taken.pk])
    undo.run(by=actor(world.boss, via=Via.IMPORT), batch=batch, progress=nothing)
    assert Customer.objects.get().owner == world.zheng
    assert checks.verify() == []


def test_only_pools_that_serve_the_importer_can_be_filled(world: World) -> None:
    east = pool(world, departments=[world.east])
    with pytest.raises(RuleError):
        ready(world.manager, table(*names(1)), owner=f"pool-{east.pk}")
    with pytest.raises(RuleError):
        ready(world.boss, table(*names(1)), owner="pool-x")
    assert ready(world.boss, table(*names(1)), owner=f"pool-{east.pk}").state == "checked"


def test_without_a_rule_there_is_nothing_to_go_by(world: World) -> None:
    with pytest.raises(RuleError, match="还没有分配规则"):
        ready(world.boss, table(*names(1)), owner="rules")


def test_a_chunk_takes_as_many_statements_however_many_rows_it_has(world: World) -> None:
    rule(world, regions=[440000], people=[world.su])
    rule(world, method="least", departments=[world.south])
    rule(world, people=[world.li, world.zheng])
    cap(world, 25)
    cap(world, 2, people=[world.zheng])
    numbers = []
    for number, first in ((4, 1), (60, 100)):
        content = table(*names(number, first=first), *names(number, "郑斌", first=first + 500))
        batch = ready(world.boss, content, owner="rules")
        by = actor(world.boss, via=Via.IMPORT)
        batches.prepare(by=by, batch=batch)
        with CaptureQueriesContext(connection) as captured:
            engine.run(by=by, batch=batch, path=batches.path_of(batch), progress=nothing)
        assert batch.created_count
        assert batch.rejected_count
        numbers.append(len(captured))
    assert numbers[0] == numbers[1]


def test_the_page_offers_rules_and_pools_and_says_what_is_left(
    world: World, client_of: ClientOf
) -> None:
    client, batch = client_of(world.boss), begin(world.boss, table(*names(2)))
    url = f"/customers/import/{batch.pk}/rules/"
    assert "按分配规则" not in client.get(url).content.decode()
    rule(world, people=[world.zheng])
    lake = pool(world)
    page = client.get(url).content.decode()
    assert "没有规则适用、或没人有库容的行归您" in page
    assert "放入公海“总公海”" in page
    for owner in ("rules", f"pool-{lake.pk}"):
        answer = client.post(url, {"owner": owner, "on_duplicate": "skip"})
        assert answer.status_code == 303
        assert f'value="{owner}" selected' in client.get(url).content.decode()
    assert client.post(url, {"owner": "pool-999"}).status_code == 422
