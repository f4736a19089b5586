"""The tables of a person, each with what it counts in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from zhuixiao.accounts.models import Employee
from zhuixiao.kit.spans import Span
from zhuixiao.ledger import catalogue

from ..choices import Split
from ..definition import known
from ..models import SummaryTable, SummaryTableQuerySet


@dataclass(frozen=True)
class Listed:
    """`about` says in words what it counts, as far as the reader may know; `is_shared` tells the
    owner that others read it."""

    table: SummaryTable
    about: str
    is_shared: bool = False


def own(reader: Employee) -> Sequence[Listed]:
    """Those that the person made, by name."""
    rows = list(SummaryTable.objects.filter(owner=reader).order_by("name", "pk"))
    shared = _shared_ids(SummaryTable.objects.filter(owner=reader))
    return [Listed(row, about(row, reader), row.pk in shared) for row in rows]


def shared(reader: Employee) -> Sequence[Listed]:
    """Those of others that the person may read, by name."""
    rows = SummaryTable.objects.visible_to(reader).exclude(owner=reader)
    ordered = rows.select_related("owner").order_by("name", "pk")
    return [Listed(row, about(row, reader)) for row in ordered]


def about(table: SummaryTable, reader: Employee) -> str:
    """Numbers, splits and period in a line."""
    rows = known(table.metrics)
    numbers = [str(row.label) for row in rows if catalogue.may_read(reader.access, row)]
    splits = [str(Split(key).label) for key in (table.rows, table.then_rows, table.columns) if key]
    span = Span(table.span)
    days = f"{table.start} – {table.end}" if span == Span.OTHER else str(span.label)
    return " · ".join(filter(None, (_(", ").join(numbers), " × ".join(splits), days)))


def _shared_ids(rows: SummaryTableQuerySet) -> set[int]:
    found: set[int] = set()
    for name in ("people", "departments", "groups"):
        found |= set(rows.exclude(**{name: None}).values_list("pk", flat=True))
    return found
