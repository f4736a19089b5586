"""What a file is, by its first bytes; its name only tells text from table."""

import re
import zipfile
from pathlib import PurePath
from typing import BinaryIO

from .choices import FileType

_OFFICE = {"word/": FileType.DOCX, "xl/": FileType.XLSX, "ppt/": FileType.PPTX}
# Names that Windows keeps for devices: such a file could not be saved there.
_DEVICES = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)$", re.IGNORECASE)
# Control characters, path separators, and the marks that turn the reading direction around.
_UNSAFE = re.compile(r"[\x00-\x1f\x7f/\\:*?\"<>|\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_MARKUP = re.compile(r"^\s*<(!doctype|html|svg|\?xml|script|head|body|!--)", re.IGNORECASE)
# Headers differ only in a few bytes, and a text is judged by its whole beginning.
HEAD = 64 * 1024


def type_of(file: BinaryIO, name: str) -> FileType | None:
    """The type of the content, None when it is none that is taken."""
    file.seek(0)
    head = file.read(HEAD)
    file.seek(0)
    return _by_magic(head) or _archive(file, head) or _text(head, name)


def clean_name(name: str, file_type: FileType, *, keep_ending: bool = False) -> str:
    """The person's name for the file without what a file system or a page could trip over.

    Its ending is the one of the type, or with `keep_ending` its own.
    """
    last = PurePath(name.replace("\\", "/")).name
    stem, _dot, ending = last.rpartition(".")
    stem = _UNSAFE.sub("", stem or last).strip(" .")[:100]
    if not stem or _DEVICES.match(stem):
        stem = f"file {stem}".strip()
    own = _UNSAFE.sub("", ending)[:10] if keep_ending else ""
    return f"{stem}.{own or file_type}"


def _by_magic(head: bytes) -> FileType | None:
    known = {
        FileType.JPG: head.startswith(b"\xff\xd8\xff"),
        FileType.PNG: head.startswith(b"\x89PNG\r\n\x1a\n"),
        FileType.WEBP: head[:4] == b"RIFF" and head[8:12] == b"WEBP",
        FileType.WAV: head[:4] == b"RIFF" and head[8:12] == b"WAVE",
        FileType.PDF: head.startswith(b"%PDF-"),
        FileType.AMR: head.startswith((b"#!AMR\n", b"#!AMR-WB\n")),
        FileType.MP3: head.startswith((b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2")),
        FileType.M4A: head[4:8] == b"ftyp" and head[8:11] in {b"M4A", b"M4B", b"mp4", b"iso"},
    }
    return next((key for key, is_it in known.items() if is_it), None)


def _archive(file: BinaryIO, head: bytes) -> FileType | None:
    if not head.startswith(b"PK\x03\x04"):
        return None
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return None
    finally:
        file.seek(0)
    if "[Content_Types].xml" not in names:
        return FileType.ZIP
    parts = (kind for prefix, kind in _OFFICE.items() if any(n.startswith(prefix) for n in names))
    return next(parts, FileType.ZIP)


def _text(head: bytes, name: str) -> FileType | None:
    if b"\x00" in head or not head:
        return None
    text = _decoded(head)
    if text is None or _MARKUP.match(text.lstrip("\ufeff")):
        return None
    return FileType.CSV if name.casefold().endswith(".csv") else FileType.TXT


def _decoded(head: bytes) -> str | None:
    """The beginning of a text; its last character may be cut in two."""
    for encoding in ("utf-8", "gb18030"):
        for cut in range(4):
            try:
                return head[: len(head) - cut].decode(encoding)
            except UnicodeDecodeError:
                continue
    return None
