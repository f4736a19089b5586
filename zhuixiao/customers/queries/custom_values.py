"""The company's own fields inside SQL: a key of Customer.extra as an expression that indexes know.

Django binds the key of a JSON lookup as a parameter, and then no index fits (SQLite: 60-125 ms at
100,000 rows); here the validated key stands in the text, the same in the query and in the index.
"""

import re
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.sql.compiler import SQLCompiler

from ..fields import Field, Kind

_KEY = re.compile("cf_[1-9][0-9]{0,17}")
_CASTS = {
    Kind.NUMBER: "double precision",
    Kind.MONEY: "bigint",
    Kind.EMPLOYEE: "bigint",
    Kind.REGION: "bigint",
}
_OUTPUTS: dict[Kind, models.Field[Any, Any]] = {
    Kind.NUMBER: models.FloatField(),
    Kind.MONEY: models.BigIntegerField(),
    Kind.EMPLOYEE: models.BigIntegerField(),
    Kind.REGION: models.BigIntegerField(),
}


def expression(key: str, kind: Kind, vendor: str, column: str = "extra") -> str:
    """The SQL of a value; the text of an index has to be exactly this. ValueError for a bad key."""
    if not _KEY.fullmatch(key):
        raise ValueError(key)
    if vendor == "sqlite":
        return f"({column} ->> '$.{key}')"
    cast = _CASTS.get(kind)
    return f"(({column} ->> '{key}')::{cast})" if cast else f"({column} ->> '{key}')"


class CustomValue(models.Func):
    """The value of an own field: a number, money in minor units, text, a date as ISO text."""

    def __init__(self, field: Field) -> None:
        super().__init__(
            models.F("extra"), output_field=_OUTPUTS.get(field.kind, models.TextField())
        )
        self.field_key, self.kind = field.key, field.kind

    def as_sql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, *_args: Any, **_context: Any
    ) -> tuple[str, tuple[Any, ...]]:
        column, params = compiler.compile(self.source_expressions[0])
        sql = expression(self.field_key, self.kind, connection.vendor, column)
        return sql, tuple(params)

    @property
    def identity(self) -> Any:
        return (type(self), self.field_key, self.kind)


class HoldsAny(models.Func):
    """Whether a multiple choice holds one of these; only the checked key stands in the text."""

    output_field = models.BooleanField()
    conditional = True

    def __init__(self, field: Field, choices: list[str]) -> None:
        super().__init__(models.F("extra"), *(models.Value(choice) for choice in choices))
        if not _KEY.fullmatch(field.key):
            raise ValueError(field.key)
        self.field_key = field.key

    def as_sql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, *_args: Any, **_context: Any
    ) -> tuple[str, tuple[Any, ...]]:
        column, *marks = (compiler.compile(part) for part in self.source_expressions)
        params = [*column[1], *(value for mark in marks for value in mark[1])]
        places = ", ".join(mark[0] for mark in marks)
        if connection.vendor == "sqlite":
            held = f"SELECT value FROM json_each({column[0]}, '$.{self.field_key}')"  # noqa: S608
        else:
            array = f"{column[0]} -> '{self.field_key}'"
            held = (
                "SELECT jsonb_array_elements_text(CASE jsonb_typeof"
                f"({array}) WHEN 'array' THEN {array} ELSE '[]' END) AS value"
            )
        sql = f"EXISTS (SELECT 1 FROM ({held}) AS held WHERE value IN ({places}))"  # noqa: S608
        return sql, tuple(params)
