"""Writing the audit log, and reading it as a record's history."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from zhuixiao.kit import bulk
from zhuixiao.kit.periods import day_of

from .choices import Via
from .models import AuditEntry, Company, Employee


@dataclass(frozen=True)
class Actor:
    """Who acts, at which instant, through which door, from where; actions take it as `by`."""

    employee: Employee
    at: datetime
    zone: ZoneInfo
    via: Via = Via.PAGE
    ip: str | None = None

    @classmethod
    def of(
        cls, employee: Employee, *, at: datetime, via: Via = Via.PAGE, ip: str | None = None
    ) -> "Actor":
        """The actor outside a request: asks the company for its zone."""
        return cls(employee, at, Company.objects.get().zone, via, ip)

    @property
    def today(self) -> date:
        """The company's calendar day of the instant."""
        return day_of(self.at, self.zone)


Changes = Mapping[str, tuple[Any, Any]]


def differences(record: object, values: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """The fields among `values` in which the record differs: {field: (before, after)}."""
    return {
        name: (getattr(record, name), value)
        for name, value in values.items()
        if getattr(record, name) != value
    }


def entry(
    *,
    by: Actor,
    action: str,
    kind: str,
    record_id: int = 0,
    label: str = "",
    changes: Changes | None = None,
    version: int = 0,
) -> AuditEntry:
    """An unsaved row of the audit log, for bulk writing."""
    return _new_entry()(
        at=by.at,
        employee_id=by.employee.pk,
        action=action,
        kind=kind,
        record_id=record_id,
        label=label[:120],
        changes={name: [plain(old), plain(new)] for name, (old, new) in (changes or {}).items()},
        version=version,
        via=by.via,
        ip=by.ip,
    )


def write(
    *,
    by: Actor,
    action: str,
    kind: str,
    record_id: int = 0,
    label: str = "",
    changes: Changes | None = None,
    version: int = 0,
) -> None:
    """Add one row; call it inside the transaction of the change."""
    entry(
        by=by,
        action=action,
        kind=kind,
        record_id=record_id,
        label=label,
        changes=changes,
        version=version,
    ).save(force_insert=True)


def write_many(entries: Iterable[AuditEntry]) -> None:
    """Add rows of a bulk change."""
    bulk.insert(list(entries))


@cache
def _new_entry() -> Callable[..., AuditEntry]:
    return bulk.maker(AuditEntry)


def changed_since(
    kind: str, record_id: int, version: int, *, record: object = None
) -> dict[str, tuple[Any, Any]]:
    """What happened to a record after `version`: {field: (value then, value now)}.

    Rows that are hidden only say that something changed: to what, then says the `record`.
    """
    held = vars(record) if record else {}
    changed: dict[str, tuple[Any, Any]] = {}
    rows = AuditEntry.objects.filter(kind=kind, record_id=record_id, version__gt=version)
    for row in rows.shown().order_by("id"):
        for name, pair in row.changes.items():
            old, new = pair
            if vars(row)["is_hidden"]:
                old, new = _blanked(old, new, now=plain(held.get(name, "")))
            changed[name] = (changed.get(name, (old, new))[0], new)
    return changed


def _blanked(old: Any, new: Any, *, now: Any) -> tuple[Any, Any]:
    """Without the words that were; ids and numbers name nobody."""
    if isinstance(old, dict) and isinstance(new, dict):
        keys = [key for key in old | new if old.get(key) != new.get(key)]
        now = now or {}
        return dict.fromkeys(keys, ""), {key: now[key] for key in keys if key in now}
    return _blank(old), now if isinstance(new, str | dict) else _blank(new)


def _blank(value: Any) -> Any:
    if isinstance(value, list):
        return [_blank(item) for item in value]
    return "" if isinstance(value, str | dict) else value


def plain(value: Any) -> Any:
    """A value as the log keeps it: JSON, a record by its id."""
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    pk = getattr(value, "pk", None)
    return str(value) if pk is None else pk
