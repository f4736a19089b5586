"""`zhuixiao import orders|payments|opportunities`."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from tests.world import World
from zhuixiao.accounts.models import AuditEntry
from zhuixiao.kit.errors import RuleError
from zhuixiao.sales.models import Opportunity, Order, Payment

ORDERS = "Nr,日期,客户,产品,数量,单价\n1,2025-11-01,迪宏,阀,2,10\n2,2025-11-01,迪宏,阀,x,10\n"


def run(what: str, file: Path, *args: Any) -> tuple[int, str]:
    """Exit code and standard output."""
    out = StringIO()
    try:
        call_command("import_records", what, str(file), *map(str, args), stdout=out)
    except SystemExit as stop:
        return int(stop.code or 0), out.getvalue()
    return 0, out.getvalue()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "orders.csv"
    path.write_text(ORDERS, encoding="utf-8")
    return path


@pytest.fixture
def mapping(tmp_path: Path) -> Path:
    path = tmp_path / "map.json"
    fields: dict[str, Any] = {"Nr": "number", "日期": "day", "客户": "customer", "数量": "quantity"}
    fields |= {"5": "price", "产品": {"field": "product", "values": {"阀": "电动阀"}}}
    path.write_text(json.dumps(fields), encoding="utf-8")
    return path


ADDING = json.dumps({"customers": "create", "products": "text"})


def test_it_imports_and_leaves_a_table_of_what_it_did_not(
    world: World, file: Path, mapping: Path
) -> None:
    code, said = run("orders", file, "--map", mapping, "--options", ADDING)
    assert code == 1
    assert Order.objects.get().lines.get().name == "电动阀"
    assert file.with_name("orders-rejected.xlsx").exists()
    assert "orders-rejected.xlsx" in said
    assert (
        AuditEntry.objects.filter(action="import", kind="sales_import", via="command").count() == 1
    )


def test_a_dry_run_writes_nothing(world: World, file: Path, mapping: Path) -> None:
    run("orders", file, "--map", mapping, "--options", ADDING, "--dry-run")
    assert not Order.objects.exists()


def test_payments_and_opportunities_too(world: World, tmp_path: Path) -> None:
    path = tmp_path / "more.csv"
    path.write_text("日期,客户,金额\n2025-11-01,迪宏,10\n", encoding="utf-8")
    assert run("payments", path, "--options", ADDING)[0] == 0
    assert Payment.objects.get().amount == 1000
    path.write_text("客户,阶段,成交日期\n迪宏,赢单,2025-11-01\n", encoding="utf-8")
    assert run("opportunities", path)[0] == 0
    assert Opportunity.objects.get().closed_on is not None


def test_one_line_for_what_is_wrong(world: World, file: Path, tmp_path: Path) -> None:
    for options in ("[]", "no", '{"words": {}}', '{"sheet": "no"}'):
        with pytest.raises(RuleError):
            run("orders", file, "--options", options)
    with pytest.raises(RuleError):
        run("orders", tmp_path / "nothing.csv")
    with pytest.raises(RuleError):
        run("orders", file, "--by", "nobody")
