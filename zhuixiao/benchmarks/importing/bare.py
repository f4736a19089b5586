"""The floors: the rows that an import left, written to the same small company by `executemany`."""

import json
from pathlib import Path
from time import perf_counter
from typing import Any

from django.db import connection, models, transaction

from zhuixiao.accounts.models import AuditEntry
from zhuixiao.customers.models import (
    Contact,
    Customer,
    CustomerPhone,
    OwnerSpan,
    SearchIndex,
    StageChange,
)
from zhuixiao.ledger.models import Entry

# In this order each row stands behind what it refers to. The few rows of sums are left out.
_TABLES: tuple[type[models.Model], ...] = (
    Customer,
    Contact,
    CustomerPhone,
    SearchIndex,
    OwnerSpan,
    StageChange,
    Entry,
    AuditEntry,
)
_FIND = "INSERT INTO customers_fts (rowid, tokens) VALUES (%s, %s)"
Marks = dict[type[models.Model], int]
Rows = list[list[Any]]


def marks() -> Marks:
    """The last key of each table, before an import."""
    return {
        model: model._default_manager.aggregate(last=models.Max("pk"))["last"] or 0
        for model in _TABLES
    }


def keep(before: Marks, file: Path) -> None:
    """Write to a file what stands behind the marks: (statement, rows) for each table."""
    tables = [[_insert(model), _behind(model, mark)] for model, mark in before.items()]
    file.write_text(json.dumps(tables, default=str), encoding="utf-8")


def run(file: Path) -> dict[str, float]:
    """Seconds to write the customers alone, which are taken back, and then all rows of all tables.

    Each is one transaction with one `executemany` per table.
    """
    # The batch and the lists that the import made are another company's here.
    tables: dict[str, Rows] = dict(json.loads(file.read_text(encoding="utf-8")))
    if connection.vendor == "sqlite":
        tables[_FIND] = tables[_insert(SearchIndex)]
    customers = _insert(Customer)
    alone = _timed({customers: tables[customers]}, stays=False)
    return {"customers": alone, "every": _timed(tables, stays=True)}


def _timed(tables: dict[str, Rows], *, stays: bool) -> float:
    begun = perf_counter()
    with transaction.atomic(), connection.cursor() as cursor:
        for statement, rows in tables.items():
            cursor.executemany(statement, rows)
        transaction.set_rollback(not stays)
    return perf_counter() - begun


def _columns(model: type[models.Model]) -> list[str]:
    return [f'"{field.column}"' for field in model._meta.concrete_fields]


def _insert(model: type[models.Model]) -> str:
    names = _columns(model)
    places = ", ".join(["%s"] * len(names))
    return f'INSERT INTO "{model._meta.db_table}" ({", ".join(names)}) VALUES ({places})'


def _behind(model: type[models.Model], mark: int) -> Rows:
    key: Any = model._meta.pk
    where = f'"{model._meta.db_table}" WHERE "{key.column}" > %s ORDER BY "{key.column}"'
    with connection.cursor() as cursor:
        # The other company has no such batch.
        names = ["NULL" if name == '"batch_id"' else name for name in _columns(model)]
        cursor.execute(f"SELECT {', '.join(names)} FROM {where}", [mark])
        return [list(row) for row in cursor.fetchall()]
