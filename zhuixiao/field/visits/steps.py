"""What is to be done on a visit."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Step:
    """What is to be done on a visit. `key` stays when the words change: answers name it."""

    key: str
    label: str
    kind: str
    is_required: bool = False

    def plain(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return vars(self).copy()


def steps_of(rows: Iterable[Mapping[str, Any]]) -> list[Step]:
    """The steps that JSON keeps, in their order."""
    return [Step(row["key"], row["label"], row["kind"], row["is_required"]) for row in rows]
