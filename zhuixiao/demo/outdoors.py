"""Days of the field sales people around their visits: signing in and out, and the way between."""

import uuid
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import groupby, pairwise
from random import Random

from django.db import transaction

from zhuixiao.accounts.audit import Actor
from zhuixiao.accounts.models import Company, Employee
from zhuixiao.field.actions import (
    attendance_days,
    attendance_punching,
    fixes,
    trackers,
    tracks_days,
    tracks_switch,
)
from zhuixiao.field.choices.tracks import FixSource, TrackerKind
from zhuixiao.field.models import Tracker, Visit
from zhuixiao.field.phone.captures import Capture
from zhuixiao.field.tracks.gps.points import Message, Point
from zhuixiao.kit.geo import METRES_PER_DEGREE, Position

from . import people, visits

_PACE = timedelta(minutes=2)
# Through a city, in metres a second.
_DRIVING = 8.0
# Whoever sleeps in another town goes there by train, without the track.
_FARTHEST = 60_000
# A visit, from when to when, where.
_Stop = tuple[datetime, datetime, Position]


def build(by: Actor, *, seed: int) -> None:
    """The days that have visits; one of the people never switches the track on."""
    rng = Random(seed)
    company = Company.objects.get()
    named = people.GROUPS["外勤销售"]
    rows = Employee.objects.active().with_access().filter(username__in=named).order_by("pk")
    for number, person in enumerate(rows):
        made = Visit.objects.filter(employee=person).exclude(out_at=None).order_by("at")
        with transaction.atomic():
            tracker = None if number == len(rows) - 1 else _switched_on(person, by)
            for day, of_day in groupby(made, key=lambda row: row.day):
                stops = [(row.at, row.out_at, row.place) for row in of_day]
                known = [(one, two, place) for one, two, place in stops if two and place]
                _punches(person, day, by, rng)
                if tracker:
                    _track(tracker, day, known, by=by, company=company, rng=rng)
    tracks_days.sum_up_stale()
    attendance_days.catch_up(by.at)


def _switched_on(person: Employee, boss: Actor) -> Tracker:
    begun = boss.at - timedelta(days=visits.DAYS + 1)
    by = Actor(person, begun, boss.zone, boss.via)
    tracks_switch.turn_on(by=by, agrees=True)
    tracker, _secret = trackers.add(by=by, name=f"{person.name}的手机", kind=TrackerKind.OVERLAND)
    return tracker


def _punches(person: Employee, day: date, boss: Actor, rng: Random) -> None:
    came = datetime.combine(day, time(8, 40), boss.zone) + timedelta(minutes=rng.randint(0, 24))
    left = datetime.combine(day, time(18, 0), boss.zone) + timedelta(minutes=rng.randint(1, 50))
    for at, is_in in ((came, True), (left, False)):
        item = Capture(uuid.UUID(int=rng.getrandbits(128)), at, at, at)
        by = Actor(person, at, boss.zone, boss.via)
        attendance_punching.punch(by=by, capture=item, is_in=is_in, reason="外出拜访")


def _track(
    tracker: Tracker,
    day: date,
    stops: Sequence[_Stop],
    *,
    by: Actor,
    company: Company,
    rng: Random,
) -> None:
    near = [stop for stop in stops if stop[2].metres_to(stops[0][2]) < _FARTHEST]
    if not near:
        return
    evening = datetime.combine(day, time(19), by.zone)
    points = list(_points(near, rng))
    fixes.receive(
        by=Actor(tracker.employee, min(evening, by.at), by.zone, by.via),
        tracker=tracker,
        message=Message(FixSource.OVERLAND, points),
        company=company,
    )


def _points(stops: Sequence[_Stop], rng: Random) -> Iterator[Point]:
    """From three kilometres off to each stop, and standing there."""
    first = stops[0][2]
    home = Position(first.latitude - 3_000 / METRES_PER_DEGREE, first.longitude)
    drive = timedelta(seconds=home.metres_to(first) / _DRIVING)
    whole = [(stops[0][0] - drive, stops[0][0] - drive, home), *stops]
    for before, after in pairwise(whole):
        yield from _between(before[2], after[2], before[1], after[0], rng)
        yield from _between(after[2], after[2], after[0], after[1], rng)


def _between(
    start: Position, end: Position, begins: datetime, ends: datetime, rng: Random
) -> Iterator[Point]:
    """A point every two minutes; who has more time than the way takes leaves later."""
    way = start.metres_to(end)
    leaves = max(begins, ends - timedelta(seconds=way / _DRIVING))
    at = begins
    while at < ends:
        share = max((at - leaves) / (ends - leaves), 0.0) if ends > leaves else 0.0
        shake = rng.uniform(-15, 15) / METRES_PER_DEGREE
        yield Point(
            at=at,
            latitude=start.latitude + (end.latitude - start.latitude) * share + shake,
            longitude=start.longitude + (end.longitude - start.longitude) * share - shake,
            accuracy=rng.randint(5, 30),
            speed=_DRIVING if way and share else 0.0,
            battery=rng.randint(40, 95),
        )
        at += _PACE
