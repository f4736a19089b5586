"""Looking for duplicates in the whole base, and deciding that two are different customers."""

from collections.abc import Callable
from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from zhuixiao.accounts import audit
from zhuixiao.accounts.audit import Actor
from zhuixiao.kit.errors import NotAllowed, RuleError

from ..models import DuplicatePair

# Written in parts, so that nobody waits long for the database.
PART = 2_000
Reason = DuplicatePair.Reason

# Each gives the first customer of a value and every other one of the same value: a group of a
# thousand is a star of 999 pairs, not half a million. One ordered pass over an index each.
_PHONE = """
    SELECT DISTINCT f.first, p.customer_id
    FROM (
        SELECT n.number, MIN(n.customer_id) AS first
        FROM customers_customerphone n
        JOIN customers_customer c ON c.id = n.customer_id AND c.deleted_at IS NULL
        GROUP BY n.number HAVING COUNT(DISTINCT n.customer_id) > 1
    ) f
    JOIN customers_customerphone p ON p.number = f.number AND p.customer_id > f.first
    JOIN customers_customer o ON o.id = p.customer_id AND o.deleted_at IS NULL
"""
_CODE = """
    SELECT f.first, o.id
    FROM (
        SELECT credit_code, MIN(id) AS first FROM customers_customer
        WHERE deleted_at IS NULL AND credit_code <> ''
        GROUP BY credit_code HAVING COUNT(*) > 1
    ) f
    JOIN customers_customer o
        ON o.credit_code = f.credit_code AND o.id > f.first AND o.deleted_at IS NULL
"""
# The core of a name leaves the place out: two of one name in two cities are two companies.
_NAME = """
    SELECT f.first, o.id
    FROM (
        SELECT name_core, COALESCE(region_id, 0) / 100 AS city, MIN(id) AS first
        FROM customers_customer WHERE deleted_at IS NULL AND name_core <> ''
        GROUP BY name_core, COALESCE(region_id, 0) / 100 HAVING COUNT(*) > 1
    ) f
    JOIN customers_customer o
        ON o.name_core = f.name_core AND COALESCE(o.region_id, 0) / 100 = f.city
        AND o.id > f.first AND o.deleted_at IS NULL
"""
_SEARCHES: tuple[tuple[Reason, str], ...] = (
    (Reason.PHONE, _PHONE),
    (Reason.CREDIT_CODE, _CODE),
    (Reason.NAME, _NAME),
)


def search(*, at: datetime, progress: Callable[[int, int], None]) -> int:
    """Find all pairs of the base by phone, credit code and core of the name; returns how many are
    new. Pairs that were decided are not found again. Safe to be stopped and begun anew."""
    before = DuplicatePair.objects.count()
    for done, (reason, statement) in enumerate(_SEARCHES):
        progress(done, len(_SEARCHES))
        with connection.cursor() as cursor:
            cursor.execute(statement)
            found = cursor.fetchall()
        for start in range(0, len(found), PART):
            _write(reason, found[start : start + PART], at)
    progress(len(_SEARCHES), len(_SEARCHES))
    return DuplicatePair.objects.count() - before


@transaction.atomic
def differ(*, by: Actor, pair: DuplicatePair) -> None:
    """They are two customers: the pair does not come back. Raises NotAllowed, RuleError."""
    by.employee.access.check("customers", "delete")
    held = DuplicatePair.objects.select_for_update(of=("self",)).filter(pk=pair.pk)
    row = held.select_related("first", "second").get()
    if row.decided_at is not None:
        raise RuleError(_("This was decided already."))
    if not DuplicatePair.objects.open_for(by.employee).filter(pk=row.pk).exists():
        raise NotAllowed
    row.decided_at, row.decided_by = by.at, by.employee
    row.save(update_fields=["decided_at", "decided_by"])
    audit.write(
        by=by,
        action="differ",
        kind="customer",
        record_id=row.first_id,
        label=row.first.name,
        changes={"merged": (None, row.second.name)},
        version=row.first.version,
    )


@transaction.atomic
def _write(reason: Reason, pairs: list[tuple[int, int]], at: datetime) -> None:
    rows = [
        DuplicatePair(first_id=first, second_id=second, reason=reason, found_at=at)
        for first, second in pairs
    ]
    DuplicatePair.objects.bulk_create(rows, ignore_conflicts=True)
