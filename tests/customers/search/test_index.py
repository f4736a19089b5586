"""Only `actions.finding` writes the FTS5 table of SQLite; no tokens change behind it."""

import pytest
from django.db import DatabaseError, connection, transaction

from tests.world import World, actor
from zhuixiao.customers.actions import creating, editing
from zhuixiao.customers.actions.creating import NewCustomer
from zhuixiao.customers.models import SearchIndex

only_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has an index")


def found(word: str) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rowid FROM customers_fts WHERE customers_fts MATCH %s", [word])
        return [row[0] for row in cursor.fetchall()]


@only_sqlite
def test_a_new_name_is_found_and_the_old_one_no_longer(world: World) -> None:
    by = actor(world.zheng)
    row = creating.create(by=by, new=NewCustomer({"name": "迪宏"}, world.zheng))
    assert found("迪宏") == [row.pk]
    editing.edit(by=by, customer=row, values={"name": "晨光"})
    assert (found("迪宏"), found("晨光")) == ([], [row.pk])


@only_sqlite
def test_tokens_cannot_be_changed_in_place(world: World) -> None:
    creating.create(by=actor(world.zheng), new=NewCustomer({"name": "迪宏"}, world.zheng))
    with pytest.raises(DatabaseError, match="delete the tokens"), transaction.atomic():
        SearchIndex.objects.update(tokens="x")
