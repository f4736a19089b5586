"""Two people edited one record: fields that only one of them changed are kept side by side."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, time
from typing import Any

from zhuixiao.accounts import audit
from zhuixiao.kit.errors import Conflict


def kept_of_theirs(
    *,
    kind: str,
    record_id: int,
    mine: Mapping[str, Any],
    seen: int | None,
    now: int,
    record: object,
    keep_mine: Collection[str] = (),
) -> set[str]:
    """The fields that somebody else changed since version `seen`, and I left as I found them.

    Raises Conflict with base, mine and theirs for the fields that both of us changed, except those
    in `keep_mine`. `now` is the record's version, `mine` what I sent for each field, `record` says
    what stands where words are hidden in the log.
    """
    if seen is None or seen == now:
        return set()
    changed = audit.changed_since(kind, record_id, seen, record=record)
    plain = {name: _plain(value) for name, value in mine.items()}
    theirs = {
        name: (base, value)
        for name, (base, value) in changed.items()
        if name in plain and plain[name] != value and name not in keep_mine
    }
    both = {
        name: {"base": base, "mine": plain[name], "theirs": value}
        for name, (base, value) in theirs.items()
        if plain[name] != base
    }
    if both:
        raise Conflict(both, version=now)
    return set(theirs)


def _plain(value: Any) -> Any:
    """As the audit log keeps it."""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value
