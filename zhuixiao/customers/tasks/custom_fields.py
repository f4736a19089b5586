"""Jobs of own fields: indexes that are wanted, choices that have another name."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from zhuixiao.kit import jobs

from ..actions.custom_choices import RENAME_JOB
from ..choices import INDEX_JOB, CustomFieldKind
from ..fields import custom
from ..models import Customer, CustomField
from ..queries import custom_indexes

CHUNK = 500


@jobs.register(INDEX_JOB, retries=2, exclusive="customers.fields")
def agree(job: jobs.Running) -> dict[str, Any]:
    """Make or drop the index of one field, as is wanted now."""
    field = CustomField.objects.get(pk=job.payload["field"])
    return {"is_indexed": agreed(field)}


@jobs.every(
    key="customers.field_indexes",
    label=gettext_noop("Indexes of custom fields are checked"),
    daily_at="04:10",
)
def agree_all(_job: jobs.Running) -> dict[str, int]:
    """Indexes that got lost come back: an upgrade that rebuilds the table forgets them."""
    return {"indexes": sum(agreed(field) for field in CustomField.objects.all())}


def agreed(field: CustomField) -> bool:
    """Let the database agree with what is wanted of this field; whether it is indexed now."""
    column = custom(field)
    wanted = field.is_indexed and field.retired_at is None
    has = custom_indexes.exists(column)
    if wanted and not has:
        custom_indexes.create(column)
    elif not wanted:
        custom_indexes.drop(column)
    return wanted


@jobs.register(RENAME_JOB, retries=2, exclusive="customers.fields")
def rename(job: jobs.Running) -> dict[str, Any]:
    """Give a choice its name of today with every customer, chunk by chunk; safe to repeat.

    The history of customers says nothing of it, as with the options of the pick lists.
    """
    field = CustomField.objects.get(pk=job.payload["field"])
    before: str = job.payload["before"]
    # By the time this runs it may be called something else again.
    after = field.current(job.payload["after"])
    last = changed = 0
    top = Customer.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    while ids := _having(field, before, last):
        with transaction.atomic():
            changed += _renamed(field, before, after, ids)
        last = ids[-1]
        job.progress(min(last, top), top)
    return {"changed": changed}


def _having(field: CustomField, choice: str, after: int) -> Sequence[int]:
    """The next customers that may have it, deleted ones too."""
    path = f"extra__{field.key}"
    rows = Customer.objects.filter(pk__gt=after, **{f"{path}__isnull": False})
    if field.kind == CustomFieldKind.SINGLE:
        rows = rows.filter(**{path: choice})
    return list(rows.order_by("pk").values_list("pk", flat=True)[:CHUNK])


def _renamed(field: CustomField, before: str, after: str, ids: Sequence[int]) -> int:
    changed = []
    for row in Customer.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk"):
        held = row.extra.get(field.key)
        if isinstance(held, list) and before in held:
            names = (after if name == before else name for name in held)
            row.extra[field.key] = list(dict.fromkeys(names))
        elif held == before:
            row.extra[field.key] = after
        else:
            continue
        changed.append(row)
    Customer.objects.bulk_update(changed, ["extra"], batch_size=CHUNK)
    return len(changed)
