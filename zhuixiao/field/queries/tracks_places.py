"""Where somebody stopped at no customer: what that place is called."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from . import places
from .places import Cell
from .tracks import Stop, Track


def named(tracks: Sequence[Track], *, today: date) -> tuple[list[Track], list[Cell]]:
    """The tracks with the names of such stops, and the places to ask a map service for."""
    unknown = [stop for one in tracks for stop in one.stops if stop.customer is None]
    if not unknown:
        return list(tracks), []
    found = places.names([stop.stay.place for stop in unknown], today=today)
    names = dict(zip(map(id, unknown), found.names, strict=True))

    def with_name(stop: Stop) -> Stop:
        return replace(stop, place=names.get(id(stop), ""))

    shown = [replace(one, stops=[with_name(stop) for stop in one.stops]) for one in tracks]
    return shown, found.wanted
