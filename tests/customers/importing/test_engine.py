"""The import from file to customers: what gets in, what does not and why."""

from datetime import date
from pathlib import Path

import pytest

from tests.customers.importing.files import (
    Table,
    as_csv,
    as_xlsx,
    begin,
    counts,
    imported,
    ready,
    reasons,
)
from tests.world import World, actor
from zhuixiao.accounts.models import AuditEntry
from zhuixiao.catalog.actions import options
from zhuixiao.catalog.choices import PickList
from zhuixiao.catalog.models import Channel, Option
from zhuixiao.customers.actions.creating import NewCustomer, create
from zhuixiao.customers.importing import engine
from zhuixiao.customers.models import Contact, Customer, CustomerPhone, OwnerSpan, SearchIndex
from zhuixiao.kit.errors import NotAllowed, RuleError
from zhuixiao.ledger.models import Entry

HEADER = [
    "客户名称",
    "联系人",
    "手机",
    "电话",
    "地址",
    "行业",
    "来源",
    "重要程度",
    "负责人",
    "备注",
]
ROWS = [
    HEADER,
    *[
        [
            "广州迪宏信息科技有限公司",
            "梁耀安",
            "13800138000",
            "020-88157777",
            "广东省广州市天河区体育西路1号",
            *("制造业", "百度", "A", "郑斌", "展会上认识"),
        ],
        [
            "杭州西子酒店",
            "王天虹",
            "13911112222",
            "",
            "杭州市西湖区北山路",
            "酒店旅游",
            "展会",
            "B",
            "",
            "",
        ],
    ],
]


def test_a_row_becomes_a_customer_with_everything_that_hangs_on_it(world: World) -> None:
    batch = imported(world.boss, as_csv(ROWS))
    assert counts(batch) == (2, 0, 0, 0)
    customer = Customer.objects.get(name="广州迪宏信息科技有限公司")
    assert (customer.phone, customer.note) == ("020-88157777", "展会上认识")
    assert customer.region_id == 440106
    assert customer.industry == Option.objects.get(name="制造业")
    assert customer.channel == Channel.objects.get(name="百度")
    assert customer.importance == Option.objects.get(pick_list=PickList.IMPORTANCE, key="a")
    assert (customer.owner, customer.added_by) == (world.zheng, world.boss)
    contact = Contact.objects.get(customer=customer)
    assert (contact.name, contact.phone) == ("梁耀安", "13800138000")
    numbers = CustomerPhone.objects.filter(customer=customer).values_list("number", flat=True)
    assert set(numbers) == {"13800138000", "02088157777"}
    assert SearchIndex.objects.filter(customer=customer, tokens__contains="gzdh").exists()
    assert OwnerSpan.objects.get(customer=customer).reason == "imported"
    # Added, and in the first stage, since the file says none.
    assert customer.stage == Option.objects.first_stage()
    assert Entry.objects.filter(customer_id=customer.pk).count() == 2
    entry = AuditEntry.objects.get(kind="customer", record_id=customer.pk)
    assert (entry.action, entry.via, entry.employee) == ("create", "import", world.boss)


@pytest.mark.parametrize(("owner", "name"), [("me", "廖利"), ("none", "None")])
def test_rows_without_an_owner_go_where_the_settings_say(
    world: World, owner: str, name: str
) -> None:
    imported(world.boss, as_csv(ROWS), owner=owner)
    assert str(Customer.objects.get(name="杭州西子酒店").owner) == name
    assert Customer.objects.get(name="广州迪宏信息科技有限公司").owner == world.zheng


def test_the_same_file_again_adds_nothing(world: World) -> None:
    imported(world.boss, as_csv(ROWS))
    again = imported(world.boss, as_csv(ROWS))
    assert counts(again) == (0, 0, 2, 0)
    assert "同名" in reasons(again)[2]
    assert Customer.objects.count() == 2


