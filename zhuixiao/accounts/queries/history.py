"""The audit log as people read it: of one record, or of the whole company by filters."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from zhuixiao.kit.periods import Period

from .. import labels
from ..access import Access
from ..choices import FieldAccess, Via
from ..models import AuditEntry

MASK = "•••"


@dataclass(frozen=True)
class HistoryChange:
    """One field, from what to what, in words."""

    label: object
    before: object
    after: object


@dataclass(frozen=True)
class HistoryRow:
    """Who did what, when and from where."""

    id: int
    at: datetime
    who: str
    action: object
    kind: str
    kind_label: object
    record_id: int
    label: str
    via: object
    ip: str | None
    changes: tuple[HistoryChange, ...]


@dataclass(frozen=True)
class AuditFilter:
    """What the audit log page asks for; None and "" mean any."""

    employee_id: int | None = None
    kind: str = ""
    action: str = ""
    start: date | None = None
    end: date | None = None


def history(
    kind: str,
    record_id: int,
    limit: int = 20,
    before: int | None = None,
    *,
    since: int = 0,
    access: Access | None = None,
) -> list[HistoryRow]:
    """What happened to a record, newest first; `before` is the id of the last row already seen,
    and `since` a version of the record: what happened after it.

    With `access`, values of sensitive fields are left out or masked as that person's role says.
    Of somebody who was erased nobody sees any.
    """
    rows = AuditEntry.objects.of_record(kind, record_id)
    return _page(rows.filter(version__gt=since) if since else rows, limit, before, access)


def entries(
    chosen: AuditFilter,
    *,
    zone: ZoneInfo,
    limit: int,
    before: int | None = None,
    access: Access | None = None,
) -> list[HistoryRow]:
    """The company's log by filters, newest first; days are the company's."""
    rows = AuditEntry.objects.order_by("-id")
    if chosen.employee_id:
        rows = rows.filter(employee_id=chosen.employee_id)
    if chosen.kind:
        rows = rows.filter(kind=chosen.kind)
    if chosen.action:
        rows = rows.filter(action=chosen.action)
    if chosen.start:
        rows = rows.filter(at__gte=Period(chosen.start, chosen.start).instants(zone)[0])
    if chosen.end:
        rows = rows.filter(at__lt=Period(chosen.end, chosen.end).instants(zone)[1])
    return _page(rows, limit, before, access)


class _Words:
    """The words of one page; a value that stands in many rows is looked up once."""

    def __init__(self, access: Access | None) -> None:
        self._access = access
        self._known: dict[tuple[str, str, str], object] = {}

    def changes(self, row: Any, kind: labels.Kind) -> Iterable[HistoryChange]:
        for name, pair in row.changes.items():
            seen = self._seen(kind, name)
            if seen is FieldAccess.HIDDEN:
                continue
            before, after = (self._value(row.kind, kind, name, value) for value in _differing(pair))
            if row.is_hidden or seen is FieldAccess.MASKED:
                before, after = MASK if before != "" else "", MASK if after != "" else ""
            yield HistoryChange(kind.fields.get(name) or kind.name_of(name), before, after)

    def _seen(self, kind: labels.Kind, name: str) -> FieldAccess:
        field = kind.sensitive.get(name)
        return self._access.field(field) if self._access and field else FieldAccess.READ

    def _value(self, key: str, kind: labels.Kind, name: str, value: Any) -> object:
        if value in (None, "", []):
            return ""
        named = kind.value_names.get(name) or (None if name in kind.fields else kind.value_of)
        if named is None:
            return ", ".join(map(str, value)) if isinstance(value, list) else value
        place = (key, name, repr(value))
        if place not in self._known:
            self._known[place] = named(value)
        return self._known[place]


def _differing(pair: Iterable[Any]) -> Iterable[Any]:
    """Of two sets of named values only what differs: nobody reads a whole set for one of them."""
    before, after = pair
    if not isinstance(before, dict) or not isinstance(after, dict):
        return before, after
    keys = [key for key in before | after if before.get(key) != after.get(key)]
    return ({key: held[key] for key in keys if key in held} for held in (before, after))


def _page(rows: Any, limit: int, before: int | None, access: Access | None) -> list[HistoryRow]:
    if before is not None:
        rows = rows.filter(id__lt=before)
    words = _Words(access)
    return [_row(row, words) for row in rows.shown().select_related("employee")[:limit]]


def _row(row: Any, words: _Words) -> HistoryRow:
    kind = labels.kind(row.kind)
    return HistoryRow(
        id=row.pk,
        at=row.at,
        who=row.employee.name if row.employee else "",
        action=labels.action(row.kind, row.action),
        kind=row.kind,
        kind_label=kind.label,
        record_id=row.record_id,
        label=MASK if row.is_hidden else row.label,
        via=Via(row.via).label,
        ip=row.ip,
        changes=tuple(words.changes(row, kind)),
    )
