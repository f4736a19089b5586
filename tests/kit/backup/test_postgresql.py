"""What came back from a dump is held against what the archive says was in it."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import connection

from zhuixiao.kit.backup import postgresql

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="of PostgreSQL alone"),
]


@pytest.fixture
def database() -> "Iterator[psycopg.Connection[Any]]":
    with postgresql._connected(str(connection.settings_dict["NAME"])) as opened:
        yield opened


def test_a_divided_table_counts_once(database: "psycopg.Connection[Any]") -> None:
    names = postgresql._names(database)
    assert {"field_fix", "customers_customer"} <= set(names)
    assert not [name for name in names if name.startswith("field_fix_")]


def test_an_archive_that_counts_its_parts_too_is_whole(
    database: "psycopg.Connection[Any]",
) -> None:
    expected = postgresql.tables(database, [*postgresql._names(database), "field_fix_rest"])
    assert postgresql._is_whole(database, expected)


@pytest.mark.parametrize(
    "wrong",
    [
        {"customers_customer": [10**9, "1"]},
        {"customers_gone": [1, "1"]},
        {"customers_customer": None},
    ],
    ids=["other rows", "a table is missing", "a table is not in the archive"],
)
def test_anything_else_is_damaged(
    database: "psycopg.Connection[Any]", wrong: dict[str, list[Any] | None]
) -> None:
    told = {**postgresql.tables(database, postgresql._names(database)), **wrong}
    expected = {name: value for name, value in told.items() if value}
    assert not postgresql._is_whole(database, expected)
