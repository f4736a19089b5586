"""Overland: {"locations": [GeoJSON features …], "current"?, "trip"?}.

https://github.com/aaronpk/Overland-iOS : coordinates are [longitude, latitude], speed in metres a
second, battery from 0 to 1, -1 unknown.
"""

from collections.abc import Mapping
from typing import Any

from ...choices.tracks import FixSource
from .points import Message, Point, mapping, message, point


def read(body: Mapping[str, Any]) -> Message:
    """All locations of the batch."""
    locations = body.get("locations")
    rows = locations if isinstance(locations, list) else []
    return message(FixSource.OVERLAND, [_point(mapping(row)) for row in rows])


def _point(feature: Mapping[str, Any]) -> Point | None:
    told = mapping(feature.get("properties"))
    pair = mapping(feature.get("geometry")).get("coordinates")
    lng, lat = pair[:2] if isinstance(pair, list) and len(pair) >= 2 else (None, None)
    return point(
        at=told.get("timestamp"),
        latitude=lat,
        longitude=lng,
        accuracy=told.get("horizontal_accuracy"),
        speed=told.get("speed"),
        course=told.get("course"),
        altitude=told.get("altitude"),
        battery=told.get("battery_level"),
        battery_factor=100,
    )
