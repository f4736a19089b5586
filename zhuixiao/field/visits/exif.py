"""What a picture's file says of itself: read before it is drawn anew, which drops it.

Anybody can write anything there, so it is shown beside what phone and server say, never trusted.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any, BinaryIO
from zoneinfo import ZoneInfo

from PIL import ExifTags, Image

from zhuixiao.kit.errors import RuleError
from zhuixiao.kit.geo import Position, position

_FORMAT = "%Y:%m:%d %H:%M:%S"
_TAKEN, _OFFSET = ExifTags.Base.DateTimeOriginal, ExifTags.Base.OffsetTimeOriginal
_CHANGED = ExifTags.Base.DateTime
_GPS = ExifTags.GPS


@dataclass(frozen=True)
class Told:
    """When and where the picture was taken, as far as its file says it."""

    at: datetime | None = None
    place: Position | None = None


def read(file: BinaryIO, zone: ZoneInfo) -> Told:
    """What stands in the file; a clock without an offset is the company's. Nothing for a file that
    cannot be read: whoever stores it says so."""
    file.seek(0)
    try:
        with Image.open(file, formats=["JPEG", "PNG", "WEBP"]) as image:
            exif = image.getexif()
            inner: dict[int, Any] = dict(exif.get_ifd(ExifTags.IFD.Exif))
            gps: dict[int, Any] = dict(exif.get_ifd(ExifTags.IFD.GPSInfo))
            changed = exif.get(_CHANGED)
    # The parsers of pictures raise whatever a broken file leads them to.
    except Exception:  # noqa: BLE001
        return Told()
    finally:
        file.seek(0)
    return Told(_time(inner.get(_TAKEN) or changed, inner.get(_OFFSET), zone), _place(gps))


def _time(text: object, offset: object, zone: ZoneInfo) -> datetime | None:
    try:
        taken = datetime.strptime(str(text).strip("\x00 "), _FORMAT)  # noqa: DTZ007 (zone follows)
        return taken.replace(tzinfo=_zone(offset) or zone)
    except (ValueError, OverflowError):
        return None


def _zone(offset: object) -> timezone | None:
    """Of "+08:00"."""
    try:
        hours, minutes = str(offset).strip("\x00 ")[1:].split(":")
        away = timedelta(hours=int(hours), minutes=int(minutes))
        return timezone(-away if str(offset).startswith("-") else away)
    except (ValueError, OverflowError):
        return None


def _place(gps: dict[int, Any]) -> Position | None:
    try:
        latitude = _degrees(gps[_GPS.GPSLatitude], gps[_GPS.GPSLatitudeRef] == "S")
        longitude = _degrees(gps[_GPS.GPSLongitude], gps[_GPS.GPSLongitudeRef] == "W")
        return position(latitude, longitude)
    except (KeyError, TypeError, ValueError, ZeroDivisionError, OverflowError, RuleError):
        return None


def _degrees(parts: Any, is_negative: bool) -> float:  # noqa: FBT001
    degrees, minutes, seconds = (float(part) for part in parts)
    whole = degrees + minutes / 60 + seconds / 3600
    return -whole if is_negative else whole
