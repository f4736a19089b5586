"""OwnTracks in HTTP mode: one JSON object with a `_type`.

https://owntracks.org/booklet/tech/json/ : tst is epoch seconds, vel km/h, batt percent; `acc`,
`alt`, `cog` and `vel` are left out when zero. An encrypted message cannot be read here.
"""

from collections.abc import Mapping
from typing import Any

from ...choices.tracks import FixSource
from .points import Message, message, point

TYPES = frozenset(
    {"location", "transition", "waypoint", "waypoints", "lwt", "status", "card", "steps", "cmd",
     "configuration", "beacon", "request", "encrypted"}
)  # fmt: skip
_KILOMETRES_AN_HOUR = 1 / 3.6


def read(body: Mapping[str, Any]) -> Message:
    """Locations become points; the other messages are received and say nothing."""
    if body.get("_type") == "encrypted":
        return Message(FixSource.OWNTRACKS, is_encrypted=True)
    if body.get("_type") != "location":
        return Message(FixSource.OWNTRACKS)
    found = point(
        at=body.get("tst"),
        latitude=body.get("lat"),
        longitude=body.get("lon"),
        accuracy=body.get("acc"),
        speed=body.get("vel"),
        speed_factor=_KILOMETRES_AN_HOUR,
        course=body.get("cog"),
        altitude=body.get("alt"),
        battery=body.get("batt"),
    )
    return message(FixSource.OWNTRACKS, [found])
