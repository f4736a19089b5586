"""The SQL that writes the ledger, the same on SQLite and PostgreSQL.

Table and column names come from this app's own constants; every value is a parameter.
"""

from collections.abc import Iterable, Mapping, Sequence

from django.db import connection

from .postings import Line

ENTRY_COLUMNS = (*Line._fields, "fact_kind", "fact_id", "line")
FactKey = tuple[int, int]

_INSERT = "INSERT INTO {table} ({columns}) VALUES ({places})"
# PostgreSQL takes all rows in one statement, a column at a time: four times as fast as VALUES.
_INSERT_COLUMNS = "INSERT INTO {table} ({columns}) SELECT * FROM unnest({places})"
_ADD = " ON CONFLICT ({key}) DO UPDATE SET {sums}"
_DELETE_EMPTIED = "DELETE FROM {table} WHERE {key} AND {counted} = 0"
_HELD = "SELECT fact_id, {columns} FROM ledger_entry WHERE fact_kind = %s AND fact_id IN ({ids})"
_REMOVE = "DELETE FROM ledger_entry WHERE fact_kind = %s AND fact_id IN ({ids}) RETURNING {columns}"


def insert(
    table: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[int]],
    *,
    add_to: Sequence[str] = (),
) -> None:
    """Insert rows; those whose key `add_to` exists are added to it column by column."""
    if not rows:
        return
    sums = [f"{name} = {table}.{name} + excluded.{name}" for name in columns if name not in add_to]
    tail = _ADD.format(key=", ".join(add_to), sums=", ".join(sums)) if add_to else ""
    names = ", ".join(columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            places = ", ".join(["%s::bigint[]"] * len(columns))
            head = _INSERT_COLUMNS.format(table=table, columns=names, places=places)
            columns_of_rows = zip(*rows, strict=True)
            arrays = [f"{{{','.join(map(str, values))}}}" for values in columns_of_rows]
            cursor.execute(head + tail, arrays)
        else:
            places = ", ".join(["%s"] * len(columns))
            head = _INSERT.format(table=table, columns=names, places=places)
            cursor.executemany(head + tail, rows)


def delete_emptied(
    table: str, key: Sequence[str], rows: Sequence[Sequence[int]], counted: str = "entries"
) -> None:
    """Delete those of the rollup rows that no entry is left in, as the column `counted` says."""
    # Row by row: SQLite reads the whole table for a list of several columns.
    matching = " AND ".join(f"{name} = %s" for name in key)
    if rows:
        with connection.cursor() as cursor:
            statement = _DELETE_EMPTIED.format(table=table, key=matching, counted=counted)
            cursor.executemany(statement, rows)


def held(facts: Iterable[FactKey]) -> dict[FactKey, list[Line]]:
    """What these facts have posted so far, in order."""
    lines: dict[FactKey, list[Line]] = {}
    with connection.cursor() as cursor:
        for kind, ids in _by_kind(facts).items():
            cursor.execute(_with_columns(_HELD, ids), [kind, *ids])
            for fact_id, *values in cursor.fetchall():
                lines.setdefault((kind, fact_id), []).append(Line(*values))
    for rows in lines.values():
        rows.sort()
    return lines


def remove(facts: Iterable[FactKey]) -> list[Line]:
    """Delete the entries of these facts; gives what was really deleted."""
    lines: list[Line] = []
    with connection.cursor() as cursor:
        for kind, ids in _by_kind(facts).items():
            cursor.execute(_with_columns(_REMOVE, ids), [kind, *ids])
            lines += [Line(*values) for values in cursor.fetchall()]
    return lines


def add(lines: Mapping[FactKey, Sequence[Line]]) -> None:
    """Insert the entries of facts that hold none."""
    rows = [
        (*line, *fact, number) for fact, group in lines.items() for number, line in enumerate(group)
    ]
    insert("ledger_entry", ENTRY_COLUMNS, rows)


def _by_kind(facts: Iterable[FactKey]) -> dict[int, list[int]]:
    ids: dict[int, list[int]] = {}
    for kind, fact_id in facts:
        ids.setdefault(kind, []).append(fact_id)
    return ids


def _with_columns(statement: str, ids: Sequence[int]) -> str:
    return statement.format(columns=", ".join(Line._fields), ids=", ".join(["%s"] * len(ids)))
