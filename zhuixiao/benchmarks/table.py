"""Results as Markdown."""

import os
import platform
from collections.abc import Iterator, Sequence

from .doors.door import Taken
from .promises import (
    IMPORT,
    IMPORT_MEGABYTES,
    IMPORT_ORDERS,
    IMPORT_TIMES,
    PROMISES,
    Promise,
)
from .results import Imported, Results

_NOTES = """\
Times are medians in milliseconds through the whole program with a logged-in session, each run
beside one of the unit, the empty page; in brackets how many units that is. "SQL" is the same
question asked by hand in bare SQL on the largest data set, "slow" the time that one run in twenty
exceeds there. Growth compares units on the largest and the smallest data set. An import is held
against `executemany` of all the rows that it leaves (customers with contacts, phones, search,
owners, stages, ledger, audit; order lines also with orders, returns, products, what was bought, and
sums), written in one transaction; beside it the main table alone."""
# What is imported, of what the file has many, and the table that is written alone.
_IMPORTS = {
    IMPORT: ("customers from an xlsx", "rows", "customers"),
    IMPORT_ORDERS: ("order lines from a csv", "lines", "lines"),
}


def markdown(results: Sequence[Results]) -> str:
    """One table for each database."""
    return "\n".join([f"{_machine()} {_NOTES}", *(line for row in results for line in _of(row))])


def _machine() -> str:
    cores = os.cpu_count()
    python = platform.python_version()
    return f"{platform.system()} {platform.machine()}, {cores} cores, Python {python}."


def _of(results: Results) -> Iterator[str]:
    yield from ("", f"### {results.engine or results.database}", "")
    if results.rows:
        sizes = [f"{size:,}" for size in sorted(results.sizes)]
        yield _line("job", *sizes, "slow", "SQL", "growth", "at most", "")
        yield _line(*["---"] * (len(sizes) + 6))
        for promise in PROMISES:
            if promise.key in results.rows:
                yield _row(results, promise)
    if results.doors:
        yield from ("", *_doors(results.doors))
    for key, rows in results.imports.items():
        yield from ("", *_imports(rows, *_IMPORTS[key]))


def _row(results: Results, promise: Promise) -> str:
    row = results.rows[promise.key]
    cells = [
        f"{row[size].job:.1f} ({row[size].units:.1f})" if size in row else ""
        for size in sorted(results.sizes)
    ]
    largest, growth = row[max(row)], results.growth(promise.key)
    return _line(
        promise.title,
        *cells,
        f"{largest.slow:.1f}",
        f"{largest.bare:.2f}",
        f"{growth:.2f}x" if growth else "",
        _at_most(promise),
        results.verdict(promise),
    )


def _at_most(promise: Promise) -> str:
    if promise.milliseconds:
        return f"{promise.milliseconds:,.0f} ms"
    units = f"{promise.units} units" if promise.units else ""
    return f"{units}, {promise.growth}x" if promise.growth else units


def _imports(imported: Sequence[Imported], what: str, rows: str, alone: str) -> Iterator[str]:
    yield _line(
        *(f"import of {what}", "seconds", f"{rows}/s", "executemany", "times", "peak MB"),
        *("at most", "", f"{alone} alone", "times"),
    )
    yield _line(*["---"] * 10)
    for row in imported:
        yield _line(
            f"{row.rows:,} {rows}",
            f"{row.seconds:.1f}",
            f"{row.rows / row.seconds:,.0f}",
            f"{row.bare:.2f}",
            f"{row.times:.1f}x",
            "?" if row.megabytes is None else str(row.megabytes),
            f"{IMPORT_TIMES}x, {IMPORT_MEGABYTES} MB",
            row.verdict,
            f"{row.alone:.2f}",
            f"{row.seconds / row.alone:.1f}x",
        )


def _doors(taken: Sequence[Taken]) -> Iterator[str]:
    yield _line("at the door of one process", "taken in", "again", "seconds", "a second", "", "")
    yield _line(*["---"] * 7)
    for row in taken:
        yield _line(
            *(row.key, f"{row.count:,}", f"{row.again:,}", f"{row.seconds:.1f}"),
            *(f"{row.rate:,.0f}", f"{row.promised:,.0f}" if row.promised else "", row.verdict),
        )


def _line(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"
