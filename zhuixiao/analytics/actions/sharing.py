"""Letting others read a table: its composition; the numbers are always those of the reader."""

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext_noop

from zhuixiao.accounts import audit
from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Department, Employee, Group
from zhuixiao.notices.actions import notify

from ..models import SummaryTable
from .saving import KIND, own

NOTICE = "analytics.shared"


@transaction.atomic
def share(
    *,
    by: Actor,
    table: SummaryTable,
    people: Collection[Employee],
    departments: Collection[Department],
    groups: Collection[Group],
) -> None:
    """From now on these may read it, nobody else but the owner; who is new by name is told. A
    department stands for all below it. Raises NotAllowed."""
    by.employee.access.check("analytics", "share")
    locked = own(by, table)
    wanted = {
        "people": sorted(row.pk for row in people if row.pk != by.employee.pk),
        "departments": sorted(row.pk for row in departments),
        "groups": sorted(row.pk for row in groups),
    }
    changes: dict[str, tuple[list[int], list[int]]] = {}
    for field, ids in wanted.items():
        rows = getattr(locked, field)
        before = sorted(rows.values_list("pk", flat=True))
        if before != ids:
            changes[field] = (before, ids)
            rows.set(ids)
    if not changes:
        return
    locked.version += 1
    locked.save(update_fields=["version"])
    audit.write(
        by=by,
        action="share",
        kind=KIND,
        record_id=locked.pk,
        label=locked.name,
        changes=changes,
        version=locked.version,
    )
    known, now = changes.get("people", ([], []))
    notify(
        to=[pk for pk in now if pk not in known],
        kind=NOTICE,
        text=gettext_noop("%(name)s shared the table “%(table)s” with you"),
        params={"name": by.employee.name, "table": locked.name},
        url=f"/tables/{locked.pk}/",
        at=by.at,
        by_id=by.employee.pk,
    )
