"""From an address, a phone number or a point to a region."""

import math
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from zhuixiao.kit.text.normal import fold
from zhuixiao.kit.text.phones import normal_phone, place

from . import place_names
from .choices import RegionLevel
from .models import Region

_SEPARATORS = re.compile(r"[\s,，、/\\|·.。-]+")
_KIND = re.compile(f"(?:{'|'.join(place_names.KINDS)})$")
_PEOPLE = re.compile(f"(?:{'|'.join(sorted(place_names.PEOPLES, key=len, reverse=True))})$")
_COUNTRY = re.compile(f"^(?:{'|'.join(place_names.COUNTRY)})")
_STREET = re.compile(place_names.STREET)
# A district named later than this is part of some other name.
_HORIZON = 40
_KILOMETRES_PER_DEGREE = 111.2
_SHORTEST = 2
# Longitude and latitude, WGS-84 degrees.
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class _Unit:
    adcode: int
    level: int
    parent: int


class Atlas:
    """The names of all regions of a day, read once; asks the database nothing more.

    Build one per request or job: it takes about 20 ms.
    """

    def __init__(self, today: date) -> None:
        self._units: dict[int, _Unit] = {}
        self._names: dict[str, list[_Unit]] = {}
        self._full: dict[str, list[_Unit]] = {}
        self._by_full_name: dict[str, int] = {}
        rows = Region.objects.valid(today).values_list(
            "adcode", "level", "parent_id", "name", "full_name"
        )
        for adcode, level, parent, name, full_name in rows:
            unit = _Unit(adcode, level, parent or 0)
            self._units[adcode] = unit
            self._by_full_name[_SEPARATORS.sub("", fold(full_name))] = adcode
            self._full.setdefault(fold(name), []).append(unit)
            for spelling in {fold(name), short_name(fold(name))}:
                self._names.setdefault(spelling, []).append(unit)
        self._lengths = _lengths(self._names)
        self._full_lengths = _lengths(name for name in self._full if len(name) > _SHORTEST)

    def of_address(self, address: str, *, near: int = 0) -> int | None:
        """The adcode that an address begins with: the district, else the city, else the province.

        At every place the longest name wins. A name that stands for several (朝阳区) is settled by
        what was read before it, then by `near` (an adcode: a phone's or the company's city), else
        the answer stays at what they share. None when nothing was found.
        """
        text = _SEPARATORS.sub("", fold(address[:400]))
        text = _COUNTRY.sub("", text)
        found, at = self._chain(text)
        if not found:
            return None
        if len(found) == 1 and found[0].level < RegionLevel.DISTRICT:
            deeper = self._later_district(text[at : at + _HORIZON], found[0])
            found = [deeper] if deeper else found
        return self._settled(found, near)

    def of_name(self, name: str) -> int | None:
        """The adcode of a cell that holds nothing but a region, in any usual writing."""
        text = _SEPARATORS.sub("", fold(name[:100]))
        if text.isascii() and text.isdigit():
            return int(text) if int(text) in self._units else None
        if text in self._by_full_name:
            return self._by_full_name[text]
        found, at = self._chain(_COUNTRY.sub("", text))
        whole = at == len(_COUNTRY.sub("", text))
        return self._settled(found, 0) if found and whole else None

    def of_phone(self, phone: str) -> int | None:
        """The region where a number was issued."""
        normal = normal_phone(phone)
        where = place(normal) if normal else ""
        return self.of_address(where) if where else None

    def _chain(self, text: str) -> tuple[list[_Unit], int]:
        """Read names from the front, each below the one before; the last, and where it ends."""
        found: list[_Unit] = []
        at = 0
        while step := self._longest_at(text, at, found):
            found, at = step
            if all(unit.level == RegionLevel.DISTRICT for unit in found):
                break
        return found, at

    def _longest_at(self, text: str, at: int, above: list[_Unit]) -> tuple[list[_Unit], int] | None:
        for length in self._lengths.get(text[at : at + _SHORTEST], ()):
            if at + length > len(text):
                continue
            name = text[at : at + length]
            units = [unit for unit in self._names.get(name, ()) if self._is_below(unit, above)]
            if name not in self._full and _STREET.match(text, at + length):
                units = []
            if units:
                highest = min(unit.level for unit in units)
                return [unit for unit in units if unit.level == highest], at + length
        return None

    def _later_district(self, text: str, above: _Unit) -> _Unit | None:
        """A district written in full, further back: 广州高新区天河区."""
        for at in range(len(text)):
            for length in self._full_lengths.get(text[at : at + _SHORTEST], ()):
                units = self._full.get(text[at : at + length], ())
                inside = [unit for unit in units if self._is_below(unit, [above])]
                if len(inside) == 1 and inside[0].level == RegionLevel.DISTRICT:
                    return inside[0]
        return None

    def _is_below(self, unit: _Unit, above: list[_Unit]) -> bool:
        if not above:
            return True
        ancestors = set(self._line(unit)[1:])
        return any(row.adcode in ancestors for row in above)

    def _line(self, unit: _Unit) -> list[int]:
        """The unit and what is above it, from below."""
        line = [unit.adcode]
        while unit.parent and unit.parent in self._units:
            unit = self._units[unit.parent]
            line.append(unit.adcode)
        return line

    def _settled(self, found: list[_Unit], near: int) -> int | None:
        if len(found) > 1 and near in self._units:
            neighbours = set(self._line(self._units[near]))
            close = [unit for unit in found if neighbours & set(self._line(unit))]
            same_city = [unit for unit in close if unit.parent in neighbours]
            found = same_city or close or found
        lines = [self._line(unit) for unit in found]
        shared = set(lines[0]).intersection(*lines[1:])
        return next((adcode for adcode in lines[0] if adcode in shared), None)


