"""First letters of Chinese readings: 广州迪宏 is gzdh; a person called 曾 is found by z and by c.

One reading a character (the most common one, from pypinyin's table of single characters), then
two corrections that table cannot make: words in which a character reads differently, and surnames.
A translate table is 30 times faster than asking pypinyin for each name.
"""

import json
import re
import unicodedata
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import cast

from zhuixiao.kit.text.pinyin_tables import SURNAMES, USUAL, WORDS

_WORD = re.compile("|".join(sorted(WORDS, key=len, reverse=True)))
_PERSON_LENGTHS = range(2, 5)


@cache
def letters() -> dict[int, str]:
    """Code point of a Chinese character -> first letter of its most common reading.

    Read once, on first use.
    """
    # Decomposed, so that the tone mark leaves its vowel.
    table = {
        int(code): unicodedata.normalize("NFD", readings)[0]
        for code, readings in _single_readings().items()
        if readings
    }
    return table | {ord(char): letter for char, letter in USUAL.items()}


def _single_readings() -> dict[str, str]:
    """pypinyin's table of single characters, without importing pypinyin where that can be helped.

    The import also loads its phrase dictionary, which costs each process tens of megabytes and is
    not used here.
    """
    spec = find_spec("pypinyin")
    folders = (spec and spec.submodule_search_locations) or []
    for folder in folders:
        file = Path(folder) / "pinyin_dict.json"
        if file.is_file():
            return cast(dict[str, str], json.loads(file.read_text(encoding="utf-8")))
    return cast(dict[str, str], import_module("pypinyin.constants").PINYIN_DICT)


def initials(name: str) -> set[str]:
    """Every initials string by which a person may look for `name`.

    `name` must be folded. Characters without a Chinese reading stay as they are (abc科技 -> abckj),
    so pass letters and digits only. More than one result only where a name of 2 to 4 characters
    starts with a surname that reads differently as a surname.
    """
    found = {_read(name)}
    if len(name) in _PERSON_LENGTHS:
        for length in (2, 1):
            surname = SURNAMES.get(name[:length])
            if surname:
                found.add(surname + _read(name[length:]))
                break
    return found


def _read(name: str) -> str:
    return _WORD.sub(lambda m: WORDS[m[0]], name).translate(letters())
