"""The floors: the rows that an import left, written to the same small company by `executemany`."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import perf_counter
from typing import Any, NamedTuple

from django.db import connection, models, transaction

from zhuixiao.customers.models import SearchIndex

_FIND = "INSERT INTO customers_fts (rowid, tokens) VALUES (%s, %s)"
Model = type[models.Model]
Rows = list[list[Any]]


class Table(NamedTuple):
    """An import's rows are those in which `field` is above all that were there before."""

    model: Model
    field: str = "pk"


Marks = dict[Table, int]


def marks(tables: Sequence[Table]) -> Marks:
    """The highest value in each table, before an import."""
    return {
        table: table.model._default_manager.aggregate(last=models.Max(table.field))["last"] or 0
        for table in tables
    }


def left(before: Marks, counted: Sequence[Model]) -> int:
    """How many rows of these models an import left behind the marks."""
    return sum(
        table.model._default_manager.filter(**{f"{table.field}__gt": mark}).count()
        for table, mark in before.items()
        if table.model in counted
    )


def keep(before: Marks, file: Path) -> None:
    """Write to a file what stands behind the marks: on a line each table, a statement with rows."""
    with file.open("w", encoding="utf-8") as lines:
        for table, mark in before.items():
            rows = _behind(table, mark)
            print(json.dumps([_insert(table.model), rows], default=str), file=lines)
            if table.model is SearchIndex and connection.vendor == "sqlite":
                print(json.dumps([_FIND, rows]), file=lines)


def run(file: Path, *, alone: Model) -> dict[str, float]:
    """Seconds to write one table alone, which is taken back, and then all rows of all tables.

    Each is one transaction with one `executemany` per table.
    """
    only = _insert(alone)
    return {
        "alone": _timed((pair for pair in _kept(file) if pair[0] == only), stays=False),
        "every": _timed(_kept(file), stays=True),
    }


def _kept(file: Path) -> Iterator[tuple[str, Rows]]:
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            statement, rows = json.loads(line)
            yield statement, rows


def _timed(tables: Iterator[tuple[str, Rows]], *, stays: bool) -> float:
    """Reading the file, one table at a time, does not count."""
    seconds = 0.0
    with transaction.atomic(), connection.cursor() as cursor:
        for statement, rows in tables:
            begun = perf_counter()
            cursor.executemany(statement, rows)
            seconds += perf_counter() - begun
        transaction.set_rollback(not stays)
        begun = perf_counter()
    return seconds + perf_counter() - begun


def _columns(model: Model) -> list[str]:
    return [f'"{field.column}"' for field in model._meta.concrete_fields]


def _insert(model: Model) -> str:
    names = _columns(model)
    places = ", ".join(["%s"] * len(names))
    return f'INSERT INTO "{model._meta.db_table}" ({", ".join(names)}) VALUES ({places})'


def _behind(table: Table, mark: int) -> Rows:
    meta = table.model._meta
    field: Any = meta.pk if table.field == "pk" else meta.get_field(table.field)
    where = f'"{meta.db_table}" WHERE "{field.column}" > %s ORDER BY "{field.column}"'
    with connection.cursor() as cursor:
        # The batch and the lists that the import made are another company's here.
        names = ["NULL" if name == '"batch_id"' else name for name in _columns(table.model)]
        cursor.execute(f"SELECT {', '.join(names)} FROM {where}", [mark])
        return [list(row) for row in cursor.fetchall()]
