"""郑斌 with a phone that sends positions, and the track switched on since seven in the morning."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.world import NOW, World, actor
from zhuixiao.accounts.models import Company, Employee
from zhuixiao.field.actions import fixes, trackers, tracks_preferences, tracks_switch
from zhuixiao.field.actions.fixes import Received
from zhuixiao.field.choices.tracks import FixSource, Kept, TrackerKind
from zhuixiao.field.models import Fix, Tracker
from zhuixiao.field.tracks.gps.points import Message, Point
from zhuixiao.field.tracks.preferences import Preferences

SEVEN = NOW - timedelta(hours=3)
# 天河体育中心, 广州.
LATITUDE, LONGITUDE = 23.1377, 113.3245
# A degree of latitude is 111,195 metres on the sphere that distances are measured on.
METRE = 1 / 111_195


@dataclass
class Phone:
    """A device with its secret address; `at` says when positions arrive."""

    tracker: Tracker
    secret: str

    def send(
        self,
        points: Sequence[Point],
        *,
        at: datetime = NOW,
        source: FixSource = FixSource.TRACCAR,
    ) -> Received:
        self.tracker.refresh_from_db()
        by = actor(self.tracker.employee, at=at)
        company = Company.objects.get()
        message = Message(source, list(points))
        return fixes.receive(by=by, tracker=self.tracker, message=message, company=company)

    @property
    def path(self) -> str:
        return f"/field/gps/{self.secret}"

    def get(self, query: str) -> tuple[int, bytes]:
        answer = Client().get(f"{self.path}?{query}")
        return answer.status_code, answer.content

    def post(
        self, body: bytes | str, content_type: str = "application/json", query: str = ""
    ) -> tuple[int, bytes]:
        answer = Client().post(f"{self.path}{query}", body, content_type=content_type)
        return answer.status_code, answer.content


PhoneOf = Callable[..., Phone]


@pytest.fixture
def phone_of() -> PhoneOf:
    """A phone of somebody with the track switched on since seven."""

    def make(
        person: Employee, kind: TrackerKind = TrackerKind.TRACCAR, *, since: datetime = SEVEN
    ) -> Phone:
        by = actor(person, at=since)
        tracks_switch.turn_on(by=by, agrees=True)
        tracker, secret = trackers.add(by=by, name="手机", kind=kind)
        return Phone(tracker, secret)

    return make


@pytest.fixture
def phone(world: World, phone_of: PhoneOf) -> Phone:
    """The one of 郑斌."""
    return phone_of(world.zheng)


@pytest.fixture
def live_phone(world: World, phone_of: PhoneOf) -> Phone:
    """One that is on now, by the clock of this machine, in a company that keeps all hours."""
    keep(world, kept=Kept.ALWAYS.value)
    return phone_of(world.zheng, since=timezone.now() - timedelta(days=2))


def keep(world: World, **values: object) -> None:
    """What the boss sets."""
    new = Preferences(**values)  # type: ignore[arg-type]
    tracks_preferences.save(by=actor(world.boss), new=new)


def point(
    minutes: float = 0, *, north: float = 0, east: float = 0, speed: float | None = None,
    is_mock: bool = False,
) -> Point:  # fmt: skip
    """So many minutes after ten o'clock, metres to the north and (about) to the east."""
    return Point(
        at=NOW + timedelta(minutes=minutes),
        latitude=LATITUDE + north * METRE,
        longitude=LONGITUDE + east * METRE / 0.9196,
        accuracy=10.0,
        speed=speed,
        is_mock=is_mock,
    )


def fixes_of(person: Employee) -> list[Fix]:
    """Everything that was kept, in the order of time."""
    return list(Fix.objects.filter(employee_id=person.pk).order_by("at"))
