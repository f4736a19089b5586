"""A track as the map draws it: lists of numbers, as small as they can be."""

from typing import Any

from django.urls import reverse
from django.utils.translation import ngettext

from zhuixiao.kit.geo import Position

from ..choices.tracks import MARK_LABELS, WRONG
from ..models import Photo, Visit
from .tracks import Passage, Stop, Track

# More than a screen has pixels for; of a longer line every n-th position is drawn.
MOST_POINTS = 5_000
# Six decimals are eleven centimetres.
_DECIMALS = 6
_KMH = 3.6
_WRONG = int(WRONG)


def drawn(track: Track, *, number: int) -> dict[str, Any]:
    """What the map needs of a person. `line` holds [seconds since 1970, latitude, longitude,
    km/h or null, 1 after a gap], `wrong` [seconds, latitude, longitude, words], `stops` what the
    table beside shows too, `visits` [seconds, latitude, longitude, customer, url], `photos` the
    same with the url of the small picture. `number` is its colour."""
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
            if marks & _WRONG
        ],
        "stops": [_stop(stop) for stop in track.stops],
        "visits": [
            [*_met(row, row.place), reverse("field:visit", args=[row.pk])]
            for row in track.met.visits
            if row.place
        ],
        "photos": [
            [
                *_met(row, row.place),
                reverse("field:photo", args=[row.pk]),
                reverse("files:thumb", args=[row.file_id]),
            ]
            for row in track.met.photos
            if row.place
        ],
    }


def words(marks: int) -> list[str]:
    """What is odd about a position, in words."""
    return [str(label) for mark, label in MARK_LABELS.items() if marks & mark & WRONG]


def _place(fix: Passage) -> list[float]:
    return [
        int(fix.at.timestamp()),
        round(fix.latitude, _DECIMALS),
        round(fix.longitude, _DECIMALS),
    ]


def _met(row: Visit | Photo, place: Position) -> list[object]:
    latitude, longitude = (round(one, _DECIMALS) for one in (place.latitude, place.longitude))
    return [int(row.at.timestamp()), latitude, longitude, row.customer.name]


def _point(fix: Passage, *, is_after_gap: bool) -> list[float | None]:
    pace = None if fix.speed is None else round(fix.speed * _KMH)
    return [*_place(fix), pace, int(is_after_gap)]


def _stop(stop: Stop) -> dict[str, Any]:
    stay = stop.stay
    url = f"/customers/{stop.customer.pk}/" if stop.customer else ""
    return {
        "from": int(stay.arrived_at.timestamp()),
        "to": int(stay.left_at.timestamp()),
        "minutes": stay.minutes,
        "lasted": ngettext("%(n)s minute", "%(n)s minutes", stay.minutes) % {"n": stay.minutes},
        "lat": round(stay.place.latitude, _DECIMALS),
        "lng": round(stay.place.longitude, _DECIMALS),
        "customer": stop.customer.name if stop.customer else "",
        "url": reverse("field:visit", args=[stop.visit.pk]) if stop.visit else url,
    }
