"""Excel's serial dates: days since 1900-01-00, with the 1900-02-29 that never was.

Rule: [MS-OI29500] 18.17.4.1, the 1900 date system. Files in the 1904 system are converted by the
reader of the file, not here.
"""

import re
from datetime import date, timedelta

_LAST = 109_574  # 2199-12-31
_LEAP_BUG = 60
_NUMERIC = re.compile(r"\d{5,6}(?:\.\d{1,15})?")
# A bare year in a numeric cell would otherwise become a day in 1905.
_YEARS = range(1900, 2200)
_SECONDS = 86_400


def serial_of(value: object) -> float | None:
    """`value` as a serial number, or None: numbers, and text of five or six digits."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return float(value)
    return float(value) if isinstance(value, str) and _NUMERIC.fullmatch(value) else None


def from_serial(serial: float) -> tuple[date, timedelta] | None:
    """Day and time since midnight (to the second, as floats carry no more), None when no date."""
    if not 1 <= serial < _LAST + 1 or serial in _YEARS:
        return None
    seconds = round(serial * _SECONDS)
    days, rest = divmod(seconds, _SECONDS)
    if days == _LEAP_BUG:
        return None
    start = date(1899, 12, 31) if days < _LEAP_BUG else date(1899, 12, 30)
    return start + timedelta(days=days), timedelta(seconds=rest)
