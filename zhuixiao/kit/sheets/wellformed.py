"""Whether XML is complete and free of tricks, before a reader that trusts it gets to see it.

The reader of OpenDocument files waits for end tags; where the file stops before them it waits for
ever, and holds the whole process. A document type could declare entities that blow up.
"""

from collections.abc import Iterable
from xml.parsers import expat

from django.utils.translation import gettext_lazy as _

from zhuixiao.kit.sheets.errors import DamagedFile, UnsafeFile


def check_xml(pieces: Iterable[bytes]) -> None:
    """Raise DamagedFile unless the pieces are one well-formed document, UnsafeFile with a DTD."""
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse
    try:
        for piece in pieces:
            parser.Parse(piece, False)  # noqa: FBT003  the C interface takes no keyword
        parser.Parse(b"", True)  # noqa: FBT003
    except expat.ExpatError as error:
        raise DamagedFile from error


def _refuse(*_parts: object) -> None:
    raise UnsafeFile(
        _("The file declares entities of its own and was not opened. Save it again as .xlsx.")
    )
