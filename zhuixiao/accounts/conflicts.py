"""Two people edited one record: fields that only one of them changed are kept side by side."""

from collections.abc import Collection, Mapping
from typing import Any

from zhuixiao.kit.errors import Conflict

from . import audit

Changed = Mapping[str, tuple[Any, Any]]


def own_changes(
    *,
    kind: str,
    record_id: int,
    values: Mapping[str, Any],
    seen: int | None,
    now: int,
    keep_mine: Collection[str] = (),
    changed: Changed | None = None,
    record: object = None,
) -> dict[str, Any]:
    """What a person really changed against version `seen` of a record that is at `now`.

    A whole form also sends the fields that the person left alone: those that still hold what stood
    there then are dropped, so that they do not undo a colleague's change. Raises Conflict with
    base, mine and theirs for fields that both changed, except those in `keep_mine`. `changed` is
    given where fields have other names than in the audit log, `record` where words of it may be
    hidden there.
    """
    if seen is None or seen == now:
        return dict(values)
    if changed is None:
        changed = audit.changed_since(kind, record_id, seen, record=record)
    mine: dict[str, Any] = {}
    both: dict[str, dict[str, Any]] = {}
    for name, value in values.items():
        plain = audit.plain(value)
        base, theirs = changed.get(name, (None, plain))
        if plain == theirs or name in keep_mine:
            mine[name] = value
        elif plain != base:
            both[name] = {"base": base, "mine": plain, "theirs": theirs}
    if both:
        raise Conflict(both, version=now)
    return mine
