import sys
from subprocess import run

import pytest

from zhuixiao.kit.text.pinyin import initials, letters
from zhuixiao.kit.text.pinyin_tables import SURNAMES, USUAL, WORDS


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("广州迪宏", "gzdh"),
        ("重庆银行", "cqyh"),
        ("厦门音乐", "xmyy"),
        ("长沙成长教育", "csczjy"),
        ("中国移动", "zgyd"),
    ],
)
def test_a_name_reads_as_people_say_it(name: str, expected: str) -> None:
    assert expected in initials(name)


@pytest.mark.parametrize(
    ("name", "readings"),
    [
        ("曾国藩", {"cgf", "zgf"}),
        ("单雄信", {"dxx", "sxx"}),
        ("尉迟恭", {"ycg", "wcg"}),
        ("仇英", {"cy", "qy"}),
    ],
)
def test_a_person_is_indexed_under_both_readings_of_a_surname(
    name: str, readings: set[str]
) -> None:
    assert initials(name) == readings


def test_a_long_name_is_no_person_and_has_one_reading() -> None:
    assert initials("曾氏兄弟贸易") == {"csxdmy"}


def test_characters_without_a_reading_stay_so_that_positions_count() -> None:
    assert initials("abc科技") == {"abckj"}


def test_every_row_of_the_tables_keeps_the_length_and_says_something_new() -> None:
    plain = letters()
    for table in (WORDS, SURNAMES):
        for word, reading in table.items():
            assert len(word) == len(reading), word
            assert word.translate(plain) != reading, f"{word} reads so without the table"
    assert all(len(char) == 1 for char in USUAL)


def test_every_character_of_the_national_standard_has_a_letter() -> None:
    # The two levels of GB 2312: what a Chinese keyboard of 1980 could write, 6,763 characters.
    pairs = [bytes((row, cell)) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF)]
    chars = "".join(pair.decode("gb2312", "ignore") for pair in pairs)
    assert len(chars) == 6763
    assert all("a" <= letters()[ord(char)] <= "z" for char in chars)


def test_reading_names_does_not_load_the_phrases_of_pypinyin() -> None:
    script = (
        "import sys; from zhuixiao.kit.text.pinyin import initials; initials('广州');"
        "sys.exit('pypinyin' in sys.modules)"
    )
    assert run([sys.executable, "-c", script], check=False).returncode == 0  # noqa: S603
