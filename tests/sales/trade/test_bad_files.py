"""Files that are wrong: each row says what is wrong with it, and nothing else is harmed."""

from pathlib import Path

import pytest

from tests.sales.trade.conftest import Bring, reasons
from tests.world import World
from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.sheets import open_book
from zhuixiao.sales.models import Opportunity, Order, Payment
from zhuixiao.sales.trade.kinds import Kind

HEAD = "订单号,日期,客户,产品,数量,单价\n"
ADDING = {"customers": "create", "products": "create"}


def test_each_wrong_cell_is_named(bring: Bring) -> None:
    rows = [
        "1,2025-13-01,迪宏,阀,1,10",
        "2,2025-11-01,迪宏,阀,一打,10",
        "3,2025-11-01,迪宏,阀,1,-10",
        "4,2025-11-01,迪宏,阀,0,10",
        "5,2025-11-01,迪宏,阀,9999999,10",
        ",2025-11-01,迪宏,阀,1,10",
        "7,2025-11-01,迪宏,阀,1,",
        "8,,迪宏,阀,1,10",
        "9,2025-11-01,迪宏,阀,1,€10",
        f"{'x' * 61},2025-11-01,迪宏,阀,1,10",
        "11,2025-11-01,迪宏,阀,1,10",
    ]
    outcome = bring(Kind.ORDERS, HEAD + "\n".join(rows), **ADDING)
    assert outcome.created == 1
    assert list(reasons(outcome)) == list(range(2, 12))
    assert Order.objects.get().number == "11"


def test_a_wrong_row_takes_its_whole_order_out(bring: Bring) -> None:
    content = HEAD + "1,2025-11-01,迪宏,阀,1,10\n1,2025-11-01,迪宏,泵,x,10\n"
    outcome = bring(Kind.ORDERS, content, **ADDING)
    assert outcome.created == 0
    assert "3" in reasons(outcome)[2]


def test_a_number_of_another_customer_is_refused(bring: Bring) -> None:
    content = HEAD + "1,2025-11-01,迪宏,阀,1,10\n"
    bring(Kind.ORDERS, content, **ADDING)
    outcome = bring(Kind.ORDERS, content.replace("迪宏", "南方酒店"), **ADDING)
    assert outcome.created == 0
    assert "another customer" in reasons(outcome)[2]
    content = HEAD + "2,2025-11-01,迪宏,阀,1,10\n2,2025-11-01,南方酒店,阀,1,10\n"
    outcome = bring(Kind.ORDERS, content, **ADDING)
    assert set(reasons(outcome)) == {2, 3}


def test_a_number_that_was_written_by_hand_is_refused(world: World, bring: Bring) -> None:
    bring(Kind.ORDERS, HEAD + "1,2025-11-01,迪宏,阀,1,10\n", **ADDING)
    Order.objects.update(source_key="")
    outcome = bring(Kind.ORDERS, HEAD + "1,2025-11-01,迪宏,阀,1,10\n", **ADDING)
    assert (outcome.same, outcome.refused) == (0, 1)


def test_columns_that_are_unknown_or_missing(bring: Bring) -> None:
    content = HEAD + "1,2025-11-01,迪宏,阀,1,10\n"
    with pytest.raises(RuleError, match="no column"):
        bring(Kind.ORDERS, content, mapping={"单号码": "number"})
    with pytest.raises(RuleError, match="cannot be filled"):
        bring(Kind.ORDERS, content, mapping={"订单号": "nonsense"})
    with pytest.raises(RuleError, match="Order number"):
        bring(Kind.ORDERS, content.replace("订单号", "甲"))
    with pytest.raises(RuleError, match="two columns"):
        bring(Kind.ORDERS, content, mapping={"订单号": "number", "产品": "number", "日期": "day"})
    with pytest.raises(RuleError, match="price"):
        bring(Kind.ORDERS, content.replace("单价", "乙"))


def test_options_that_do_not_exist(bring: Bring) -> None:
    for options in (
        {"customer": "create"},
        {"customers": "all"},
        {"create_options": "yes"},
        {"rate": "x"},
        {"currency": "€"},
    ):
        with pytest.raises(RuleError):
            bring(Kind.ORDERS, HEAD + "1,2025-11-01,迪宏,阀,1,10\n", **options)


def test_files_that_are_no_table(bring: Bring, tmp_path: Path) -> None:
    with pytest.raises(RuleError):
        bring(Kind.ORDERS, "")
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04nonsense")
    with pytest.raises(RuleError):
        bring(Kind.ORDERS, broken)


def test_the_table_of_refused_rows_reads_back(bring: Bring, tmp_path: Path) -> None:
    bring(Kind.ORDERS, HEAD + "1,2025-11-01,迪宏,阀,x,10\n2,2025-11-01,迪宏,阀,1,10\n", **ADDING)
    with open_book(tmp_path / "refused.xlsx") as book:
        rows = list(book.rows(book.sheets[0]))
    assert rows[0][2:] == ["订单号", "日期", "客户", "产品", "数量", "单价"]
    assert rows[1][0] == 2
    assert rows[1][2:] == ["1", "2025-11-01", "迪宏", "阀", "x", "10"]
    assert len(rows) == 2


def test_a_number_twice_is_one_payment_and_one_opportunity(bring: Bring) -> None:
    content = "流水号,日期,客户,金额\n9,2025-11-01,迪宏,10\n9,2025-11-02,迪宏,20\n"
    outcome = bring(Kind.PAYMENTS, content, customers="create")
    assert (outcome.created, list(reasons(outcome))) == (1, [3])
    assert Payment.objects.get().amount == 1000
    content = "商机编号,客户,阶段\n9,迪宏,Won\n9,迪宏,Lost\n10,迪宏,Gone\n"
    outcome = bring(Kind.OPPORTUNITIES, content, customers="create")
    assert "day" in reasons(outcome)[2]
    assert "row 2" in reasons(outcome)[3]
    assert "Gone" in reasons(outcome)[4]
    assert not Opportunity.objects.exists()
