"""The threads that answer: a crew for people's pages, and a small one for what machines send.

When all phones of a company send at nine o'clock, they wait for each other and pages do not wait
for them. The small crew keeps its connections to SQLite: opening one costs as much as taking in a
position does.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import DatabaseError, connection

R = TypeVar("R")
Environ = dict[str, Any]


@dataclass(frozen=True)
class Doors:
    """Paths, by their beginnings, to which machines send, and how many threads serve them."""

    paths: tuple[str, ...]
    threads: int


class Crews:
    """The threads of a process: one for each request that is here completely."""

    def __init__(self, *, threads: int, doors: Doors) -> None:
        self._doors = doors
        self._pages = ThreadPoolExecutor(threads, thread_name_prefix="request")
        self._senders = ThreadPoolExecutor(doors.threads, thread_name_prefix="door")

    def chosen(
        self, path: str, answer: Callable[[Environ], R]
    ) -> tuple[ThreadPoolExecutor, Callable[[Environ], R]]:
        """Who answers a request to this path, and how."""
        if not path.startswith(self._doors.paths):
            return self._pages, answer

        def keeping(environ: Environ) -> R:
            _keep_connection()
            return answer(environ)

        return self._senders, keeping

    def dismiss(self) -> None:
        """Wait for what runs."""
        self._pages.shutdown()
        self._senders.shutdown()


def _keep_connection() -> None:
    """Let Django not close this thread's connection after the request, as it does on SQLite."""
    # Without a database the request itself says so.
    with suppress(DatabaseError):
        connection.ensure_connection()
        if not connection.settings_dict["CONN_MAX_AGE"]:
            connection.close_at = None
