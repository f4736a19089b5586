"""Files as people really send them: wrong, broken, hostile. Each gets a sentence, none a crash."""

import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from tests.customers.importing.files import as_csv, as_xlsx, begin, counts, imported, reasons
from tests.world import World
from zhuixiao.customers.importing import jobs, results, sources
from zhuixiao.customers.models import Customer, ImportBatch
from zhuixiao.files.models import StoredFile
from zhuixiao.kit.errors import RuleError

ROWS = [["客户名称", "电话"], ["广州迪宏有限公司", "13800138000"], ["杭州西子酒店", "13800138001"]]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_every_encoding_gives_the_same_customers(world: World, encoding: str) -> None:
    imported(world.boss, as_csv(ROWS, encoding))
    assert set(Customer.objects.values_list("name", flat=True)) == {
        "广州迪宏有限公司",
        "杭州西子酒店",
    }


def test_titles_merged_cells_and_empty_rows_do_not_matter(world: World, tmp_path: Path) -> None:
    rows = [["客户资料汇总表", ""], ["", ""], *ROWS, ["", ""], ["", ""]]
    batch = imported(world.boss, as_xlsx(tmp_path, rows), name="资料.xlsx")
    assert counts(batch) == (2, 0, 0, 0)


def test_five_notations_of_a_date_are_one_day(world: World) -> None:
    texts = ["2024-03-05", "2024/3/5", "2024.3.5", "20240305", "2024年3月5日"]
    rows = [["客户名称", "创建日期"], *([f"公司{text}甲", text] for text in texts)]
    imported(world.boss, as_csv(rows))
    days = set(Customer.objects.values_list("added_on", flat=True))
    assert {day.isoformat() for day in days} == {"2024-03-05"}


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "文件是空的"),
        (b"\n\n\n", "工作表是空的"),
        ("客户名称,电话\n".encode(), "表头下面没有客户"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 64, "不是表格文件"),
        (b"PK\x03\x04broken", "损坏"),
    ],
    ids=["empty", "blank lines", "header alone", "picture", "broken zip"],
)
def test_a_file_without_rows_is_refused_in_words(world: World, content: bytes, word: str) -> None:
    with pytest.raises(RuleError) as refused:
        begin(world.boss, content)
    assert word in str(refused.value.message)
    assert not ImportBatch.objects.exists()
    assert not StoredFile.objects.exists()


def test_a_zip_bomb_is_not_opened(world: World) -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", b"\0" * (600 * 1024 * 1024))
    with pytest.raises(RuleError):
        begin(world.boss, out.getvalue(), "炸弹.xlsx")


def test_a_cell_longer_than_a_spreadsheet_holds_refuses_its_row_only(world: World) -> None:
    rows = [["客户名称", "备注"], ["甲公司", "长" * 40_000], ["乙公司", "短"]]
    batch = imported(world.boss, as_csv(rows))
    assert counts(batch) == (1, 0, 0, 1)
    assert "32767" in reasons(batch)[2]


def test_a_cell_of_ten_megabytes_refuses_the_file(world: World) -> None:
    with pytest.raises(RuleError):
        begin(world.boss, as_csv([["客户名称", "备注"], ["甲公司", "长" * 3_500_000]]))


def test_a_formula_stays_text(world: World) -> None:
    rows = [["客户名称", "备注"], ["甲公司", '=HYPERLINK("http://evil")'], ["@SUM(A1)", "x"]]
    imported(world.boss, as_csv(rows))
    assert set(Customer.objects.values_list("name", flat=True)) == {"甲公司", "@SUM(A1)"}
    assert Customer.objects.get(name="甲公司").note == '=HYPERLINK("http://evil")'


def test_control_characters_and_lone_surrogates_reach_no_database(world: World) -> None:
    rows = [["客户名称", "备注"], ["甲\u0000公\u202e司", "a\u200bb"]]
    imported(world.boss, as_csv(rows))
    assert Customer.objects.get().name == "甲公司"


def test_too_long_values_are_refused_by_name(world: World) -> None:
    rows = [
        ["客户名称", "网址", "联系人"],
        ["名" * 121, "", ""],
        ["乙公司", "w" * 300, ""],
        ["丙公司", "", "长" * 61],
    ]
    batch = imported(world.boss, as_csv(rows))
    assert counts(batch) == (0, 0, 0, 3)
    assert "120" in reasons(batch)[2]


def test_the_rejected_rows_come_back_as_a_table_that_imports_after_correction(
    world: World, tmp_path: Path
) -> None:
    rows = [["客户名称", "电话"], ["甲公司", "1.38E+10"], ["乙公司", "13800138001"]]
    batch = imported(world.boss, as_csv(rows))
    assert StoredFile.objects.filter(pk=batch.options["rejected_file"], kind="import").exists()
    path = tmp_path / "rejected.xlsx"
    assert results.write(batch, path) == 1
    with sources.open_source(path) as book:
        header, row = sources.first_rows(book, book.sheets[0])
    assert header == ["行号", "原因", "客户名称", "电话"]
    assert row[0] == 2
    assert str(row[1]).startswith("电话：")
    corrected = as_csv([header, [row[0], row[1], row[2], "13800138000"]])
    assert counts(imported(world.boss, corrected)) == (1, 0, 0, 0)


def test_a_file_that_was_swept_away_says_so(world: World) -> None:
    batch = begin(world.boss, as_csv(ROWS))
    StoredFile.objects.all().delete()
    batch.refresh_from_db()
    with pytest.raises(RuleError, match="重新上传"):
        jobs.check_batch(batch, progress=lambda _done, _total: None, now=batch.created_at)
