"""Two normal forms: `fold` for comparing and finding, `clean` for storing what people typed."""

import re
import unicodedata

# Invisible, and legal in a letter category: used to make two different names look the same.
_BLANK_LETTERS = "\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0"
_VARIATION = "\u180b-\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef"
_NONCHARACTERS = "\ufdd0-\ufdef\ufffe\uffff"
_SURROGATES = "\ud800-\udfff"
_CONTROLS = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f"
# Soft hyphen, bidi marks and overrides, zero-width space, word joiner, annotations, tags, BOM.
_FORMAT = (
    "\xad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0001-\U000e007f"
)
# Part of visible text (emoji families, Persian), so kept in what is stored, dropped in comparing.
_JOINERS = "\u200c\u200d"

_DROP_FOLDED = re.compile(
    f"[{_BLANK_LETTERS}{_VARIATION}{_NONCHARACTERS}{_SURROGATES}{_CONTROLS}{_FORMAT}{_JOINERS}]"
)
_DROP_STORED = re.compile(f"[{_NONCHARACTERS}{_SURROGATES}{_CONTROLS}{_FORMAT}]")
_SPACES = re.compile(r"\s+")
_INLINE_SPACES = re.compile(r"[^\S\n\t]")
_LINE_ENDS = re.compile("\r\n?|\x85|\u2028|\u2029")


# What nearly every cell of a Chinese table is made of; nothing in it composes or is invisible.
_SIMPLE = re.compile("[ -~\u4e00-\u9fff]*")


def fold(s: str) -> str:
    """The form two texts share when a person would call them the same.

    NFKC (full-width to half-width, ligatures, compatibility forms), case folded, invisible and
    control characters gone, runs of white space one space, ends stripped. Folding twice changes
    nothing. Rule: Unicode NFKC_Casefold, plus the white space.
    """
    if _SIMPLE.fullmatch(s):
        s = s.lower().strip()
        return _SPACES.sub(" ", s) if "  " in s else s
    if s.isascii():
        return _SPACES.sub(" ", _DROP_FOLDED.sub("", s.lower())).strip()
    before = None
    # Dropping a joiner can bring two characters together that then compose; a few rounds settle it.
    while before != s:
        before = s
        s = unicodedata.normalize("NFKC", _DROP_FOLDED.sub("", s)).casefold()
        s = unicodedata.normalize("NFKC", s)
    return _SPACES.sub(" ", s).strip()


def clean(s: str, *, multiline: bool = False) -> str:
    """What a person typed, fit to be stored: NFC, no control characters, no lone surrogates.

    Case, full-width letters and inner spaces stay. Line ends and tabs become a space, or with
    `multiline` stay (line ends as one "\\n"). A database that refuses NUL or lone surrogates
    takes the result.
    """
    if _SIMPLE.fullmatch(s):
        return s.strip()
    s = _LINE_ENDS.sub("\n", s)
    s = unicodedata.normalize("NFC", _DROP_STORED.sub("", s))
    if multiline:
        return _INLINE_SPACES.sub(" ", s).strip()
    return re.sub(r"\s", " ", s).strip()
