"""Positions at the door: one by one as OwnTracks sends them, in batches as Overland does."""

import json
import math
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType

from django.core.management import CommandError
from django.db import connection
from django.utils import timezone

from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Company, Employee
from zhuixiao.field.actions import trackers, tracks_switch
from zhuixiao.field.choices.tracks import Kept, TrackerKind
from zhuixiao.field.models import Fix, TrackSpell
from zhuixiao.field.tracks.preferences import SETTING, Preferences

from .door import Taken
from .wire import post, send_all

# (positions in a request, connections)
RUNS = ((1, 1), (1, 8), (1, 32), (50, 8), (100, 8))
PROMISED = {"sqlite": 1_000, "postgresql": 2_000}
_POSITIONS = {1: 1_500, 50: 20_000, 100: 20_000}


def run(
    port: int,
    *,
    runs: Sequence[tuple[int, int]] = RUNS,
    positions: Mapping[int, int] = MappingProxyType(_POSITIONS),
) -> list[Taken]:
    """Each of the runs with so many positions by the size of its requests; every position has to be
    there afterwards."""
    secrets = _phones(max(clients for _size, clients in runs))
    begin = timezone.now() - timedelta(days=20)
    found = []
    for number, (size, clients) in enumerate(runs):
        each = positions[size] // size // clients
        start = begin + timedelta(days=number)
        requests = [
            [_request(secret, start, size, turn) for turn in range(each)]
            for secret in secrets[:clients]
        ]
        before = Fix.objects.count()
        sent = send_all(port, requests)
        kept, wanted = Fix.objects.count() - before, size * each * clients
        if kept != wanted or set(sent.statuses) != {200}:
            raise CommandError(f"of {wanted} positions {kept} were kept: {sent.statuses}")
        key = f"positions, {size} a request, {clients} phones"
        promised = 0 if size == 1 else PROMISED[connection.vendor]
        found.append(Taken(key, promised, kept, sent.seconds))
    return found


def _phones(count: int) -> list[str]:
    """The secrets of so many people's phones, in a company that keeps all hours."""
    company = Company.objects.get()
    company.settings[SETTING] = Preferences(kept=Kept.ALWAYS.value).as_json()
    company.save(update_fields=["settings"])
    at = timezone.now() - timedelta(days=21)
    people = Employee.objects.with_access().filter(role__key="sales").order_by("pk")[:count]
    secrets = []
    for person in people:
        by = Actor.of(person, at=at)
        TrackSpell.objects.filter(employee=person).delete()
        tracks_switch.turn_on(by=by, agrees=True)
        secrets.append(trackers.add(by=by, name="bench", kind=TrackerKind.OWNTRACKS)[1])
    return secrets


def _request(secret: str, start: datetime, size: int, turn: int) -> bytes:
    told = [_place(start, turn * size + number) for number in range(size)]
    body = json.dumps(_single(*told[0]) if size == 1 else _batch(told)).encode()
    return post(f"/field/gps/{secret}", body, Content_Type="application/json")


def _place(start: datetime, number: int) -> tuple[datetime, float, float]:
    """Every five seconds along a loop."""
    at = start + timedelta(seconds=5 * number)
    return at, 113.3 + 0.05 * math.cos(number / 200), 23.1 + 0.05 * math.sin(number / 300)


def _single(at: datetime, longitude: float, latitude: float) -> dict[str, object]:
    place = {"lat": latitude, "lon": longitude, "tst": int(at.timestamp())}
    return {"_type": "location", "acc": 12, "vel": 30, "batt": 80, **place}


def _batch(told: Sequence[tuple[datetime, float, float]]) -> dict[str, object]:
    rows = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [longitude, latitude]},
            "properties": {"timestamp": at.isoformat(), "speed": 8, "horizontal_accuracy": 12},
        }
        for at, longitude, latitude in told
    ]
    return {"locations": rows}
