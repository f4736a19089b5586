"""The comparable core of a company's name: 广州市迪宏信息科技有限公司 and 迪宏信息科技 are near."""

import re
from collections.abc import Collection
from functools import lru_cache

from zhuixiao.kit.text.company_tables import BARE, LEGAL_HAN, LEGAL_LATIN, PLACES_LATIN, REGIONS
from zhuixiao.kit.text.normal import fold

_HAN = "\u3005-\u3007\u3400-\u9fff"
_BRACKETS = re.compile(r"[(\[{【〔〈《<]([^()\[\]{}【】〔〕〈〉《》<>]*)[)\]}】〕〉》>]")
_REGION_ENDINGS = ("特别行政区", "自治区", "自治州", "地区", "省", "市", "县", "区", "")
_AREA_NAME = re.compile(f"[{_HAN}]{{1,8}}(?:省|市|县|区|州)")
_LEGAL_END = re.compile(f"(?:{'|'.join(sorted(LEGAL_HAN, key=len, reverse=True))})$")
# 某某有限公司广州分公司: the legal form stands inside, and the branch is a different place.
_BRANCHES = ("分公司", "办事处")
_LEGAL_BEFORE_BRANCH = re.compile("(?:股份)?有限(?:责任)?公司(?=.)")
_APOSTROPHES = re.compile(r"[.'’·]")
_SEPARATORS = re.compile(r"[\W_]+")
_SPACE_AT_HAN = re.compile(f"(?<=[{_HAN}]) | (?=[{_HAN}])")
_SHORTEST_CORE = 2


def name_core(name: str, *, regions: Collection[str] = REGIONS) -> str:
    """What is left of a company's name for finding duplicates.

    Folded; regions in brackets and at the front dropped (`regions`: names without 省/市, such as
    广东 or 广州), legal forms at the end dropped, in Chinese and in Latin, punctuation dropped.
    Words for the industry stay. A part is only dropped while at least two characters, and more
    than a bare word such as 银行, remain. Never empty unless `name` folds to nothing.
    """
    whole = fold(name)
    known = _region_pattern(frozenset(regions))
    text = _BRACKETS.sub(lambda m: "" if _droppable(m[1], known) else f" {m[1]} ", whole)
    text = _SEPARATORS.sub(" ", _APOSTROPHES.sub("", text)).strip()
    text = _without_latin_ending(text)
    text = _SPACE_AT_HAN.sub("", text)
    text = _without_front(_without_ending(text), known)
    return text or whole


@lru_cache(maxsize=8)
def _region_pattern(regions: frozenset[str]) -> re.Pattern[str]:
    names = "|".join(re.escape(fold(region)) for region in sorted(regions, key=len, reverse=True))
    return re.compile(f"(?:{names or '(?!)'})(?:{'|'.join(_REGION_ENDINGS)})")


def _droppable(content: str, known: re.Pattern[str]) -> bool:
    """Whether what stands in brackets says where or in which legal form, not who."""
    content = content.strip()
    return (
        not content
        or bool(known.fullmatch(content))
        or bool(_AREA_NAME.fullmatch(content))
        or content in LEGAL_HAN
        or content in LEGAL_LATIN
        or content in PLACES_LATIN
    )


def _without_latin_ending(text: str) -> str:
    words = text.split(" ")
    while len(words) > 1 and words[-1] in LEGAL_LATIN:
        words.pop()
    return " ".join(words)


def _without_ending(text: str) -> str:
    if text.endswith(_BRANCHES):
        return _LEGAL_BEFORE_BRANCH.sub("", text)
    while True:
        shorter = _LEGAL_END.sub("", text)
        if shorter == text or len(shorter) < _SHORTEST_CORE:
            return text
        text = shorter


def _without_front(text: str, known: re.Pattern[str]) -> str:
    while found := known.match(text):
        rest = text[found.end() :]
        if len(rest) < _SHORTEST_CORE or rest in BARE:
            return text
        text = rest
    return text
