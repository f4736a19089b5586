"""Where the customers of a filter are: points of a rectangle, numbers by province."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from zhuixiao.accounts.models import Employee
from zhuixiao.catalog.choices import RegionLevel
from zhuixiao.catalog.models import Region
from zhuixiao.kit.errors import Invalid

from .table import matching

MOST_POINTS = 5_000
# Shades of the map; 0 is a province without customers.
STEPS = 5
_PROVINCE = 10_000


@dataclass(frozen=True)
class Box:
    """A rectangle in WGS-84 degrees."""

    west: float
    south: float
    east: float
    north: float

    @classmethod
    def of(cls, text: str) -> "Box":
        """From "west,south,east,north"; what lies beyond the earth is cut off. Raises Invalid."""
        try:
            west, south, east, north = (float(part) for part in text[:200].split(","))
        except ValueError:
            raise Invalid({"bbox": "west,south,east,north"}) from None
        if not all(map(math.isfinite, (west, south, east, north))) or south > north or west > east:
            raise Invalid({"bbox": "west,south,east,north"})
        return cls(max(west, -180), max(south, -90), min(east, 180), min(north, 90))


@dataclass(frozen=True)
class Point:
    """A customer on the map."""

    pk: int
    latitude: float
    longitude: float
    name: str
    colour: str


@dataclass(frozen=True)
class ProvinceRow:
    """How many customers are in a province; `step` is its shade. 0 stands for no region at all."""

    adcode: int
    name: str
    count: int
    step: int


def in_box(reader: Employee, conditions: Q, box: Box) -> tuple[list[Point], bool]:
    """The newest customers of the rectangle, with the colour of their stage; and whether there are
    more than MOST_POINTS."""
    rows = (
        matching(reader, conditions)
        .filter(
            latitude__range=(box.south, box.north),
            longitude__range=(box.west, box.east),
        )
        .order_by("-pk")
        .values_list("pk", "latitude", "longitude", "name", "stage__colour")
    )
    found = [
        Point(pk, latitude or 0.0, longitude or 0.0, name, colour or "grey")
        for pk, latitude, longitude, name, colour in rows[: MOST_POINTS + 1]
    ]
    return found[:MOST_POINTS], len(found) > MOST_POINTS


def by_province(reader: Employee, conditions: Q) -> list[ProvinceRow]:
    """Provinces with customers, the most first; those without a region at the end."""
    grouped = matching(reader, conditions).order_by().values_list("region_id")
    counts: dict[int, int] = {}
    for region, count in grouped.annotate(count=Count("pk")):
        adcode = (region or 0) // _PROVINCE * _PROVINCE
        counts[adcode] = counts.get(adcode, 0) + count
    names = dict(
        Region.objects.filter(adcode__in=counts, level=RegionLevel.PROVINCE).values_list(
            "adcode", "name"
        )
    )
    most = max((count for adcode, count in counts.items() if adcode), default=0)
    rows = [
        ProvinceRow(adcode, names.get(adcode, ""), count, _step(count, most) if adcode else 0)
        for adcode, count in counts.items()
    ]
    return sorted(rows, key=lambda row: (not row.adcode, -row.count, row.adcode))


def shades(rows: Sequence[ProvinceRow]) -> list[tuple[int, int, int]]:
    """The legend: shade, and from which to which number it stands for."""
    found = []
    for step in range(1, STEPS + 1):
        counts = [row.count for row in rows if row.adcode and row.step == step]
        if counts:
            found.append((step, min(counts), max(counts)))
    return found


def _step(count: int, most: int) -> int:
    """Shades by the root: a province with a hundredth of the customers is still told from none."""
    return max(1, math.ceil(STEPS * math.sqrt(count / most)))
