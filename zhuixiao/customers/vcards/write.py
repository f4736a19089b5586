"""vCard 3.0 (what every phone reads) and 4.0 (RFC 6350) of contacts and customers."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Version = Literal["3.0", "4.0"]

# Octets per line, RFC 6350 section 3.2.
_LINE = 75


@dataclass(frozen=True)
class CardData:
    """What goes onto a card; phones already as the reader may see them."""

    name: str
    company: str = ""
    title: str = ""
    phones: Iterable[str] = field(default_factory=tuple)
    email: str = ""
    address: str = ""
    website: str = ""
    birthday: date | None = None
    wechat: str = ""
    note: str = ""
    uid: str = ""


def write(cards: Iterable[CardData], *, version: Version = "3.0") -> bytes:
    """The cards as one file, UTF-8, lines folded and ended as the standard says."""
    lines = (line for card in cards for line in _lines(card, version))
    return b"".join(_folded(line) for line in lines)


def _lines(card: CardData, version: Version) -> Iterator[str]:
    yield "BEGIN:VCARD"
    yield f"VERSION:{version}"
    yield f"FN:{_escaped(card.name)}"
    # The whole name as family name: where it splits is not known.
    yield f"N:{_escaped(card.name)};;;;"
    for name, value in (
        ("ORG", card.company),
        ("TITLE", card.title),
        ("URL", card.website),
        ("NOTE", card.note),
        ("X-WECHAT", card.wechat),
        ("UID", card.uid),
    ):
        if value:
            yield f"{name}:{_escaped(value)}"
    for phone in card.phones:
        yield f"TEL;TYPE={'cell' if version == '4.0' else 'CELL'}:{_escaped(phone)}"
    if card.email:
        yield f"EMAIL{'' if version == '4.0' else ';TYPE=INTERNET'}:{_escaped(card.email)}"
    if card.address:
        yield f"ADR;TYPE={'work' if version == '4.0' else 'WORK'}:;;{_escaped(card.address)};;;;"
    if card.birthday:
        pattern = "%Y%m%d" if version == "4.0" else "%Y-%m-%d"
        yield f"BDAY:{card.birthday.strftime(pattern)}"
    yield "END:VCARD"


def _escaped(text: str) -> str:
    for char in "\\;,":
        text = text.replace(char, f"\\{char}")
    return text.replace("\r\n", "\n").replace("\n", "\\n")


def _folded(line: str) -> bytes:
    """At most 75 octets a line, never inside a character."""
    pieces: list[bytes] = []
    current = b""
    for char in line:
        octets = char.encode("utf-8", "replace")
        if len(current) + len(octets) > _LINE - (1 if pieces else 0):
            pieces.append(current)
            current = b""
        current += octets
    pieces.append(current)
    return b"\r\n ".join(pieces) + b"\r\n"
