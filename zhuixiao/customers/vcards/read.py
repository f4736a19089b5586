"""Cards of a vCard file, and the same as rows of a table for the import."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from .lines import Line, read_lines

# Headers that the import's list of synonyms knows.
HEADER = (
    *("company", "contact name", "job title", "phone", "email", "address", "website"),
    *("birthday", "wechat", "note"),
)
_LONGEST_PHONES = 120
_HAN = re.compile("[\u4e00-\u9fff]")
_FAX = frozenset({"fax", "pager"})
_LISTS = {"EMAIL": "emails", "URL": "websites", "NOTE": "notes"}
_TEXTS = {"TITLE": "title", "ROLE": "title", "BDAY": "birthday"} | dict.fromkeys(
    ("X-WECHAT", "X-WEIXIN", "X-WEIXINHAO"), "wechat"
)


@dataclass
class Card:
    """One person or company."""

    name: str = ""
    company: str = ""
    title: str = ""
    phones: list[str] = field(default_factory=list)
    emails: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    websites: list[str] = field(default_factory=list)
    birthday: str = ""
    wechat: str = ""
    notes: list[str] = field(default_factory=list)
    # Faxes and pagers: no phones to call, so they only go into the note.
    faxes: list[str] = field(default_factory=list)


def read(data: bytes) -> list[Card]:
    """The cards of a file, those inside others (AGENT) too, in the order in which they begin."""
    return list(_cards(read_lines(data)))


def rows(data: bytes) -> Iterator[list[str]]:
    """One row a card, in the columns of HEADER."""
    for card in read(data):
        phones, left = _fitting(card.phones)
        notes = [*card.notes, *left, *card.faxes, *card.emails[1:], *card.addresses[1:]]
        yield [
            *(card.company, card.name, card.title, phones),
            *(_first(card.emails), _first(card.addresses), _first(card.websites)),
            *(card.birthday, card.wechat, "\n".join(notes)),
        ]


def _cards(lines: Iterator[Line]) -> Iterator[Card]:
    begun: list[Card] = []
    open_cards: list[tuple[Card, dict[str, str]]] = []
    for line in lines:
        if line.name == "BEGIN" and line.text.casefold() == "vcard":
            open_cards.append((Card(), {}))
            begun.append(open_cards[-1][0])
        elif line.name == "END" and open_cards:
            _finish(*open_cards.pop())
        elif line.name == "AGENT" and "BEGIN:VCARD" in line.value.upper():
            begun += read(line.text.encode())
        elif open_cards:
            _take(*open_cards[-1], line)
        if begun and not open_cards:
            yield from begun
            begun = []
    # A file that was cut off keeps what it has.
    for card, names in open_cards:
        _finish(card, names)
    yield from begun


def _take(card: Card, names: dict[str, str], line: Line) -> None:
    text = line.text
    if not text:
        return
    if line.name in {"FN", "N", "NICKNAME"}:
        names.setdefault(line.name, _spoken(line.parts) if line.name == "N" else text)
    elif line.name == "ORG":
        card.company = card.company or line.parts[0]
    elif line.name == "TEL":
        (card.faxes if line.types & _FAX else card.phones).append(text.removeprefix("tel:"))
    elif line.name == "ADR":
        card.addresses += filter(None, [_address(line.parts)])
    elif line.name in _LISTS:
        getattr(card, _LISTS[line.name]).append(text)
    elif line.name in _TEXTS and not getattr(card, _TEXTS[line.name]):
        setattr(card, _TEXTS[line.name], text)


def _finish(card: Card, names: dict[str, str]) -> None:
    """FN is what a person reads; without it the parts of N, the nickname, the mail address."""
    wanted = (names.get(key, "") for key in ("FN", "N", "NICKNAME"))
    name = next((text for text in wanted if text), "")
    card.name = " ".join(name.split()) or ("" if card.company else _first(card.emails))


def _spoken(parts: list[str]) -> str:
    """Family;given;middle;prefix;suffix in the order in which the name is said."""
    family, given, middle, prefix, suffix = [*parts, "", "", "", "", ""][:5]
    if _HAN.search(family + given):
        return family + given
    return " ".join(part for part in (prefix, given, middle, family, suffix) if part)


def _address(parts: list[str]) -> str:
    """Box;extended;street;city;province;code;country in the order in which they are written."""
    box, extended, street, city, province, code, country = [*parts, *[""] * 7][:7]
    if _HAN.search("".join(parts)):
        return "".join((province, city, street, extended))
    place = " ".join(part for part in (province, code) if part)
    return ", ".join(part for part in (box, extended, street, city, place, country) if part)


def _fitting(phones: list[str]) -> tuple[str, list[str]]:
    """As many phones as the field holds, and those left over."""
    kept: list[str] = []
    for index, phone in enumerate(dict.fromkeys(phones)):
        if len(" / ".join([*kept, phone])) > _LONGEST_PHONES:
            return " / ".join(kept), list(dict.fromkeys(phones))[index:]
        kept.append(phone)
    return " / ".join(kept), []


def _first(texts: list[str]) -> str:
    return texts[0] if texts else ""
