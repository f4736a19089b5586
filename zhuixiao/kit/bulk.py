"""Inserting many rows fast: one prepared statement instead of the ORM's long ones.

`bulk_create` spends most of its time in Python, value by value; here rows are read off the objects
in C and only dates and JSON are converted. No signals, no defaults of the database, no conflicts:
for plain new rows inside a transaction.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar

from django.db import connection, models
from django.db.models.base import ModelState

M = TypeVar("M", bound=models.Model)
Row = Sequence[Any]

# What the database drivers take as it is.
_PLAIN = (
    models.CharField,
    models.TextField,
    models.IntegerField,
    models.FloatField,
    models.BooleanField,
    models.AutoField,
    models.BigAutoField,
)


def maker(model: type[M]) -> Callable[..., M]:
    """Makes objects as `model(...)` does, twenty times as fast for a model of many fields.

    For values by attribute ("owner_id"), each of which must be a field's: nothing looks at them.
    """
    plain = {name: value for name, value in vars(model()).items() if name != "_state"}
    made = {
        field.attname: field.default
        for field in model._meta.concrete_fields
        if field.has_default() and callable(field.default)
    }

    def make(**values: Any) -> M:
        item = model.__new__(model)
        own = vars(item)
        own.update(plain)
        for name, default in made.items():
            own[name] = default()
        own.update(values)
        own["_state"] = ModelState()
        return item

    return make


def insert(objects: Sequence[models.Model]) -> None:
    """Write new objects of one model; those with a numeric automatic key get it.

    Call it inside a transaction: on SQLite nobody else may take the numbers meanwhile.
    """
    if not objects:
        return
    model = type(objects[0])
    key = model._meta.pk
    if isinstance(key, models.AutoField | models.BigAutoField):
        for item, pk in zip(objects, _numbers(model, len(objects)), strict=True):
            setattr(item, key.attname, pk)
    names = [field.attname for field in model._meta.concrete_fields]
    read = attrgetter(*names) if len(names) > 1 else lambda item: (getattr(item, names[0]),)
    insert_rows(model, names, map(read, objects))
    for item in objects:
        item._state.adding = False
        item._state.db = connection.alias


def update(objects: Sequence[models.Model], names: Sequence[str]) -> None:
    """Write these attributes ("owner_id") of objects of one model that exist.

    As `bulk_update`, whose expression for each value takes longer to build than the database needs.
    """
    if not objects or not names:
        return
    model = type(objects[0])
    key = _key_column(model)
    converters = [_converter(model, name) for name in names]
    rows = [
        [
            *(
                convert(getattr(item, name)) if convert else getattr(item, name)
                for name, convert in zip(names, converters, strict=True)
            ),
            item.pk,
        ]
        for item in objects
    ]
    quote = connection.ops.quote_name
    places = ", ".join(f"{quote(_field(model, name).column)} = %s" for name in names)
    table = quote(model._meta.db_table)
    statement = f"UPDATE {table} SET {places} WHERE {quote(key)} = %s"  # noqa: S608  (own names)
    with connection.cursor() as cursor:
        cursor.executemany(statement, rows)


def insert_rows(model: type[models.Model], names: Sequence[str], rows: Iterable[Row]) -> None:
    """Write rows of values for these attributes ("customer_id"); the others keep what the database
    gives them, so every column without a default of the database must be named."""
    converters = [
        (index, convert) for index, name in enumerate(names) if (convert := _converter(model, name))
    ]

    def ready(row: Row) -> Row:
        values = list(row)
        for index, convert in converters:
            values[index] = convert(values[index])
        return values

    quote = connection.ops.quote_name
    columns = ", ".join(quote(_field(model, name).column) for name in names)
    places = ", ".join(["%s"] * len(names))
    table = quote(model._meta.db_table)
    statement = f"INSERT INTO {table} ({columns}) VALUES ({places})"  # noqa: S608  (own names)
    with connection.cursor() as cursor:
        cursor.executemany(statement, [ready(row) for row in rows] if converters else list(rows))


def _converter(model: type[models.Model], name: str) -> Callable[[Any], Any] | None:
    """What turns a value into the driver's; None where nothing is to do."""
    field: Any = _field(model, name)
    target = field.target_field if field.is_relation else field
    if (
        isinstance(target, _PLAIN)
        and type(target).get_db_prep_save is models.Field.get_db_prep_save
    ):
        return None
    if isinstance(target, models.JSONField):
        empty = field.get_db_prep_save({}, connection)
        return lambda value: empty if value == {} else field.get_db_prep_save(value, connection)
    if not isinstance(target, models.DateField):
        return lambda value: field.get_db_prep_save(value, connection)
    # The rows of one action carry few instants and days, each of them many times.
    return cache(lambda value: field.get_db_prep_save(value, connection))


@cache
def _fields(model: type[models.Model]) -> dict[str, Any]:
    return {field.attname: field for field in model._meta.concrete_fields}


def _field(model: type[models.Model], name: str) -> Any:
    return _fields(model)[name]


def _numbers(model: type[models.Model], count: int) -> Iterable[int]:
    """Keys that nobody else gets."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
                [connection.ops.quote_name(table), _key_column(model), count],
            )
            return [row[0] for row in cursor.fetchall()]
        # AUTOINCREMENT keeps the highest number ever given, also of deleted rows.
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        row = cursor.fetchone()
        first = (row[0] if row else 0) + 1
        return range(first, first + count)


def _key_column(model: type[models.Model]) -> str:
    key: Any = model._meta.pk
    return str(key.column)
