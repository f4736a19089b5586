"""Tracks: positions as apps send them, and the map of a person's day."""

import json
import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cached_property

from django.db import connection, transaction
from django.utils import timezone

from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Company
from zhuixiao.field.actions import fixes, trackers, tracks_switch
from zhuixiao.field.choices.tracks import FixSource, Kept, TrackerKind
from zhuixiao.field.models import Fix, TrackSpell
from zhuixiao.field.tracks.gps.points import Message, Point
from zhuixiao.field.tracks.preferences import SETTING, Preferences
from zhuixiao.ledger.instants import to_number

from ..questions import many
from ..scene import Scene
from .job import Job, fine

BATCH, OF_A_DAY = 200, 2_000
_DAY = """
SELECT id, at, latitude, longitude, speed, marks FROM field_fix
WHERE employee_id = %s AND at >= %s AND at < %s ORDER BY at
"""
_INSERT = """
INSERT INTO field_fix (tracker_id, employee_id, at, received_at, latitude, longitude, source, marks)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING
"""


def jobs(scene: Scene) -> list[Job]:
    phone = _Phone(scene)
    return [_batch(phone), _single(phone), _track(phone)]


@dataclass
class _Phone:
    """The salesperson's phone; made when the first of these rows is measured."""

    scene: Scene

    @cached_property
    def address(self) -> str:
        """In a company that keeps all hours: the rows may be measured at night."""
        company = Company.objects.get()
        company.settings[SETTING] = Preferences(kept=Kept.ALWAYS.value).as_json()
        company.save(update_fields=["settings"])
        by = Actor.of(self.scene.employee, at=self.begin)
        TrackSpell.objects.filter(employee=by.employee).delete()
        tracks_switch.turn_on(by=by, agrees=True)
        self.tracker, secret = trackers.add(by=by, name="bench", kind=TrackerKind.OVERLAND)
        return f"/field/gps/{secret}"

    @cached_property
    def begin(self) -> datetime:
        return timezone.now() - timedelta(days=20)

    @cached_property
    def day(self) -> datetime:
        """Nine o'clock of yesterday, with a whole day of positions behind it."""
        assert self.address  # noqa: S101  (makes the tracker)
        zone = Company.objects.get().zone
        yesterday = timezone.now().astimezone(zone).date() - timedelta(days=1)
        nine = datetime.combine(yesterday, time(9), zone)
        Fix.objects.filter(employee_id=self.scene.employee.pk, at__gte=nine).delete()
        message = Message(FixSource.OVERLAND, [_point(nine, n) for n in range(OF_A_DAY)])
        by = Actor.of(self.scene.employee, at=timezone.now())
        fixes.receive(by=by, tracker=self.tracker, message=message, company=Company.objects.get())
        return nine

    def at(self, number: int) -> datetime:
        """A time of its own for each run."""
        return self.begin + timedelta(hours=1 + number)

    def inserted(self, rows: int) -> Callable[[int], None]:
        """The same rows in bare SQL, of times of their own."""

        def bare(number: int) -> None:
            at = self.at(number) + timedelta(minutes=30)
            values = [
                (0, 0, to_number(at + timedelta(seconds=n)), to_number(at), 23.1, 113.3, 1, 0)
                for n in range(rows)
            ]
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.executemany(_INSERT, values)

        return bare


def _batch(phone: _Phone) -> Job:
    """As Overland sends what it kept without network."""

    def run(number: int) -> None:
        points = [_point(phone.at(number), n) for n in range(BATCH)]
        body = json.dumps({"locations": [_feature(point) for point in points]})
        fine(phone.scene.seller.send(phone.address, body.encode()))

    return Job("ingest", run, phone.inserted(BATCH))


def _single(phone: _Phone) -> Job:
    """As Traccar Client sends each position."""

    def run(number: int) -> None:
        found = _point(phone.at(number) + timedelta(minutes=50), 0)
        coords = {"latitude": found.latitude, "longitude": found.longitude, "speed": found.speed}
        told = {"timestamp": found.at.isoformat(), "coords": coords, "battery": {"level": 0.5}}
        body = json.dumps({"location": told, "device_id": "1"})
        fine(phone.scene.seller.send(phone.address, body.encode()))

    return Job("ingest-one", run, phone.inserted(1))


def _track(phone: _Phone) -> Job:
    pk = phone.scene.employee.pk

    def run(_number: int) -> None:
        day = f"{phone.day:%Y-%m-%d}"
        fine(phone.scene.manager.get(f"/field/tracks/?of={pk}&start={day}T00:00&end={day}T23:59"))

    def bare(_number: int) -> None:
        first = to_number(phone.day)
        many(_DAY, [pk, first, first + 86_400_000_000])

    return Job("track", run, bare)


def _point(start: datetime, number: int) -> Point:
    """Every fifteen seconds: a ride with a stop each hour."""
    moving = number - number // 240 * 60 - max(0, number % 240 - 180)
    return Point(
        at=start + timedelta(seconds=15 * number),
        latitude=23.1 + 0.05 * math.sin(moving / 300),
        longitude=113.3 + 0.05 * math.cos(moving / 200),
        accuracy=12.0,
        speed=8.0,
    )


def _feature(point: Point) -> dict[str, object]:
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [point.longitude, point.latitude]},
        "properties": {
            "timestamp": point.at.isoformat(),
            "speed": point.speed,
            "horizontal_accuracy": point.accuracy,
            "battery_level": 0.8,
        },
    }
