"""The rows that are imported: new customers as people have them in a table."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

import xlsxwriter

from ..world import words

_HEADER = ("公司名称", "联系人", "电话", "地址", "行业", "重要程度", "备注")
_INDUSTRIES = ("制造业", "酒店旅游", "餐饮", "房地产")
_PLACES = ("广州", "深圳", "上海", "杭州", "成都", "武汉", "西安", "运城")
_SEED = 31


def rows(size: int) -> Iterator[tuple[str, ...]]:
    """As many rows, the same each time; every name and phone is new."""
    rng = Random(_SEED)
    for number in range(size):
        place, brand = rng.choice(_PLACES), rng.choice(words.FIRST) + rng.choice(words.SECOND)
        yield (
            f"{place}{brand}{_chinese(number)}{rng.choice(words.ENDINGS)}",
            rng.choice(words.SURNAMES) + rng.choice(words.GIVEN),
            f"166{number:08d}",
            f"{place}市人民路{rng.randint(1, 900)}号",
            rng.choice(_INDUSTRIES),
            rng.choice("ABC"),
            words.DETAIL,
        )


def write(path: Path, size: int) -> None:
    """A workbook with one sheet and a header."""
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, _HEADER)
        for number, row in enumerate(rows(size), start=1):
            sheet.write_row(number, 0, row)


def _chinese(number: int) -> str:
    """Four characters that no other number has."""
    letters = words.SECOND
    text = ""
    for _place in range(4):
        number, rest = divmod(number, len(letters))
        text += letters[rest]
    return text