def _lengths(names: Iterable[str]) -> dict[str, list[int]]:
    """How long the names are that begin with these two characters, the longest first."""
    found: dict[str, set[int]] = {}
    for name in names:
        found.setdefault(name[:_SHORTEST], set()).add(len(name))
    return {start: sorted(lengths, reverse=True) for start, lengths in found.items()}


def short_name(name: str) -> str:
    """What people write for a unit: 广东 for 广东省, 融水 for 融水苗族自治县.

    Never shorter than two characters: 忠县 stays.
    """
    short = _KIND.sub("", name)
    if len(short) < _SHORTEST:
        return name
    while True:
        shorter = _PEOPLE.sub("", short)
        if shorter == short or len(shorter) < _SHORTEST:
            return short
        short = shorter


def nearest(points: Collection[Point], *, today: date) -> dict[Point, Region]:
    """The district whose centroid is nearest to each point, within some 300 km; those far from all
    are left out.

    Near borders this may be the neighbour: only a boundary would tell.
    """
    found: dict[Point, Region] = {}
    for reach in (0.5, 3.0):
        left = [point for point in points if point not in found]
        if not left:
            break
        across, along = zip(*left, strict=True)
        rows = list(
            Region.objects.valid(today).filter(
                level=RegionLevel.DISTRICT,
                longitude__range=(min(across) - reach, max(across) + reach),
                latitude__range=(min(along) - reach, max(along) + reach),
            )
        )
        for point in left:
            if row := _closest([one for one in rows if _is_near(one, point, reach)], *point):
                found[point] = row
    return found


def _is_near(row: Region, point: Point, reach: float) -> bool:
    longitude, latitude = point
    across, along = (row.longitude or 0.0) - longitude, (row.latitude or 0.0) - latitude
    return abs(across) <= reach and abs(along) <= reach


def _closest(rows: Iterable[Region], longitude: float, latitude: float) -> Region | None:
    shrink = math.cos(math.radians(latitude))

    def distance(row: Region) -> float:
        across = ((row.longitude or 0.0) - longitude) * shrink
        return math.hypot(across, (row.latitude or 0.0) - latitude) * _KILOMETRES_PER_DEGREE

    return min(rows, key=distance, default=None)
