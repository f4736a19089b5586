"""Traccar Client since version 9: {"location": {"timestamp", "coords": {…}, …}, "device_id"}.

Speed in metres a second, battery from 0 to 1; -1 is unknown. Without `coords` the app only says
that it is alive. After Traccar's OsmAndProtocolDecoder and its tests (Apache-2.0).
"""

from collections.abc import Mapping
from typing import Any

from ...choices.tracks import FixSource
from .points import Message, mapping, message, point


def read(body: Mapping[str, Any]) -> Message:
    """One position, or none."""
    told = mapping(body.get("location"))
    coords = mapping(told.get("coords"))
    if not coords:
        return Message(FixSource.TRACCAR)
    found = point(
        at=told.get("timestamp"),
        latitude=coords.get("latitude"),
        longitude=coords.get("longitude"),
        accuracy=coords.get("accuracy"),
        speed=coords.get("speed"),
        course=coords.get("heading"),
        altitude=coords.get("altitude"),
        battery=mapping(told.get("battery")).get("level"),
        battery_factor=100,
        is_mock=told.get("mock") is True,
    )
    return message(FixSource.TRACCAR, [found])
