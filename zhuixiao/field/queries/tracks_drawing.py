"""A track as the map draws it: lists of numbers, as small as they can be."""

from typing import Any

from ..models import Fix
from ..tracks_choices import MARK_LABELS, WRONG
from .tracks import Stop, Track

# More than a screen has pixels for; of a longer line every n-th position is drawn.
MOST_POINTS = 5_000
# Six decimals are eleven centimetres.
_DECIMALS = 6
_KMH = 3.6


def drawn(track: Track, *, number: int) -> dict[str, Any]:
    """What the map needs of a person. `line` holds [seconds since 1970, latitude, longitude,
    km/h or null, 1 after a gap], `wrong` [seconds, latitude, longitude, words], `stops` what the
    table beside shows too. `number` is its colour."""
    gaps = set(track.way.gaps)
    step = -(-len(track.line) // MOST_POINTS) or 1
    return {
        "id": track.employee.pk,
        "name": track.employee.name,
        "colour": number,
        "line": [
            _point(fix, is_after_gap=not gaps.isdisjoint(range(place - step, place)))
            for place, fix in enumerate(track.line)
            if place % step == 0 or place == len(track.line) - 1
        ],
        "wrong": [
            [*_place(fix), ", ".join(words(marks))]
            for fix, marks in zip(track.fixes, track.marks, strict=True)
            if words(marks)
        ],
        "stops": [_stop(stop) for stop in track.stops],
    }


def words(marks: int) -> list[str]:
    """What is odd about a position, in words."""
    return [str(label) for mark, label in MARK_LABELS.items() if marks & mark & WRONG]


def _place(fix: Fix) -> list[float]:
    return [
        int(fix.at.timestamp()),
        round(fix.latitude, _DECIMALS),
        round(fix.longitude, _DECIMALS),
    ]


def _point(fix: Fix, *, is_after_gap: bool) -> list[float | None]:
    pace = None if fix.speed is None else round(fix.speed * _KMH)
    return [*_place(fix), pace, int(is_after_gap)]


def _stop(stop: Stop) -> dict[str, Any]:
    stay = stop.stay
    return {
        "from": int(stay.arrived_at.timestamp()),
        "to": int(stay.left_at.timestamp()),
        "minutes": stay.minutes,
        "lat": round(stay.place.latitude, _DECIMALS),
        "lng": round(stay.place.longitude, _DECIMALS),
        "customer": stop.customer.name if stop.customer else "",
        "url": f"/customers/{stop.customer.pk}/" if stop.customer else "",
    }
