"""Positions on earth: WGS-84 degrees inside, other datums converted at the edge.

Chinese maps shift every position by some 500 m: 高德 and 腾讯 draw in GCJ-02, 百度 in BD-09. The
formulas are the ones in common use (Krasovsky ellipsoid, a = 6378245 m); outside of China's box
GCJ-02 is the same as WGS-84.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from .errors import RuleError

_AXIS, _ECCENTRICITY = 6378245.0, 0.00669342162296594323
_EARTH = 6371008.8
_CHINA = ((0.8293, 55.8271), (72.004, 137.8347))
_BD_TURN = math.pi * 3000 / 180
# A degree of latitude in metres; of longitude it is this times the cosine of the latitude.
METRES_PER_DEGREE = math.pi * _EARTH / 180


class Datum(StrEnum):
    """In which coordinates a position was told."""

    WGS84 = "wgs84"
    GCJ02 = "gcj02"
    BD09 = "bd09"


@dataclass(frozen=True)
class Position:
    """Degrees in WGS-84. Made by `position`, which checks them."""

    latitude: float
    longitude: float

    def metres_to(self, other: "Position") -> float:
        """The great-circle distance in metres."""
        return metres_between(self.latitude, self.longitude, other.latitude, other.longitude)

    def to(self, datum: Datum) -> tuple[float, float]:
        """(latitude, longitude) as a map with this datum draws it."""
        pair = (self.latitude, self.longitude)
        if datum == Datum.WGS84:
            return pair
        return _gcj(*pair) if datum == Datum.GCJ02 else _bd(*_gcj(*pair))


def metres_between(lat1: float, lng1: float, lat2: float, lng2: float) -> float:
    """The great-circle distance in metres (haversine, mean radius of the earth)."""
    up, across = math.radians(lat2 - lat1), math.radians(lng2 - lng1)
    half = (
        math.sin(up / 2) ** 2
        + math.cos(math.radians(lat1)) * math.cos(math.radians(lat2)) * math.sin(across / 2) ** 2
    )
    return 2 * _EARTH * math.asin(min(1.0, math.sqrt(half)))


def position(latitude: float, longitude: float, datum: Datum = Datum.WGS84) -> Position:
    """A checked position; RuleError for what is no place on earth (NaN, infinite, out of range)."""
    if not (
        math.isfinite(latitude)
        and math.isfinite(longitude)
        and -90 <= latitude <= 90
        and -180 <= longitude <= 180
    ):
        raise RuleError(_("These coordinates are no place on earth."), field="latitude")
    if datum == Datum.WGS84:
        return Position(latitude, longitude)
    told = (latitude, longitude)
    return Position(*_inverse(_gcj, *(_unbd(*told) if datum == Datum.BD09 else told)))


def _gcj(latitude: float, longitude: float) -> tuple[float, float]:
    (south, north), (west, east) = _CHINA
    if not (south <= latitude <= north and west <= longitude <= east):
        return latitude, longitude
    x, y = longitude - 105, latitude - 35
    root = math.sqrt(abs(x))
    wave = (20 * math.sin(6 * math.pi * x) + 20 * math.sin(2 * math.pi * x)) * 2 / 3
    up = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + wave
    up += (20 * math.sin(math.pi * y) + 40 * math.sin(math.pi * y / 3)) * 2 / 3
    up += (160 * math.sin(math.pi * y / 12) + 320 * math.sin(math.pi * y / 30)) * 2 / 3
    right = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + wave
    right += (20 * math.sin(math.pi * x) + 40 * math.sin(math.pi * x / 3)) * 2 / 3
    right += (150 * math.sin(math.pi * x / 12) + 300 * math.sin(math.pi * x / 30)) * 2 / 3
    angle = math.radians(latitude)
    bend = 1 - _ECCENTRICITY * math.sin(angle) ** 2
    up *= 180 / (_AXIS * (1 - _ECCENTRICITY) / (bend * math.sqrt(bend)) * math.pi)
    right *= 180 / (_AXIS / math.sqrt(bend) * math.cos(angle) * math.pi)
    return latitude + up, longitude + right


def _bd(latitude: float, longitude: float) -> tuple[float, float]:
    far = math.hypot(longitude, latitude) + 0.00002 * math.sin(latitude * _BD_TURN)
    angle = math.atan2(latitude, longitude) + 0.000003 * math.cos(longitude * _BD_TURN)
    return far * math.sin(angle) + 0.006, far * math.cos(angle) + 0.0065


def _unbd(latitude: float, longitude: float) -> tuple[float, float]:
    return _inverse(_bd, latitude, longitude)


def _inverse(
    forward: Callable[[float, float], tuple[float, float]], latitude: float, longitude: float
) -> tuple[float, float]:
    """What `forward` takes to this place: the shift changes slowly, a few steps are exact."""
    guess = (latitude, longitude)
    for _step in range(8):
        there = forward(*guess)
        guess = (guess[0] + latitude - there[0], guess[1] + longitude - there[1])
    return guess
