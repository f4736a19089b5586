"""Provinces, cities and districts, from a published list and the changes since it was made.

`region_changes.csv` beside this module holds what the list does not know: units made or renamed
after 2016, and the last day of those abolished since (31 December 2023 where only "by then" is
known). Centroids are good to about a kilometre.
"""

import csv
import logging
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from django.conf import settings

from ..choices import RegionLevel
from ..models import Region

logger = logging.getLogger(__name__)

CHANGES = Path(__file__).with_name("region_changes.csv")
# Beijing, Tianjin, Shanghai, Chongqing: provinces whose districts have no city above them.
_MUNICIPALITIES = {11, 12, 31, 50}
# Place of the city in the code of counties that a province governs directly.
_DIRECT = 90


def build() -> list[Region]:
    """All regions, unsaved, parents before children; none when the list was not fetched."""
    source = Path(settings.REGIONS_FILE)
    if not source.exists():
        logger.warning("no list of regions", extra={"data": {"file": str(source)}})
        return []
    rows: dict[int, Mapping[str, str]] = dict(_rows(source))
    changes = dict(_rows(CHANGES))
    # A shortened list leaves out whole cities; so do the changes then.
    cities = rows.keys() | {code for code in changes if code - code % 10_000 in rows}
    rows |= {code: row for code, row in changes.items() if _city_of(code) in cities}
    return _linked(rows)


def level_of(adcode: int) -> RegionLevel:
    """The level is written in the code: 440000, 440100, 440106."""
    if adcode % 10_000 == 0:
        return RegionLevel.PROVINCE
    return RegionLevel.CITY if adcode % 100 == 0 else RegionLevel.DISTRICT


def _city_of(code: int) -> int:
    """The city of a unit, or the province that governs it directly."""
    city = code - code % 100
    is_direct = code // 100 % 100 == _DIRECT or code // 10_000 in _MUNICIPALITIES
    return code - code % 10_000 if is_direct else city


def _rows(source: Path) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Codes may be followed by six zeros for street and village."""
    with source.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            code = int(row["adcode"][:6])
            if not _is_heading(code, row):
                yield code, row


def _is_heading(code: int, row: Mapping[str, str]) -> bool:
    """The list has rows that are no places ("districts of the city", "counties directly below the
    province"); their units hang on the city or province itself."""
    province, city, district = code // 10_000, code // 100 % 100, code % 100
    if district:
        return district == 1 and not row["longitude"]
    return city == _DIRECT or (city > 0 and province in _MUNICIPALITIES)


def _linked(rows: Mapping[int, Mapping[str, str]]) -> list[Region]:
    regions: dict[int, Region] = {}
    for code in sorted(rows, key=lambda code: (level_of(code), code)):
        row = rows[code]
        parent = regions.get(code - code % 100) or regions.get(code - code % 10_000)
        parent = None if parent is None or parent.adcode == code else parent
        regions[code] = Region(
            adcode=code,
            parent=parent,
            name=row["name"],
            full_name=f"{parent.full_name} {row['name']}" if parent else row["name"],
            level=level_of(code),
            longitude=_degrees(row["longitude"]),
            latitude=_degrees(row["latitude"]),
            valid_from=_day(row.get("valid_from", "")),
            valid_to=_day(row.get("valid_to", "")),
        )
    return list(regions.values())


def _degrees(text: str) -> float | None:
    return float(text) if text else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
