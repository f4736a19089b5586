"""The product's mark as pictures for home screens, which take no SVG: drawn here, stdlib only.

The same shapes as static/app/logo.svg, on its grid of 32.
"""

import math
import struct
import zlib
from pathlib import Path

GROUND, LINE = (0x2F, 0x5B, 0xEA), (0xFF, 0xFF, 0xFF)
CORNER, HALF_STROKE, FAINT = 9.0, 1.3, 0.62
_Stroke = tuple[float, float, float, float]
_LINES: tuple[_Stroke, ...] = ((8, 10.5, 17, 10.5), (8, 16, 14, 16), (8, 21.5, 17, 21.5))
_STEP: tuple[_Stroke, ...] = ((18.5, 10.5, 24, 16), (24, 16, 18.5, 21.5))
# A home screen may cut a maskable picture to a circle: the mark keeps to its middle.
_SAFE = 0.72
PICTURES = (
    ("icon-192", 192, False),
    ("icon-512", 512, False),
    ("maskable-192", 192, True),
    ("maskable-512", 512, True),
)


def write(folder: Path) -> int:
    """Draw those that are missing; how many there are."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, size, is_maskable in PICTURES:
        path = folder / f"{name}.png"
        if not path.exists():
            path.write_bytes(png(size, is_maskable=is_maskable))
    return len(PICTURES)


def png(size: int, *, is_maskable: bool) -> bytes:
    """The mark as a PNG with transparent corners; a maskable one fills its square."""
    # Its lower half mirrors the upper one.
    upper = [_row(y, size, is_maskable) for y in range(size // 2)]
    head = struct.pack(">IIBBBBB", size, size, 8, 6, 0, 0, 0)
    parts = (
        (b"IHDR", head),
        (b"IDAT", zlib.compress(b"".join([*upper, *reversed(upper)]), 9)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in parts)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _row(y: int, size: int, is_maskable: bool) -> bytes:  # noqa: FBT001
    width = 32 / size
    pixels = (_pixel((x + 0.5) * width, (y + 0.5) * width, width, is_maskable) for x in range(size))
    return b"\0" + b"".join(pixels)


def _pixel(x: float, y: float, width: float, is_maskable: bool) -> bytes:  # noqa: FBT001
    """One pixel of this width: each shape covers it by its distance from the edge."""
    alpha = 1.0 if is_maskable else _cover(_outside_of_ground(x, y), width)
    if is_maskable:
        x, y = 16 + (x - 16) / _SAFE, 16 + (y - 16) / _SAFE
        width /= _SAFE
    faint, step = (
        max(_cover(_from(line, x, y) - HALF_STROKE, width) for line in lines)
        for lines in (_LINES, _STEP)
    )
    white = max(FAINT * faint, step)
    colour = (round(a + (b - a) * white) for a, b in zip(GROUND, LINE, strict=True))
    return bytes((*colour, round(255 * alpha)))


def _cover(distance: float, width: float) -> float:
    return min(1.0, max(0.0, 0.5 - distance / width))


def _outside_of_ground(x: float, y: float) -> float:
    across, down = abs(x - 16) - (16 - CORNER), abs(y - 16) - (16 - CORNER)
    return math.hypot(max(across, 0), max(down, 0)) + min(max(across, down), 0) - CORNER


def _from(line: _Stroke, x: float, y: float) -> float:
    x1, y1, x2, y2 = line
    along_x, along_y = x2 - x1, y2 - y1
    part = ((x - x1) * along_x + (y - y1) * along_y) / (along_x**2 + along_y**2)
    part = min(1.0, max(0.0, part))
    return math.hypot(x - x1 - part * along_x, y - y1 - part * along_y)
