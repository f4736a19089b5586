"""The table says what grew and what was missed."""

from zhuixiao.benchmarks.doors.door import Taken
from zhuixiao.benchmarks.results import Results
from zhuixiao.benchmarks.table import markdown


def measured(key: str, job: float) -> dict[str, object]:
    return {"key": key, "job": job, "slow": job, "unit": 10.0, "bare": 1.0, "runs": 3}


def row_of(text: str, start: str) -> str:
    return next(line for line in text.splitlines() if line.startswith(f"| {start}"))


def test_growth_is_that_of_the_largest_against_the_smallest_company() -> None:
    results = Results("sqlite")
    results.take(400, {"engine": "SQLite", "rows": [measured("table", 24), measured("far", 48)]})
    results.take(200, {"engine": "SQLite", "rows": [measured("table", 20), measured("far", 20)]})
    text = markdown([results])
    assert row_of(text, "job").startswith("| job | 200 | 400 |")
    assert row_of(text, "one table").endswith("| 1.20x | 3 units, 1.5x | ok |")
    assert row_of(text, "page 10,000").endswith(
        "| 2.40x | 3 units, 1.5x | MISSED (units, growth) |"
    )


def test_a_door_that_takes_in_less_than_promised_is_missed() -> None:
    doors = [Taken("check-ins", 100, 50, 1.0, again=5), Taken("positions", 100, 250, 2.0)]
    text = markdown([Results("sqlite", doors=doors)])
    assert row_of(text, "check-ins") == "| check-ins | 50 | 5 | 1.0 | 50 | 100 | MISSED (rate) |"
    assert row_of(text, "positions").endswith("| 125 | 100 | ok |")