def test_a_dry_run_tells_the_same_and_writes_nothing(world: World) -> None:
    rows = [
        *ROWS,
        ["广州迪宏信息科技", "另一人", "", "", "", "", "", "", "", ""],
        [""] * 9 + ["只有备注"],
    ]
    batch = ready(world.boss, as_csv(rows))
    assert not Customer.objects.exists()
    check = batch.options["check"]
    assert (check["created"], check["updated"], check["skipped"], check["rejected"]) == (2, 1, 0, 1)
    assert batch.row_count == 4
    assert "客户" in reasons(batch)[5]
    assert counts(imported(world.boss, as_csv(rows))) == (2, 1, 0, 1)


def test_a_bad_row_never_stops_the_others(world: World) -> None:
    rows = [
        ["客户名称", "电话", "行业", "负责人", "邮箱"],
        ["甲公司一", "1.38E+10", "", "", ""],
        ["乙公司二", "", "不存在的行业", "", ""],
        ["丙公司三", "", "", "没有这个人", ""],
        ["丁公司四", "", "", "", "not-a-mail"],
        ["", "13800138001", "", "", ""],
        ["好公司六", "13800138002 / 13800138003", "", "", "a@b.cn"],
    ]
    batch = imported(world.boss, as_csv(rows))
    assert counts(batch) == (1, 0, 0, 5)
    assert "文本" in reasons(batch)[2]
    assert "不存在的行业" in reasons(batch)[3]
    assert "没有这个人" in reasons(batch)[4]
    assert "邮" in reasons(batch)[5]
    assert Customer.objects.get().phone == "13800138002 / 13800138003"


def test_duplicates_are_found_by_name_core_phone_and_code(world: World) -> None:
    imported(
        world.boss,
        as_csv([["客户名称", "电话", "信用代码"], ["迪宏", "13800138000", "91440101MA5AAAAA1X"]]),
    )
    rows = [
        ["客户名称", "电话", "信用代码"],
        ["广州迪宏有限公司", "", ""],
        ["完全不同一", "138 0013 8000", ""],
        ["完全不同二", "", "91440101ma5aaaaa1x"],
        ["真正的新客户", "13900000000", ""],
        ["换个名字", "+86 13900000000", ""],
    ]
    batch = imported(world.boss, as_csv(rows))
    assert counts(batch) == (1, 0, 4, 0)
    found = reasons(batch)
    assert "电话相同" in found[3]
    assert "信用代码相同" in found[4]
    assert "第 5 行" in found[6]


def test_filling_leaves_what_is_there_and_updating_replaces_it(world: World) -> None:
    first = [["客户名称", "电话", "地址"], ["迪宏", "13800138000", ""]]
    second = [["客户名称", "电话", "地址"], ["迪宏", "13911112222", "广州市天河区"]]
    imported(world.boss, as_csv(first))
    batch = imported(world.boss, as_csv(second), on_duplicate="fill")
    customer = Customer.objects.get()
    assert counts(batch) == (0, 1, 0, 0)
    assert (customer.phone, customer.address) == ("13800138000", "广州市天河区")
    imported(world.boss, as_csv(second), on_duplicate="update")
    customer.refresh_from_db()
    assert customer.phone == "13911112222"
    assert CustomerPhone.objects.get(customer=customer).number == "13911112222"


def test_creating_anyway_makes_two(world: World) -> None:
    imported(world.boss, as_csv(ROWS))
    assert counts(imported(world.boss, as_csv(ROWS), on_duplicate="create")) == (2, 0, 0, 0)


def test_one_firm_over_three_rows_has_three_contacts(world: World) -> None:
    rows = [
        ["客户名称", "联系人", "手机"],
        ["迪宏", "梁耀安", "13800138000"],
        ["迪宏", "陈小姐", "13800138001"],
        ["迪宏", "陈小姐", "13800138001"],
        ["迪宏", "王先生", "13800138002"],
    ]
    batch = imported(world.boss, as_csv(rows))
    assert counts(batch) == (1, 2, 1, 0)
    names = Contact.objects.order_by("position").values_list("name", flat=True)
    assert list(names) == ["梁耀安", "陈小姐", "王先生"]


