"""The kinds of items that a phone sends from its outbox; each area registers its own."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from zhuixiao.accounts.audit import Actor
from zhuixiao.files.actions import Upload

from .captures import Capture

# (values, capture, files, by) -> the address of the page that shows what came of it.
Handle = Callable[[Mapping[str, Any], Capture, Sequence[Upload], Actor], str]


@dataclass(frozen=True)
class ItemKind:
    """One sort of item. `handle` calls the area's action; a RuleError goes back to the phone.

    An item with the same `capture.client_id` may come again at any time: the action that `handle`
    calls finds the record of the first and changes nothing.

    `changes` are the keys of the pieces of the phone's state that look otherwise afterwards, for a
    kind of which many come; None where it may be any.
    """

    key: str
    label: str | Promise
    module: str
    action: str
    handle: Handle
    changes: tuple[str, ...] | None = None


_kinds: dict[str, ItemKind] = {}


def register(kind: ItemKind) -> None:
    """Called by each area's wiring, once, in AppConfig.ready()."""
    _kinds[kind.key] = kind


def kind(key: str) -> ItemKind | None:
    """The kind of this key, None for one that this version does not know."""
    return _kinds.get(key)
