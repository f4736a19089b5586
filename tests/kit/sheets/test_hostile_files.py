"""Files made to harm whoever opens them."""

import struct
import time
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
import xlwt
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kit.sheets.builders import ods_text, write_ods, write_xlsb, write_xlsx_sheet
from zhuixiao.kit.sheets import (
    SheetError,
    UnreadableFile,
    UnsafeFile,
    open_book,
    reader,
)
from zhuixiao.kit.sheets.archives import MOST_ENTRIES


def zipped(path: Path, parts: dict[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def test_an_archive_that_unpacks_to_more_than_500_mb_is_refused_by_its_directory(
    tmp_path: Path,
) -> None:
    path = tmp_path / "bomb.xlsx"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part,
    ):
        for _ in range(501):
            part.write(bytes(2**20))
    start = time.perf_counter()
    with pytest.raises(UnsafeFile, match="unpacks to far more"):
        open_book(path)
    assert time.perf_counter() - start < 1


def test_an_archive_of_60_mb_packed_a_thousandfold_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "bomb.xlsx", {"xl/workbook.xml": bytes(60 * 2**20)})
    with pytest.raises(UnsafeFile, match="unpacks to far more"):
        open_book(path)


def test_a_directory_that_lies_about_sizes_is_found_out(tmp_path: Path) -> None:
    path = zipped(tmp_path / "liar.xlsx", {"xl/workbook.xml": bytes(60 * 2**20)})
    data = path.read_bytes()
    real = struct.pack("<I", 60 * 2**20)
    assert data.count(real) == 2
    path.write_bytes(data.replace(real, struct.pack("<I", 1000)))
    with pytest.raises(UnsafeFile, match="unpacks to far more"):
        open_book(path)


def test_a_small_table_that_packs_well_is_no_bomb(tmp_path: Path) -> None:
    path = tmp_path / "same.xlsx"
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as file:
        page = file.add_worksheet()
        for row in range(20_000):
            page.write_row(row, 0, [1, 1, 1, 1])
    with open_book(path) as book:
        assert sum(1 for _ in book.rows("Sheet1")) == 20_000


def test_more_than_ten_thousand_entries_are_refused(tmp_path: Path) -> None:
    parts = {f"xl/{number}": b"" for number in range(MOST_ENTRIES + 1)}
    with pytest.raises(UnsafeFile):
        open_book(zipped(tmp_path / "many.xlsx", parts))


def test_packing_methods_of_no_spreadsheet_program_are_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "odd.xlsx", {"xl/workbook.xml": b"x"}, method=zipfile.ZIP_LZMA)
    with pytest.raises(UnsafeFile):
        open_book(path)


def test_an_encrypted_archive_is_refused_with_the_reason(tmp_path: Path) -> None:
    path = zipped(tmp_path / "secret.xlsx", {"xl/workbook.xml": b"x"})
    data = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + offset] |= 1
    path.write_bytes(data)
    with pytest.raises(UnsafeFile, match="password"):
        open_book(path)


def test_an_encrypted_workbook_is_refused_with_the_reason(tmp_path: Path) -> None:
    # Excel wraps an encrypted .xlsx into an OLE file with a stream of this name.
    path = tmp_path / "secret.xlsx"
    file = xlwt.Workbook()
    file.add_sheet("x").write(0, 0, "x")
    file.save(str(path))
    old, new = "Workbook\0".encode("utf-16-le"), "EncryptedPackage\0".encode("utf-16-le")
    data = bytearray(path.read_bytes())
    at = data.index(old)
    data[at : at + len(new)] = new
    data[at + 64 : at + 66] = struct.pack("<H", len(new))
    path.write_bytes(data)
    with pytest.raises(UnsafeFile, match="password"):
        open_book(path)


