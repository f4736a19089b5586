"""Products from a file and into one."""

import uuid
from collections.abc import Sequence
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from tests.conftest import ClientOf
from tests.query_counts import pinned
from tests.world import World, actor, role
from zhuixiao.accounts.models import AuditEntry, Employee
from zhuixiao.catalog import prices, queries
from zhuixiao.catalog.actions import categories, products
from zhuixiao.catalog.actions.prices import Tier
from zhuixiao.catalog.actions.products import ProductValues
from zhuixiao.catalog.choices import PickList
from zhuixiao.catalog.models import Option, Product, ProductCategory
from zhuixiao.catalog.trade import running
from zhuixiao.catalog.trade.plan import Plan, plan
from zhuixiao.kit.errors import NotAllowed, RuleError
from zhuixiao.kit.sheets import Cell, write_csv, write_xlsx

HEADER = ["产品编码", "名称", "分类", "单位", "标价", "标准成本", "价格 A 重点"]


@pytest.fixture
def valve(world: World) -> Product:
    by = actor(world.boss)
    above = categories.add(by=by, name="阀门")
    below = categories.add(by=by, name="电动", parent=above)
    level = Option.objects.of(PickList.IMPORTANCE).get(key="a").pk
    tiers = [Tier(level, 30_000), Tier(level, 28_050, least=10)]
    values = ProductValues("电动球阀", "DF-125", below, "只", 32_000, 17_505, tiers=tiers)
    return products.add(by=by, values=values)


def table(folder: Path, *rows: Sequence[Cell], header: Sequence[str] = HEADER) -> Path:
    path = folder / "产品.xlsx"
    write_xlsx(path, header, rows)
    return path


def run(world: World, path: Path) -> Plan:
    return running.run(by=actor(world.boss), path=path, name=path.name)


def test_a_file_adds_and_changes_by_sku(world: World, valve: Product, tmp_path: Path) -> None:
    path = table(
        tmp_path,
        ["DF-125", None, None, None, 350, "￥180.00", 310],
        ["DF-200", "电动蝶阀", "阀门 > 蝶阀", "只", 410, 200, None],
        [8801, "温控器", "温控器", "台", "1,168.5", None, None],
    )
    looked = plan(by=actor(world.boss), path=path)
    assert [row.do for row in looked.rows] == ["change", "new", "new"]
    assert looked.categories == ["阀门 > 蝶阀", "温控器"]
    assert looked.rows[0].changes == [
        ("标价", "320.00", "350.00"),
        ("标准成本", "175.05", "180.00"),
        ("价格 A 重点", "300.00", "310.00"),
    ]
    assert Product.objects.count() == 1
    run(world, path)
    valve.refresh_from_db()
    assert (valve.name, valve.list_price, valve.standard_cost) == ("电动球阀", 35_000, 18_000)
    assert [one.price for one in prices.tiers_of(valve)] == [31_000, 28_050]
    butterfly = Product.objects.get(sku="DF-200")
    assert str(butterfly.category) == "蝶阀"
    assert butterfly.category
    assert str(butterfly.category.parent) == "阀门"
    assert Product.objects.get(sku="8801").list_price == 116_850
    logged = AuditEntry.objects.get(kind="products", action="import")
    assert (logged.via, logged.changes["new"]) == ("import", [None, 2])


def test_rows_with_errors_are_told_and_left_out(
    world: World, valve: Product, tmp_path: Path
) -> None:
    path = table(
        tmp_path,
        [None, "没有编码", None, None, 1, None, None],
        ["N-1", None, None, None, 1, None, None],
        ["N-2", "坏价格", None, None, "很贵", None, None],
        ["N-3", "负数", None, None, -1, None, -1],
        ["N-4", "好的", None, None, 1, None, None],
        ["N-4", "又一个", None, None, 1, None, None],
        ["N-5", "太长" * 70, None, None, 1, None, None],
    )
    done = run(world, path)
    assert [row.do for row in done.rows] == [*["wrong"] * 4, "new", "wrong", "wrong"]
    assert [row.number for row in done.rows if not row.errors] == [6]
    assert "很贵" in done.rows[2].errors[0]
    assert set(Product.objects.values_list("sku", flat=True)) == {"DF-125", "N-4"}


