"""Parameters of an address or a form: OsmAnd, Traccar Client before version 9, GPSLogger.

OsmAnd's `speed` is in knots (Traccar's OsmAndProtocolDecoder), GPSLogger's `spd` in metres a
second; both names may hold the same things, so that one address serves all of them.
"""

from collections.abc import Mapping
from datetime import datetime

from ...choices.tracks import FixSource
from .points import Message, message, point

_KNOT = 1852 / 3600
_PLACE = ("lat", "latitude", "lon", "lng", "longitude", "location")
_TRUE = frozenset({"1", "true"})


def read(values: Mapping[str, str], now: datetime) -> Message:
    """One position, of `now` where it names no time; without coordinates the app says that it is
    still where it was, or registers itself for messages."""
    if not any(name in values for name in _PLACE):
        return Message(FixSource.OSMAND)
    lat, _comma, lng = values.get("location", "").partition(",")
    pace, factor = values.get("spd"), 1.0
    if pace is None:
        pace, factor = values.get("speed"), _KNOT
    found = point(
        at=_first(values, "timestamp", "ts", "time") or now.isoformat(),
        latitude=_first(values, "lat", "latitude") or lat,
        longitude=_first(values, "lon", "lng", "longitude") or lng,
        accuracy=_first(values, "accuracy", "acc", "hacc"),
        speed=pace,
        speed_factor=factor,
        course=_first(values, "bearing", "heading", "dir"),
        altitude=_first(values, "altitude", "alt"),
        battery=_first(values, "batt", "battery"),
        is_mock=values.get("mock", "").lower() in _TRUE,
    )
    is_valid = values.get("valid", "true").lower() in _TRUE
    return message(FixSource.OSMAND, [found if is_valid else None])


def _first(values: Mapping[str, str], *names: str) -> str | None:
    return next((values[name] for name in names if values.get(name)), None)
