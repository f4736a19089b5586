from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhuixiao.kit.sheets.encodings import Encoding, encoding_of

CHINESE = "公司名称,电话\n广州迪宏信息科技有限公司,13800138000\n"


def encoded(path: Path, data: bytes) -> Encoding:
    file = path / "a.csv"
    file.write_bytes(data)
    return encoding_of(file)


@pytest.mark.parametrize(
    ("codec", "mark", "name"),
    [
        ("utf-8", b"", "utf-8"),
        ("utf-8", b"\xef\xbb\xbf", "utf-8"),
        ("utf-16-le", b"\xff\xfe", "utf-16-le"),
        ("utf-16-be", b"\xfe\xff", "utf-16-be"),
        ("utf-32-le", b"\xff\xfe\0\0", "utf-32-le"),
        ("utf-32-be", b"\0\0\xfe\xff", "utf-32-be"),
        ("utf-16-le", b"", "utf-16-le"),
        ("utf-16-be", b"", "utf-16-be"),
        ("utf-32-le", b"", "utf-32-le"),
        ("gb18030", b"", "gb18030"),
        ("gbk", b"", "gb18030"),
    ],
)
def test_chinese_text_is_recognised_in_every_encoding(
    tmp_path: Path, codec: str, mark: bytes, name: str
) -> None:
    assert encoded(tmp_path, mark + CHINESE.encode(codec)) == Encoding(name, len(mark))


def test_the_wrong_mark_of_utf_16_before_utf_32_is_forgiven(tmp_path: Path) -> None:
    data = b"\xfe\xff" + CHINESE.encode("utf-32-le")
    assert encoded(tmp_path, data) == Encoding("utf-32-le", 2)


def test_western_text_is_not_taken_for_chinese_and_said_to_be_a_guess(tmp_path: Path) -> None:
    data = "Crédito,Pébéo\nÑandu,Müller\n".encode("cp1252")
    # Legal GB18030 all the same.
    assert data.decode("gb18030") != data.decode("cp1252")
    assert encoded(tmp_path, data) == Encoding("cp1252", guessed=True)


def test_a_utf_8_file_with_one_cut_character_stays_utf_8(tmp_path: Path) -> None:
    data = CHINESE.encode() * 20 + "广".encode()[:2] + b",1\n"
    assert encoded(tmp_path, data) == Encoding("utf-8", guessed=True)


def test_a_late_chinese_character_counts_as_much_as_an_early_one(tmp_path: Path) -> None:
    assert encoded(tmp_path, b"a,b\n" * 600_000 + "广州,迪宏\n".encode("gb18030")).name == "gb18030"


def test_a_few_stray_nuls_do_not_make_utf_16(tmp_path: Path) -> None:
    assert encoded(tmp_path, b"a,b\0\n" + b"c,d\n" * 200) == Encoding("utf-8")


def test_an_empty_file_is_utf_8(tmp_path: Path) -> None:
    assert encoded(tmp_path, b"") == Encoding("utf-8")


@given(st.binary(max_size=300))
def test_any_bytes_have_an_encoding_that_decodes_them(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    found = encoded(tmp_path_factory.mktemp("x"), data)
    data[found.skip :].decode(found.name, found.errors)


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=20))
def test_chinese_text_in_gb18030_is_never_lost(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    # A few characters (一 is one) happen to be legal UTF-8; text of nothing else cannot be told.
    data = (text + "公司").encode("gb18030")
    assert encoded(tmp_path_factory.mktemp("x"), data) == Encoding("gb18030")
