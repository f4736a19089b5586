"""The doors that are measured, and by how many processes they are served."""

from collections.abc import Callable

from django.db import connection

from ..promises import CHECK_INS, POSITIONS
from . import check_ins, phones
from .door import Taken

DOOR_KINDS: dict[str, Callable[[int], list[Taken]]] = {
    POSITIONS: phones.run,
    CHECK_INS: check_ins.run,
}
# Positions are promised for one process; SQLite is served from one.
_PROCESSES = {CHECK_INS: 2}


def processes(key: str) -> int:
    """How many serve this door on two cores."""
    return _PROCESSES.get(key, 1) if connection.vendor == "postgresql" else 1
