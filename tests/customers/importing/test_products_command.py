"""`zhuixiao import products` and `zhuixiao export products`."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from tests.customers.importing.files import as_csv
from tests.world import World
from zhuixiao.catalog.models import Product
from zhuixiao.kit.errors import NotAllowed, RuleError

ROWS = [["货号", "名称", "标价"], ["T-1", "温控器", "168"], ["T-2", "面板", "很贵"]]


def run(command: str, *args: Any) -> tuple[int, str, str]:
    """Exit code, standard output, standard error."""
    out, err = StringIO(), StringIO()
    try:
        call_command(command, "products", *map(str, args), stdout=out, stderr=err)
    except SystemExit as stop:
        return int(stop.code or 0), out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def test_products_come_from_a_file_and_go_into_one(world: World, tmp_path: Path) -> None:
    path = tmp_path / "产品.csv"
    path.write_bytes(as_csv(ROWS))
    code, out, err = run("import_records", path, "--dry-run")
    assert (code, Product.objects.count()) == (1, 0)
    assert "新增 1" in out
    assert "第 3 行" in err
    assert run("import_records", path)[0] == 1
    written = tmp_path / "out.csv"
    assert "1 行" in run("export_records", written)[1]
    assert "168.0" in written.read_text(encoding="utf-8-sig")
    code, out, _err = run("import_records", written)
    assert (code, "不变 1" in out) == (0, True)


def test_products_take_no_options_of_customers(world: World, tmp_path: Path) -> None:
    path = tmp_path / "产品.csv"
    path.write_bytes(as_csv(ROWS))
    with pytest.raises(RuleError):
        run("import_records", path, "--owner", "郑斌")
    with pytest.raises(RuleError):
        run("import_records", tmp_path / "nothing.csv")
    with pytest.raises(NotAllowed):
        run("import_records", path, "--by", "zhengbin")
