"""Search tokens: one index finds names by any two characters, by pinyin initials, and by phone.

What goes into the index, for the name 广州迪宏 and the phone 13800138000:

- every pair of neighbouring characters (广州, 州迪, 迪宏) and the last one alone (宏): a query of
  two characters is one exact token, a query of one character is a prefix, because each
  character either begins a pair or is the last;
- every tail of the initials (gzdh, zdh, dh, h) and every Latin or digit word: found by prefix;
- the digits of a phone forwards and, behind an "r", backwards (r00083100831): found by how the
  number starts or ends. The middle of a number is not found.

Tokens hold a-z, 0-9 and Chinese, Japanese and Korean characters only, at most 40 of them, so that
they mean the same to SQLite's unicode61 tokenizer and inside a PostgreSQL tsvector. A letter of
any other script becomes "u" and its code, which keeps prefixes prefixes.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from zhuixiao.kit.text.normal import fold
from zhuixiao.kit.text.pinyin import initials

LONGEST_NAME = 100
LONGEST_QUERY = 64
LONGEST_TOKEN = 40
MOST_TERMS = 8

# Characters without spaces between words: kana, Han, Hangul; all known to SQLite 3.40's tables.
_HAN = "\u3005-\u3007\u3041-\u3096\u30a1-\u30fa\u30fc-\u30fe\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3"
_PIECE = re.compile(f"[{_HAN}]+|[^\\W_{_HAN}]+")
_IS_HAN = re.compile(f"[{_HAN}]")
_NOT_DIGIT = re.compile("[^0-9]")
_EXTENSION = re.compile("[x转].*", re.DOTALL)
_PHONE_QUERY = re.compile(r"\+?[0-9][0-9 ()./-]{6,}")
_COUNTRY = re.compile("^(?:00)?86(?=1[3-9][0-9]{9}$)")
_AREA = re.compile("^0(?:10|2[0-9]|[3-9][0-9]{2})(?=[0-9]{7,8}$)")
# Below this, "ends with" would find nearly every phone.
_SHORTEST_ENDING = 3


class Alternative(NamedTuple):
    """One way to meet a term: the token itself, or any token that starts with it."""

    token: str
    prefix: bool


@dataclass(frozen=True, slots=True)
class Term:
    """Met when any alternative is met; a query is met when all its terms are."""

    alternatives: tuple[Alternative, ...]


def index_tokens(names: Iterable[str], phones: Iterable[str]) -> list[str]:
    """All tokens under which a record is found, sorted, each once.

    `phones` are best in the normal form of `zhuixiao.kit.text.phones`; other writings are reduced
    to their digits. Only the first 100 characters of a name count.
    """
    found: set[str] = set()
    for name in names:
        found.update(_name_tokens(fold(name[:LONGEST_NAME])[:LONGEST_NAME]))
    for phone in phones:
        found.update(_phone_tokens(phone[:LONGEST_NAME]))
    return sorted(found)


def query_terms(q: str) -> list[Term]:
    """What must all be met for a record to answer `q`; empty when nothing searchable was typed.

    Harmless for any input: the first 64 characters count, quotes and operators of query languages
    are separators, at most 8 terms. Fewer terms only make the answer wider, never wrong.
    """
    text = fold(q[: 4 * LONGEST_QUERY])[:LONGEST_QUERY]
    if _PHONE_QUERY.fullmatch(text):
        digits = _COUNTRY.sub("", _NOT_DIGIT.sub("", text))
        if len(digits) >= 7:
            return [_word_term(digits)]
    terms: dict[Term, None] = {}
    for chunk in text.split():
        # Joined over punctuation as the index is, so that a dot inside a name need not be typed.
        for piece in _pieces(chunk):
            terms.update(dict.fromkeys(_piece_terms(piece)))
    return list(terms)[:MOST_TERMS]


def matches(tokens: Iterable[str], terms: Iterable[Term]) -> bool:
    """The meaning of a query, for tests and for engines without a token index.

    No terms match nothing: what cannot be looked for is not found.
    """
    held = list(tokens)
    wanted = list(terms)
    return bool(wanted) and all(
        any(
            token.startswith(one.token) if one.prefix else token == one.token
            for one in term.alternatives
            for token in held
        )
        for term in wanted
    )


def _name_tokens(text: str) -> Iterator[str]:
    pieces = _pieces(text)
    han = False
    for piece in pieces:
        if _IS_HAN.match(piece):
            han = True
            for start in range(len(piece) - 1):
                yield piece[start : start + 2]
            yield piece[-1]
        else:
            yield _word(piece)
    if han:
        yield from _initial_tokens(pieces)


def _initial_tokens(pieces: list[str]) -> Iterator[str]:
    # A tail starts at each Han character, and at the start but not the middle of a Latin word.
    starts: list[int] = []
    end = 0
    for piece in pieces:
        starts += range(end, end + (len(piece) if _IS_HAN.match(piece) else 1))
        end += len(piece)
    for reading in initials("".join(pieces)):
        for start in starts:
            yield _word(reading[start : start + LONGEST_TOKEN])


def _phone_tokens(phone: str) -> Iterator[str]:
    digits = _COUNTRY.sub("", _NOT_DIGIT.sub("", _EXTENSION.sub("", fold(phone))))
    digits = digits[:LONGEST_TOKEN]
    if not digits:
        return
    yield digits
    yield _backwards(digits)
    local = _AREA.sub("", digits)
    if local != digits:
        yield local


def _piece_terms(piece: str) -> Iterator[Term]:
    if not _IS_HAN.match(piece):
        yield _word_term(piece)
    elif len(piece) == 1:
        yield Term((Alternative(piece, prefix=True),))
    else:
        last = len(piece) - 2
        # A long run is covered by pairs side by side; neighbours would use up the terms.
        step = 1 if last < MOST_TERMS else 2
        for start in dict.fromkeys([*range(0, last + 1, step), last]):
            yield Term((Alternative(piece[start : start + 2], prefix=False),))


def _word_term(word: str) -> Term:
    plain = Alternative(_word(word), prefix=True)
    if word.isascii() and word.isdigit() and len(word) >= _SHORTEST_ENDING:
        return Term((plain, Alternative(_backwards(word), prefix=True)))
    return Term((plain,))


def _pieces(text: str) -> list[str]:
    """Runs of Han and words of anything else, Han runs joined over what stands between them."""
    joined: list[str] = []
    for piece in _PIECE.findall(text):
        if joined and _IS_HAN.match(piece) and _IS_HAN.match(joined[-1]):
            joined[-1] += piece
        else:
            joined.append(piece)
    return joined


def _backwards(digits: str) -> str:
    return f"r{digits[::-1]}"[:LONGEST_TOKEN]


def _word(piece: str) -> str:
    if piece.isascii():
        return piece[:LONGEST_TOKEN]
    bare = "".join(c for c in unicodedata.normalize("NFD", piece) if not unicodedata.combining(c))
    return "".join(map(_safe, bare or piece))[:LONGEST_TOKEN]


def _safe(char: str) -> str:
    return char if char.isascii() or _IS_HAN.match(char) else f"u{ord(char):05x}"
