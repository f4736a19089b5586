"""Own fields the way their settings page shows them."""

from collections.abc import Iterable
from dataclasses import dataclass

from zhuixiao.kit.models import Job

from ..choices import INDEX_JOB
from ..models import CustomField


@dataclass(frozen=True)
class FieldRow:
    """A field, and whether its index is still being made."""

    field: CustomField
    is_being_indexed: bool


def field_rows() -> tuple[list[FieldRow], list[FieldRow]]:
    """The fields in use and the retired ones, in their order."""
    fields = list(CustomField.objects.order_by("position", "pk"))
    busy = _being_indexed(fields)
    rows = [FieldRow(field, field.pk in busy) for field in fields]
    return (
        [row for row in rows if row.field.retired_at is None],
        [row for row in rows if row.field.retired_at is not None],
    )


def _being_indexed(fields: Iterable[CustomField]) -> set[int]:
    wanted = {field.pk for field in fields if field.is_indexed}
    payloads = Job.objects.open().filter(kind=INDEX_JOB).values_list("payload", flat=True)
    return wanted & {payload["field"] for payload in payloads}
