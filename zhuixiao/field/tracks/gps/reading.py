"""From a request to its points, whichever app sent it."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ...choices.tracks import FixSource
from . import osmand, overland, owntracks, traccar
from .points import Message, Unreadable


def read_json(body: bytes) -> Message:
    """The message of a JSON body. Raises Unreadable for anything that no known app sends."""
    held = _parsed(body)
    kind = held.get("_type")
    if isinstance(kind, str) and kind in owntracks.TYPES:
        return owntracks.read(held)
    if isinstance(held.get("locations"), list):
        return overland.read(held)
    if isinstance(held.get("location"), dict) or isinstance(held.get("device_id"), str):
        return traccar.read(held)
    raise Unreadable("an object of no known app")


def read_values(values: Mapping[str, str], now: datetime) -> Message:
    """The message of an address or a form that came `now`."""
    return osmand.read(values, now)


def read_nothing(source: FixSource) -> Message:
    """OwnTracks sends empty bodies too."""
    return Message(source)


def _parsed(body: bytes) -> Mapping[str, Any]:
    try:
        held = json.loads(body)
    # Nested too deep, a number of thousands of digits, bytes of another encoding.
    except (ValueError, RecursionError) as error:
        raise Unreadable("no JSON") from error
    if not isinstance(held, dict):
        raise Unreadable("no object")
    return held
