"""What stands before a period, and a year ago."""

from datetime import date

import pytest

from zhuixiao.kit.periods import Period


@pytest.mark.parametrize(
    ("period", "before"),
    [
        (("2026-03-01", "2026-03-31"), ("2026-02-01", "2026-02-28")),
        (("2026-01-01", "2026-03-31"), ("2025-10-01", "2025-12-31")),
        (("2026-02-01", "2026-04-30"), ("2025-11-01", "2026-01-31")),
        (("2026-01-01", "2026-02-28"), ("2025-11-01", "2025-12-31")),
        (("2025-04-01", "2026-03-31"), ("2024-04-01", "2025-03-31")),
        (("2026-03-02", "2026-03-31"), ("2026-01-31", "2026-03-01")),
        (("2026-03-01", "2026-03-30"), ("2026-01-30", "2026-02-28")),
        (("2026-03-02", "2026-03-08"), ("2026-02-23", "2026-03-01")),
    ],
)
def test_whole_months_come_after_as_many_whole_months_and_days_after_days(
    period: tuple[str, str], before: tuple[str, str]
) -> None:
    assert _of(*period).previous() == _of(*before)


@pytest.mark.parametrize(
    ("period", "before"),
    [
        (("2025-01-01", "2025-02-28"), ("2024-01-01", "2024-02-29")),
        (("2024-01-01", "2024-02-29"), ("2023-01-01", "2023-02-28")),
        (("2025-02-10", "2025-02-28"), ("2024-02-10", "2024-02-28")),
    ],
)
def test_a_year_ago_whole_months_are_whole_too(
    period: tuple[str, str], before: tuple[str, str]
) -> None:
    assert _of(*period).last_year() == _of(*before)


def _of(start: str, end: str) -> Period:
    return Period(date.fromisoformat(start), date.fromisoformat(end))
