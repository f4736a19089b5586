"""The lines of a vCard file, as phones and mail programs really write them.

Rules: vCard 2.1 (versit), RFC 2426 (3.0), RFC 6350 (4.0). Beyond them: \\r\\r\\n line ends, soft
breaks of quoted-printable that are not folded, charsets that are wrong, groups ("item1.TEL"),
parameters without a name, cards inside cards (AGENT).
"""

import binascii
import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_LINE_ENDS = re.compile(rb"\r*\n|\r")
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_PARAMETER = re.compile(r';((?:"[^"]*"|[^;"])*)')
# Pictures, sounds and keys are never read; keeping them would only cost memory.
_SKIPPED = frozenset({"PHOTO", "LOGO", "SOUND", "KEY"})
_ESCAPED = re.compile(r"\\([\\,;:nN])")


@dataclass(frozen=True)
class Line:
    """One property: its name in capitals, its types in lower case, its raw value as text."""

    name: str
    value: str
    types: frozenset[str] = field(default_factory=frozenset)

    @property
    def text(self) -> str:
        """The value as one text."""
        return unescaped(self.value).strip()

    @property
    def parts(self) -> list[str]:
        """The components of a structured value (N, ADR, ORG)."""
        return [unescaped(part).strip() for part in re.split(r"(?<!\\);", self.value)]


def unescaped(text: str) -> str:
    """Backslashes taken off; \\n becomes a line end."""
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], text)


def read_lines(data: bytes) -> Iterator[Line]:
    """All properties of a file in order; what is no property is left out."""
    data, encoding = _whole(data)
    for raw in _unfolded(data):
        line = _line(raw, encoding)
        if line is not None:
            yield line


def _whole(data: bytes) -> tuple[bytes, str]:
    """The file as bytes in which line ends are single bytes, and how texts in it are written."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return data.decode(encoding, "replace").lstrip("\ufeff").encode(), "utf-8"
    for encoding in ("utf-8", "gb18030"):
        try:
            data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return data, encoding
    return data, "latin-1"


def _unfolded(data: bytes) -> Iterator[bytes]:
    """Lines with their continuations: folded ones begin with a blank; in quoted-printable, a line
    that ends in = goes on in the next."""
    current = b""
    for line in _LINE_ENDS.split(data):
        if current.endswith(b"=") and b"QUOTED-PRINTABLE" in current.partition(b":")[0].upper():
            current = current[:-1] + line.removeprefix(b" ")
        elif line[:1] in (b" ", b"\t"):
            current += line[1:]
        else:
            yield current
            current = line
    yield current


def _line(raw: bytes, encoding: str) -> Line | None:
    head, colon, value = _split(raw)
    if not colon:
        return None
    name, parameters, types = _head(head.decode("ascii", "replace"))
    if name in _SKIPPED:
        return None
    if "quoted-printable" in types or parameters.get("ENCODING") == "quoted-printable":
        value = quopri.decodestring(value)
    elif parameters.get("ENCODING") in {"b", "base64"} or "base64" in types:
        try:
            value = binascii.a2b_base64(value)
        except binascii.Error:
            return None
    return Line(name, _decoded(value, parameters.get("CHARSET", ""), encoding), frozenset(types))


def _split(raw: bytes) -> tuple[bytes, bytes, bytes]:
    """Name and parameters before the first colon that is not inside quotes."""
    quoted = False
    for index, byte in enumerate(raw):
        if byte == 0x22:
            quoted = not quoted
        elif byte == 0x3A and not quoted:
            return raw[:index], b":", raw[index + 1 :]
    return raw, b"", b""


def _head(head: str) -> tuple[str, dict[str, str], set[str]]:
    name = head.partition(";")[0].rpartition(".")[2].strip().upper()
    parameters: dict[str, str] = {}
    types: set[str] = set()
    for part in _PARAMETER.findall(head):
        key, equals, value = part.partition("=")
        if not equals:
            types.add(key.strip().casefold())
        elif key.strip().upper() == "TYPE":
            types.update(word.strip().casefold() for word in value.strip('"').split(","))
        else:
            parameters[key.strip().upper()] = value.strip('"').casefold()
    return name, parameters, types


def _decoded(value: bytes, charset: str, encoding: str) -> str:
    for attempt in (charset, encoding, "utf-8", "gb18030"):
        try:
            return value.decode(attempt)
        except (LookupError, UnicodeDecodeError):
            continue
    return value.decode("latin-1")
