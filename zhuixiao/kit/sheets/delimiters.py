"""Which character separates the values of a text file. `csv.Sniffer` is fooled by free text."""

import csv
from collections import Counter
from collections.abc import Sequence

DELIMITERS = (",", "\t", ";", "|")
_ROWS = 100


def delimiter_of(lines: Sequence[str]) -> str:
    """The delimiter under which most of the first 100 rows have the same number of values.

    `lines` is the start of the file with line ends. Delimiters inside quotes do not count. Where
    no delimiter gives columns, the file has one column, and a delimiter that never occurs is
    returned if there is one, so that the commas of free text do not cut it.
    """
    scores = {delimiter: _score(lines, delimiter) for delimiter in DELIMITERS}
    best = max(DELIMITERS, key=lambda one: (scores[one], -DELIMITERS.index(one)))
    if scores[best] > (0, 0):
        return best
    return next((one for one in DELIMITERS if not any(one in line for line in lines)), ",")


def _score(lines: Sequence[str], delimiter: str) -> tuple[float, int]:
    """Share of rows with the most common number of values, and that number; (0, 0) for one."""
    widths: list[int] = []
    try:
        for row in csv.reader(lines, delimiter=delimiter):
            if row:
                widths.append(len(row))
            if len(widths) == _ROWS:
                break
    except csv.Error:
        return (0, 0)
    if not widths:
        return (0, 0)
    width, count = Counter(widths).most_common(1)[0]
    return (round(count / len(widths), 1), width) if width > 1 else (0, 0)
