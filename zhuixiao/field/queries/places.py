"""What places are called: the name of the map service where it is known, else the district."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from zhuixiao.catalog import regions
from zhuixiao.kit.geo import Position

from ..models import PlaceName

# A phone knows its place to some 10 metres: finer cells would only be asked for more often.
CELLS_PER_DEGREE = 10_000
# Districts are the same within 1.1 km.
_DISTRICT_DIGITS = 2
# What one page asks the service for; the next one asks for more.
MOST_WANTED = 50

# Latitude and longitude in cells.
Cell = tuple[int, int]


@dataclass(frozen=True)
class Names:
    """The name of each place, "" where nothing is known, and the cells to be asked for."""

    names: list[str]
    wanted: list[Cell]


def cell(place: Position) -> Cell:
    """What is sent and kept of a place."""
    return round(place.latitude * CELLS_PER_DEGREE), round(place.longitude * CELLS_PER_DEGREE)


def names(places: Sequence[Position | None], *, today: date) -> Names:
    """As the map service calls them; without one, or where it was not asked yet, the district. What
    has no place has no name."""
    there = list(dict.fromkeys(one for one in places if one))
    found = dict(zip(there, district_names(there, today=today), strict=True))
    wanted: list[Cell] = []
    if settings.PLACES_SERVICE:
        cells = {one: cell(one) for one in there}
        known = known_names(list(cells.values()))
        found |= {one: name for one, at in cells.items() if (name := known.get(at))}
        wanted = list(dict.fromkeys(at for at in cells.values() if at not in known))
    return Names([found[one] if one else "" for one in places], wanted[:MOST_WANTED])


def district_names(places: Sequence[Position], *, today: date) -> list[str]:
    """The nearest district of each place, "" far from all of them."""
    keys = [
        (round(one.longitude, _DISTRICT_DIGITS), round(one.latitude, _DISTRICT_DIGITS))
        for one in places
    ]
    near = regions.nearest(set(keys), today=today)
    return [near[key].full_name if key in near else "" for key in keys]


def known_names(cells: Sequence[Cell]) -> dict[Cell, str]:
    """What the service of the settings said of these; "" where it has no name."""
    rows = PlaceName.objects.filter(
        service=settings.PLACES_SERVICE,
        latitude__in={one[0] for one in cells},
        longitude__in={one[1] for one in cells},
    )
    return {(one.latitude, one.longitude): one.name for one in rows}