@pytest.mark.parametrize("is_csv", [False, True])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_what_was_exported_reads_back_to_no_change(
    world: World,
    valve: Product,
    tmp_path: Path,
    *,
    is_csv: bool,
    language: str,
) -> None:
    by = actor(world.boss)
    products.add(by=by, values=ProductValues("=1+1", "00123", list_price=99))
    path = tmp_path / ("x.csv" if is_csv else "x.xlsx")
    with translation.override(language):
        rows = queries.products(world.boss.access)
        assert running.write(by=by, rows=rows, path=path, is_csv=is_csv) == 2
    found = plan(by=by, path=path)
    assert [(row.do, row.errors) for row in found.rows] == [("same", [])] * 2
    assert found.left_out == []


def test_costs_pass_only_for_who_may_write_or_see_them(
    world: World, valve: Product, tmp_path: Path
) -> None:
    finance = role("finance")
    finance.grants = {"fields": {"catalog.cost": "hidden"}}
    finance.save()
    by = actor(Employee.objects.with_access().get(pk=world.finance.pk))
    path = table(tmp_path, ["DF-125", None, None, None, None, 1, None])
    found = plan(by=by, path=path)
    assert (found.hidden_cost, found.rows[0].do) == (True, "same")
    out = tmp_path / "out.csv"
    running.write(by=by, rows=queries.products(by.employee.access), path=out, is_csv=True)
    assert "175.05" not in out.read_text(encoding="utf-8-sig")
    assert "成本" not in out.read_text(encoding="utf-8-sig")
    with pytest.raises(NotAllowed):
        plan(by=actor(world.zheng), path=path)


def test_a_file_without_a_sku_is_refused(world: World, tmp_path: Path) -> None:
    with pytest.raises(RuleError):
        plan(by=actor(world.boss), path=table(tmp_path, ["甲", 1], header=["名称", "标价"]))
    text = tmp_path / "x.csv"
    write_csv(text, ["货号", "品名", "颜色"], [["1", "甲", "红"]])
    assert plan(by=actor(world.boss), path=text).left_out == ["颜色"]


def test_the_page_looks_first_and_then_writes(
    world: World, valve: Product, tmp_path: Path, client_of: ClientOf
) -> None:
    client = client_of(world.boss)
    assert client.get("/settings/products/import/").status_code == 200
    path = table(
        tmp_path,
        ["DF-125", None, None, None, 350, None, None],
        ["N-1", None, None, None, 1, None, None],
    )
    upload = SimpleUploadedFile("产品.xlsx", path.read_bytes())
    page = client.post("/settings/products/import/", {"file": upload})
    content = page.content.decode()
    assert "350.00" in content
    assert "请填写" in content
    file = page.context["file"].pk
    stranger = client_of(world.admin).post("/settings/products/import/", {"file_id": file})
    assert stranger.status_code == 422
    again = {"file_id": file, "request_id": str(uuid.uuid4())}
    client.post("/settings/products/import/", again)
    client.post("/settings/products/import/", again)
    valve.refresh_from_db()
    assert valve.list_price == 35_000
    assert AuditEntry.objects.filter(kind="products", action="import").count() == 1
    for wrong in ({}, {"file_id": "x"}, {"file": SimpleUploadedFile("a.xlsx", b"PK\x03\x04")}):
        assert client.post("/settings/products/import/", wrong).status_code == 422
    sent = client.post("/settings/products/export/?q=DF")
    assert sent.content.startswith(b"PK")
    assert client_of(world.zheng).post("/settings/products/export/").status_code == 403


def test_the_list_costs_the_same_with_many_products(world: World, client_of: ClientOf) -> None:
    client = client_of(world.boss)
    top = ProductCategory.objects.create(name="温控器")
    client.get("/settings/products/")
    for count in (5, 60):
        Product.objects.bulk_create(
            Product(name=f"温控器 {count} {n}", sku=f"{count}-{n}", category=top)
            for n in range(count)
        )
        with pinned("catalog.products"):
            assert client.get("/settings/products/?q=温控").status_code == 200
