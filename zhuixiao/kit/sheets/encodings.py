"""The encoding of a text file. Guessing libraries fail on Chinese, so a short rule decides.

Byte order mark; many NULs at one parity (UTF-16 without a mark); strict UTF-8; strict GB18030;
UTF-8 with a few broken characters (exports that cut at a byte); last, Windows-1252.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

# UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_PIECE = 2**20
_SAMPLE = 64 * 1024
_HIGH_RUN = re.compile(rb"[\x80-\xff]+")


@dataclass(frozen=True, slots=True)
class Encoding:
    """A codec name and the bytes of the mark to skip.

    `guessed` means characters may be wrong and a person should look.
    """

    name: str
    skip: int = 0
    guessed: bool = False

    @property
    def errors(self) -> str:
        """How to decode: a guess must not stop half-way."""
        return "replace" if self.guessed else "strict"


def encoding_of(path: Path) -> Encoding:
    """The encoding of the whole file; reads it once or twice, in pieces."""
    with path.open("rb") as file:
        sample = file.read(_SAMPLE)
    for mark, name in _MARKS:
        if sample.startswith(mark):
            # Some writers put a UTF-16 mark before UTF-32; the places of the NULs tell.
            real = _wide(sample[len(mark) :], least=1) or name
            # A file that breaks its own promise is still read, with the broken places shown.
            return Encoding(real, len(mark), guessed=not _decodes(path, real, skip=len(mark)))
    if wide := _wide(sample, least=0.02):
        return Encoding(wide, guessed=not _decodes(path, wide))
    if _decodes(path, "utf-8"):
        return Encoding("utf-8")
    if _mostly_utf8(path):
        return Encoding("utf-8", guessed=True)
    if not _looks_western(path) and _decodes(path, "gb18030"):
        return Encoding("gb18030")
    return Encoding("cp1252", guessed=True)


def _pieces(path: Path, skip: int = 0) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(skip)
        while piece := file.read(_PIECE):
            yield piece


def _decodes(path: Path, name: str, *, skip: int = 0) -> bool:
    decoder = codecs.getincrementaldecoder(name)()
    try:
        for piece in _pieces(path, skip):
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _wide(sample: bytes, *, least: float) -> str | None:
    """UTF-32 or UTF-16 by where its NULs stand; None without a clear pattern.

    UTF-16 needs more than the share `least` of all bytes to be NUL: ASCII characters leave one
    each, at odd (little-endian) or even places.
    """
    quarters = [sample[place::4].count(0) for place in range(4)]
    enough = 0.95 * (len(sample) // 4)
    if len(sample) >= 8 and min(quarters[2:]) > enough:
        return "utf-32-le"
    if len(sample) >= 8 and min(quarters[:2]) > enough:
        return "utf-32-be"
    even, odd = quarters[0] + quarters[2], quarters[1] + quarters[3]
    if even + odd <= least * len(sample):
        return None
    if odd > 4 * even:
        return "utf-16-le"
    return "utf-16-be" if even > 4 * odd else None


def _mostly_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    broken = whole = 0
    for piece in _pieces(path):
        text = decoder.decode(piece)
        lost = text.count("\ufffd")
        broken += lost
        whole += len(text) - lost - len(text.encode("ascii", "ignore"))
    return whole >= 10 and broken * 20 <= whole


def _looks_western(path: Path) -> bool:
    """High bytes stand alone between ASCII, as accented letters do; Chinese comes in runs.

    Needed because a lone accented letter and the ASCII letter behind it are also a legal GB18030
    pair.
    """
    alone = runs = 0
    for piece in _pieces(path):
        lengths = [len(run) for run in _HIGH_RUN.findall(piece)]
        runs += len(lengths)
        alone += lengths.count(1)
    return alone > 0.8 * runs
