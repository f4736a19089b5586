"""What a database engine must be able to do for backup and restore."""

from pathlib import Path
from typing import Any, Protocol

from django.db import connection

from . import postgresql, sqlite
from .archive import Refused

Tables = dict[str, list[Any]]


class Engine(Protocol):
    """One of the two databases."""

    # Name of the dump in the archive.
    member: str

    def dump(self, target: Path) -> Tables:
        """Write one consistent moment of the database to a file; rows and digest per table."""

    def stage(self, dump: Path, tables: Tables) -> str:
        """Bring a dump to life in a new place, compare it with `tables`; the place's name."""

    def swap(self, staged: str, kept: Path) -> None:
        """Put the new place in the old one's stead; the old one is kept in, or named as, `kept`."""

    def discard(self, staged: str) -> None:
        """Remove a place that is not needed after all."""


def current() -> Engine:
    """The engine of the configured database."""
    if connection.vendor == "sqlite":
        return sqlite.Sqlite()
    if connection.vendor == "postgresql":
        return postgresql.PostgreSQL()
    raise Refused(f"no backup for {connection.vendor}")