def test_every_skipped_row_is_listed_however_far_below_the_first(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "CHUNK", 2)
    rows = [["客户名称", "联系人"], *[["迪宏", "梁耀安"]] * 5]
    batch = imported(world.boss, as_csv(rows))
    assert counts(batch) == (1, 0, 4, 0)
    found = reasons(batch)
    assert sorted(found) == [3, 4, 5, 6]
    assert "第 2 行同名" in found[3]
    assert all("客户已存在：迪宏" in found[row] for row in (4, 5, 6))


def test_a_list_of_people_becomes_persons(world: World) -> None:
    imported(
        world.boss, as_csv([["姓名", "手机"], ["李四光", "13800138000"], ["钱三强", "13800138001"]])
    )
    assert set(Customer.objects.values_list("name", "kind")) == {
        ("李四光", "person"),
        ("钱三强", "person"),
    }


def test_a_foreign_duplicate_is_named_only_to_who_sees_it(world: World) -> None:
    create(by=actor(world.li), new=NewCustomer(values={"name": "东方大酒店"}, owner=world.li))
    rows = as_csv([["客户名称"], ["东方大酒店"]])
    seen = ready(world.boss, rows)
    unseen = ready(world.manager, rows)
    assert "东方大酒店" in reasons(seen)[2]
    assert "东方大酒店" not in reasons(unseen)[2]
    filling = ready(world.manager, rows, on_duplicate="fill")
    assert filling.options["check"]["rejected"] == 1


def test_an_owner_out_of_scope_is_nobody(world: World) -> None:
    rows = as_csv(
        [
            ["客户名称", "负责人"],
            ["甲公司", "李慧"],
            ["乙公司", "suxilian"],
            ["丙公司", "13800000004"],
        ]
    )
    batch = imported(world.manager, rows)
    assert "李慧" in reasons(batch)[2]
    assert Customer.objects.get(name="乙公司").owner == world.su
    assert Customer.objects.get(name="丙公司").owner == world.chen


def test_missing_options_are_created_only_by_who_keeps_the_lists(world: World) -> None:
    rows = as_csv(
        [["客户名称", "行业", "来源", "标签"], ["甲公司", "宠物", "抖音 > 直播间", "急单,大客户"]]
    )
    batch = ready(world.boss, rows, create_missing=True)
    assert ["industry", "宠物"] in batch.options["check"]["options"]
    assert not Option.objects.filter(name="宠物").exists()
    imported(world.boss, rows, create_missing=True)
    customer = Customer.objects.get()
    assert customer.industry == Option.objects.get(name="宠物")
    assert customer.channel == Channel.objects.get(name="直播间", parent__name="抖音")
    assert customer.tags.count() == 2
    with pytest.raises(RuleError):
        ready(world.manager, rows, create_missing=True)


def test_a_retired_option_is_refused_and_a_merged_one_followed(world: World) -> None:
    by = actor(world.boss)
    options.retire(by=by, option=Option.objects.get(name="金融"))
    options.merge(
        by=by,
        option=Option.objects.get(pick_list="industry", name="餐饮"),
        into=Option.objects.get(name="酒店旅游"),
    )
    batch = imported(
        world.boss, as_csv([["客户名称", "行业"], ["甲公司", "金融"], ["乙公司", "餐饮"]])
    )
    assert "停用" in reasons(batch)[2]
    assert Customer.objects.get().industry == Option.objects.get(name="酒店旅游")


def test_a_history_keeps_its_dates_for_administrators(world: World, tmp_path: Path) -> None:
    rows: Table = [
        ["客户名称", "创建时间"],
        ["甲公司", "2019/5/3"],
        ["乙公司", date(2020, 1, 2)],
        ["丙公司", "2099-01-01"],
    ]
    batch = imported(world.boss, as_xlsx(tmp_path, rows), name="历史.xlsx")
    assert Customer.objects.get(name="甲公司").added_on == date(2019, 5, 3)
    assert Customer.objects.get(name="乙公司").added_on == date(2020, 1, 2)
    assert 4 in reasons(batch)
    manager = begin(world.manager, as_csv([["客户名称", "创建时间"], ["丁", "2019/5/3"]]))
    assert "created_at" not in manager.mapping.values()


def test_who_may_not_import_cannot_even_upload(world: World) -> None:
    with pytest.raises(NotAllowed):
        begin(world.zheng, as_csv(ROWS))
