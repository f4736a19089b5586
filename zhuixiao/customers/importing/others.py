"""What else `zhuixiao import` reads: higher apps say how."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .engine import Progress


@dataclass(frozen=True)
class Wish:
    """What was typed: `options` are JSON; `by` is a log-in name, "" for the boss."""

    what: str
    file: Path
    map_file: Path | None = None
    options: Mapping[str, Any] = field(default_factory=dict)
    by: str = ""
    is_dry: bool = False


@dataclass(frozen=True)
class Told:
    """Lines to print, rows that were not taken, and where the table of them lies."""

    lines: list[str]
    refused: int
    table: Path | None = None


CarryOut = Callable[[Wish, Progress], Told]

_kinds: dict[str, CarryOut] = {}


def register(what: str, carry_out: CarryOut) -> None:
    """Called once for each, in AppConfig.ready()."""
    _kinds[what] = carry_out


def all_kinds() -> dict[str, CarryOut]:
    return dict(_kinds)
