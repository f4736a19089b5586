"""The kind of a file by its content; names lie (an .xls that is HTML or CSV is common)."""

import re
import zipfile
from enum import StrEnum
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from zhuixiao.kit.sheets.errors import DamagedFile, EmptyFile, FileTooBig, NotATable

LARGEST_FILE = 100 * 2**20
_HEAD = 4096
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
# Kinds that could pass for odd text: PDF, pictures, other archives, programs.
_FOREIGN = (
    *(b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"MZ", b"\x7fELF", b"{\\rtf"),
    *(b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"SQLite format 3"),
)
_MARKUP = re.compile(
    rb"^[\s\xef\xbb\xbf]*<(?:!doctype html|html|head|body|table|meta|style|div|!--)", re.I
)
_XML = re.compile(rb"^[\s\xef\xbb\xbf]*<\?xml", re.I)
_HTML_INSIDE = re.compile(rb"<(?:html|table)[\s>]", re.I)


class Kind(StrEnum):
    """What a file of rows can be."""

    XLSX = "xlsx"
    XLSB = "xlsb"
    ODS = "ods"
    XLS = "xls"
    HTML = "html"
    TEXT = "text"


def kind_of(path: Path) -> Kind:
    """The kind of the file; raises EmptyFile, NotATable, DamagedFile, or FileTooBig above
    100 MB."""
    size = path.stat().st_size
    if size > LARGEST_FILE:
        raise FileTooBig(
            _("The file is larger than %(most)s MB. Split it and upload the parts."),
            most=LARGEST_FILE // 2**20,
        )
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if head.startswith(_ZIP):
        return _zip_kind(path)
    if head.startswith(_OLE):
        return Kind.XLS
    if not head:
        raise EmptyFile
    if head.startswith(_FOREIGN):
        raise NotATable
    if _MARKUP.match(head) or (_XML.match(head) and _HTML_INSIDE.search(head)):
        return Kind.HTML
    if _XML.match(head):
        raise NotATable
    return Kind.TEXT


def _zip_kind(path: Path) -> Kind:
    try:
        with zipfile.ZipFile(path) as archive:
            names = frozenset(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise DamagedFile from error
    if "xl/workbook.bin" in names:
        return Kind.XLSB
    if any(name.startswith("xl/") for name in names):
        return Kind.XLSX
    # Writer documents and slides hold a content.xml too; the reader refuses those later.
    if {"content.xml", "mimetype"} <= names:
        return Kind.ODS
    raise NotATable
