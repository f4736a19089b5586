"""The database keeps the audit log: nothing is changed, nothing is deleted within 180 days."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from tests.world import World, actor
from zhuixiao.accounts import audit
from zhuixiao.accounts.models import AuditEntry

pytestmark = pytest.mark.django_db


def entry(world: World, days: int) -> int:
    at = timezone.now() - timedelta(days=days)
    row = audit.entry(by=actor(world.boss, at=at), action="edit", kind="customer", label="x")
    row.save(force_insert=True)
    return row.pk


def run(statement: str, pk: int) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, [pk])
        return int(cursor.rowcount)


@pytest.mark.parametrize("days", [0, 179, 400])
def test_no_row_is_ever_changed(world: World, days: int) -> None:
    pk = entry(world, days)
    with pytest.raises(DatabaseError):
        run("UPDATE accounts_auditentry SET label = 'y' WHERE id = %s", pk)
    assert AuditEntry.objects.get(pk=pk).label == "x"


@pytest.mark.parametrize(("days", "is_kept"), [(0, True), (179, True), (181, False)])
def test_a_row_is_deleted_after_half_a_year_at_the_earliest(
    world: World,
    days: int,
    is_kept: bool,
) -> None:
    pk = entry(world, days)
    statement = "DELETE FROM accounts_auditentry WHERE id = %s"
    if is_kept:
        with pytest.raises(DatabaseError):
            run(statement, pk)
    else:
        assert run(statement, pk) == 1
    assert AuditEntry.objects.filter(pk=pk).exists() == is_kept


def test_the_whole_log_is_not_emptied(world: World) -> None:
    entry(world, 0)
    statement = "TRUNCATE accounts_auditentry CASCADE"
    if connection.vendor == "sqlite":
        statement = "DELETE FROM accounts_auditentry"
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert AuditEntry.objects.exists()
