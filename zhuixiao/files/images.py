"""Pictures are decoded and drawn anew: what is stored is pixels, nothing hidden beside them."""

from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from zhuixiao.kit.errors import RuleError

from .choices import FileType

LONGEST_SIDE = 4096
THUMB_SIDE = 320
# A few bytes can claim a picture of gigabytes; 80 million pixels is twice a good phone camera.
MOST_PIXELS = 80_000_000
_FORMATS = {FileType.JPG: "JPEG", FileType.PNG: "PNG", FileType.WEBP: "WEBP"}
_QUALITY = 85


@dataclass(frozen=True)
class Picture:
    """The encoded picture, its small preview (WebP), and its size in pixels."""

    data: bytes
    thumb: bytes
    width: int
    height: int


def redraw(file: BinaryIO, file_type: FileType, longest: int = LONGEST_SIDE) -> Picture:
    """The same picture upright, at most `longest` pixels long, without EXIF, comments or trailers.

    Raises RuleError for a broken or a too large picture.
    """
    too_large = RuleError(_("This picture has too many pixels."), field="file")
    file.seek(0)
    try:
        with Image.open(file, formats=[_FORMATS[file_type]]) as image:
            if image.width * image.height > MOST_PIXELS:
                raise too_large
            upright = ImageOps.exif_transpose(image)
            drawn = upright.convert(_mode(upright, file_type))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise too_large from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise RuleError(_("This picture is damaged."), field="file") from error
    drawn.info.clear()
    drawn.thumbnail((longest, longest))
    small = drawn.copy()
    small.thumbnail((THUMB_SIDE, THUMB_SIDE))
    return Picture(
        _encoded(drawn, _FORMATS[file_type]), _encoded(small, "WEBP"), drawn.width, drawn.height
    )


def _mode(image: Image.Image, file_type: FileType) -> str:
    has_alpha = image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info
    return "RGBA" if has_alpha and file_type != FileType.JPG else "RGB"


def _encoded(image: Image.Image, image_format: str) -> bytes:
    out = BytesIO()
    image.save(out, image_format, quality=_QUALITY)
    return out.getvalue()
