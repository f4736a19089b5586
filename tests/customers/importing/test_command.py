"""`zhuixiao import customers` and `zhuixiao export customers`."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from tests.customers.importing.files import as_csv
from tests.world import World, actor
from zhuixiao.accounts.models import AuditEntry
from zhuixiao.customers.actions import distributing, pools
from zhuixiao.customers.models import Customer
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.sheets import open_book

ROWS = [["客户名称", "电话"], ["甲公司", "13800138000"], ["乙公司", "1.38E+10"]]


def run(command: str, *args: Any) -> tuple[int, str, str]:
    """Exit code, standard output, standard error."""
    out, err = StringIO(), StringIO()
    try:
        call_command(command, "customers", *map(str, args), stdout=out, stderr=err)
    except SystemExit as stop:
        return int(stop.code or 0), out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "客户.csv"
    path.write_bytes(as_csv(ROWS))
    return path


def test_rejected_rows_are_written_beside_and_give_exit_code_1(world: World, file: Path) -> None:
    code, out, _err = run("import_records", file)
    assert (code, Customer.objects.get().owner) == (1, world.boss)
    assert "新增 1" in out
    with open_book(file.with_name("客户-rejected.xlsx")) as book:
        assert len(list(book.rows(book.sheets[0]))) == 2


def test_a_clean_file_gives_exit_code_0(world: World, file: Path) -> None:
    file.write_bytes(as_csv(ROWS[:2]))
    assert run("import_records", file, "--owner", "郑斌", "--by", "zhouping")[0] == 0
    assert Customer.objects.get().owner == world.zheng
    assert AuditEntry.objects.get(kind="customer").employee == world.manager


def test_rows_go_by_the_rules_or_into_a_pool(world: World, file: Path) -> None:
    by = actor(world.boss)
    values = {"name": "轮流", "people": [world.li], "groups": [], "departments": []}
    distributing.save_rule(by=by, rule=None, values=values)
    pool = pools.save_pool(by=by, pool=None, values={"name": "总公海"})
    file.write_bytes(as_csv(ROWS[:2]))
    assert run("import_records", file, "--owner", "rules")[0] == 0
    assert Customer.objects.get().owner == world.li
    assert run("import_records", file, "--pool", "总公海", "--on-duplicate", "create")[0] == 0
    assert Customer.objects.get(owner=None).pool == pool


def test_a_dry_run_writes_nothing(world: World, file: Path) -> None:
    assert run("import_records", file, "--dry-run")[0] == 1
    assert not Customer.objects.exists()


def test_columns_are_mapped_by_header_or_number(world: World, file: Path, tmp_path: Path) -> None:
    mapping = tmp_path / "map.json"
    mapping.write_text(json.dumps({"客户名称": "name", "1": "website"}), encoding="utf-8")
    assert run("import_records", file, "--map", mapping)[0] == 0
    assert Customer.objects.get(name="乙公司").website == "1.38E+10"


def test_a_file_without_a_header(world: World, file: Path) -> None:
    file.write_bytes(as_csv([["甲公司"], ["乙公司"]]))
    assert run("import_records", file, "--header-row", "0")[0] == 0
    assert Customer.objects.count() == 2


@pytest.mark.parametrize(
    "args",
    [
        ["nowhere.csv"],
        ["{file}", "--by", "nobody"],
        ["{file}", "--owner", "谁也不是"],
        ["{file}", "--owner", "rules"],
        ["{file}", "--pool", "没有这个"],
        ["{file}", "--pool", "没有这个", "--owner", "me"],
        ["{file}", "--sheet", "没有这张"],
        ["{file}", "--map", "nowhere.json"],
    ],
)
def test_a_wrong_order_is_one_line(world: World, file: Path, args: list[str]) -> None:
    with pytest.raises(RuleError):
        run("import_records", *(arg.format(file=file) for arg in args))
    assert not Customer.objects.exists()


def test_an_export_is_read_again_by_an_import(world: World, file: Path, tmp_path: Path) -> None:
    run("import_records", file)
    target = tmp_path / "aus.xlsx"
    code, out, _err = run("export_records", target, "--contacts")
    assert (code, "1" in out) == (0, True)
    assert AuditEntry.objects.get(action="export").via == "command"
    Customer.objects.all().delete()
    assert run("import_records", target)[0] == 0
    assert Customer.objects.get().phone == "13800138000"


def test_an_unknown_view_is_refused(world: World, tmp_path: Path) -> None:
    with pytest.raises(RuleError):
        run("export_records", tmp_path / "a.csv", "--view", "没有")
