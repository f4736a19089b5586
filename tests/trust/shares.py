"""How much of a sweep is asked: all of it on SQLite, on PostgreSQL every road some of the times.

A sweep asks every road by every reader, or with every value: a product of which the guards, forms
and pages give one answer on both engines. Only statements differ, and of those each road, reader
and value brings enough with a part of the others.
"""

from collections.abc import Sequence
from zlib import crc32

from django.db import connection

from tests.trust.roads import Road


def asked(roads: Sequence[Road], turn: int, *, of: int) -> list[Road]:
    """The roads that are asked in a turn, that is by a reader or with a value."""
    return list(roads) if connection.vendor == "sqlite" else dealt(roads, turn, of=of)


def dealt(roads: Sequence[Road], turn: int, *, of: int) -> list[Road]:
    """One part of the roads, the same in every run; any `of` turns in a row have them all."""
    return [road for road in roads if (crc32(road.name.encode()) + turn) % of == 0]