def test_two_cells_a_world_apart_do_not_take_the_process_down(tmp_path: Path) -> None:
    path = tmp_path / "far.xlsx"
    with xlsxwriter.Workbook(path) as file:
        page = file.add_worksheet()
        page.write(0, 0, "a")
        page.write(1_048_575, 499, "z")
    with open_book(path) as book, pytest.raises(UnreadableFile, match="very far from the table"):
        list(book.rows("Sheet1"))


def test_the_same_in_the_binary_format_and_with_repeats_in_opendocument(tmp_path: Path) -> None:
    binary = write_xlsb(tmp_path / "far.xlsb", [(0, 0, "a"), (1_048_575, 16_383, "z")])
    with open_book(binary) as book, pytest.raises(SheetError):
        list(book.rows("S"))
    row = f'<table:table-row table:number-rows-repeated="900000">{ods_text("y", repeated=90)}'
    with (
        pytest.raises(SheetError),
        open_book(write_ods(tmp_path / "far.ods", f"{row}</table:table-row>")) as book,
    ):
        list(book.rows("S"))


def test_a_stray_value_in_the_last_row_of_a_narrow_sheet_is_read(tmp_path: Path) -> None:
    path = tmp_path / "stray.xlsx"
    with xlsxwriter.Workbook(path) as file:
        page = file.add_worksheet()
        page.write(0, 0, "a")
        page.write(200_000, 9, "z")
    with open_book(path) as book:
        assert sum(1 for _ in book.rows("Sheet1")) == 200_001


def test_a_reader_that_never_ends_is_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "endless.py"
    limit = Path(reader.__file__).read_text(encoding="utf-8")
    script.write_text(
        limit.replace(
            f"PROCESSOR_SECONDS = {reader.PROCESSOR_SECONDS}", "PROCESSOR_SECONDS = 1"
        ).replace("book = calamine.CalamineWorkbook.from_path(path)", "while True: pass"),
        encoding="utf-8",
    )
    monkeypatch.setattr(reader, "__file__", str(script))
    with pytest.raises(UnreadableFile):
        open_book(write_xlsx_sheet(tmp_path / "a.xlsx", "<row><c><v>1</v></c></row>"))


def test_an_entity_bomb_is_not_expanded(tmp_path: Path) -> None:
    path = write_xlsx_sheet(tmp_path / "lol.xlsx", '<row><c t="str"><v>&lol9;</v></c></row>')
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    entities = "".join(f'<!ENTITY lol{n + 1} "{f"&lol{n};" * 10}">' for n in range(9))
    bomb = f'<!DOCTYPE x [<!ENTITY lol0 "lol">{entities}]>'.encode()
    parts["xl/worksheets/sheet1.xml"] = bomb + parts["xl/worksheets/sheet1.xml"]
    try:
        with open_book(zipped(path, parts)) as book:
            assert len(str(list(book.rows("S")))) < 1000
    except SheetError:
        pass


def outcome(path: Path) -> str:
    try:
        with open_book(path) as book:
            return str(list(book.rows(book.sheets[0]))[:1])
    except SheetError as error:
        return str(error)


@pytest.mark.parametrize("keep", [30, 60, 90])
def test_a_part_cut_short_gives_the_rows_or_one_of_our_errors(tmp_path: Path, keep: int) -> None:
    path = write_xlsx_sheet(tmp_path / "a.xlsx", "<row><c><v>1</v></c></row>" * 50)
    assert outcome(path) == "[[1]]"
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for name, content in parts.items():
        cut = {**parts, name: content[: len(content) * keep // 100]}
        assert outcome(zipped(path, cut)) != ""


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_a_workbook_with_changed_bytes_gives_rows_or_one_of_our_errors(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    path = tmp_path_factory.mktemp("x") / "a.xls"
    file = xlwt.Workbook()
    file.add_sheet("x").write(0, 0, "text")
    file.save(str(path))
    content = bytearray(path.read_bytes())
    changes = st.dictionaries(st.integers(0, len(content) - 1), st.integers(0, 255), max_size=5)
    for place, byte in data.draw(changes).items():
        content[place] = byte
    path.write_bytes(content)
    assert outcome(path) != ""
