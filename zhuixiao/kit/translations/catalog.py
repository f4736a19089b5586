"""Reading .po files and writing .mo files."""

import ast
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

LINE = re.compile(r'^(msgctxt|msgid_plural|msgid|msgstr)(?:\[(\d)\])? +(".*")$')


class BrokenCatalog(ValueError):
    """A line that is no part of a .po file."""


@dataclass
class Entry:
    """One message with its translations, one per plural form."""

    line: int
    context: str = ""
    text: str = ""
    plural: str = ""
    translations: list[str] = field(default_factory=list)
    is_fuzzy: bool = False

    @property
    def key(self) -> tuple[str, str]:
        return self.context, self.text

    @property
    def is_usable(self) -> bool:
        return not self.is_fuzzy and bool(self.translations) and all(self.translations)


def read(path: Path) -> list[Entry]:
    """The entries of a .po file, header included; obsolete ones (#~) are left out."""
    return list(_entries(path))


def _entries(path: Path) -> Iterator[Entry]:
    entry, part, is_fuzzy = Entry(0), "", False
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), start=1):
        text = line.strip()
        if text.startswith("#"):
            is_fuzzy |= text.startswith("#,") and "fuzzy" in text
            continue
        if not text:
            continue
        match = LINE.match(text)
        if match and match[1] in {"msgctxt", "msgid"} and part == "msgstr":
            yield entry
            entry = Entry(number)
        if match:
            part = match[1]
            if part in {"msgctxt", "msgid"} and is_fuzzy:
                entry.is_fuzzy, is_fuzzy = True, False
            entry.line = entry.line or number
            _start(entry, part)
        elif not text.startswith('"') or not part:
            raise BrokenCatalog(f"{path}:{number}: {text}")
        _append(entry, part, ast.literal_eval(match[3] if match else text))
    if part == "msgstr":
        yield entry


def _start(entry: Entry, part: str) -> None:
    if part == "msgstr":
        entry.translations.append("")


def _append(entry: Entry, part: str, text: str) -> None:
    if part == "msgstr":
        entry.translations[-1] += text
    else:
        name = {"msgctxt": "context", "msgid": "text", "msgid_plural": "plural"}[part]
        setattr(entry, name, getattr(entry, name) + text)


def compiled(entries: list[Entry]) -> bytes:
    """The .mo file of the usable entries (GNU gettext, little endian, no hash table)."""
    pairs = sorted((_source(entry), _target(entry)) for entry in entries if entry.is_usable)
    head = 28
    place = head + 16 * len(pairs)
    sources = translations = body = b""
    for index in (0, 1):
        for pair in pairs:
            row = struct.pack("<2I", len(pair[index]), place + len(body))
            body += pair[index] + b"\0"
            if index == 0:
                sources += row
            else:
                translations += row
    numbers = (0x950412DE, 0, len(pairs), head, head + 8 * len(pairs), 0, place)
    return struct.pack("<7I", *numbers) + sources + translations + body


def _source(entry: Entry) -> bytes:
    context = f"{entry.context}\x04" if entry.context else ""
    plural = f"\0{entry.plural}" if entry.plural else ""
    return f"{context}{entry.text}{plural}".encode()


def _target(entry: Entry) -> bytes:
    return "\0".join(entry.translations).encode()
