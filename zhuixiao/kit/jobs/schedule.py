"""Periodic jobs: which slot is due, handed out once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from django.db import IntegrityError, transaction

from ..models import Job, SchedulerSlot
from . import asking, registry


@dataclass(frozen=True)
class Periodic:
    """Either every `minutes`, or once a day from `daily_at` ("02:30") in the company's zone.

    With a `weekday` (1 is Monday) once a week, from that day's time. `label` is a message id.
    """

    key: str
    minutes: int
    daily_at: str
    weekday: int = 0
    label: str = ""

    def slot(self, now: datetime, zone: tzinfo) -> str:
        """The slot that has begun at this instant; empty before its time today or this week."""
        if self.minutes:
            return str(int(now.timestamp()) // (self.minutes * 60))
        local = now.astimezone(zone)
        day = local.isocalendar()
        if (day.weekday if self.weekday else 0, f"{local:%H:%M}") < (self.weekday, self.daily_at):
            return ""
        return f"{day.year}-W{day.week:02}" if self.weekday else local.date().isoformat()


_periodic: dict[str, Periodic] = {}
_zone: list[Callable[[], tzinfo]] = []


def use_zone(zone: Callable[[], tzinfo]) -> None:
    """Where the company's time zone comes from; without it days are counted in UTC."""
    _zone[:] = [zone]


def every(
    *,
    key: str,
    label: str = "",
    minutes: int = 0,
    daily_at: str = "",
    weekday: int = 0,
    retries: int = 0,
    exclusive: str = "",
) -> Callable[[registry.Work], registry.Work]:
    """Decorate the work of a periodic job. A slot missed while nothing ran is made up for once."""
    if bool(minutes) == bool(daily_at):
        raise ValueError("a periodic job is either every so many minutes or daily")

    def decorate(work: registry.Work) -> registry.Work:
        _periodic[key] = Periodic(key, minutes, daily_at, weekday, label)
        return registry.register(key, retries=retries, exclusive=exclusive)(work)

    return decorate


def periodic() -> list[Periodic]:
    """All periodic jobs, those that run seldom first, then by their time."""
    return sorted(_periodic.values(), key=lambda row: (row.minutes, -row.weekday, row.daily_at))


def run_now(key: str, *, by_id: int) -> Job:
    """Ask for a periodic job outside its slots; KeyError for an unknown one."""
    return asking.enqueue(key, by_id=by_id, label=_periodic[key].label, key=key)


def hand_out(now: datetime) -> int:
    """Enqueue each periodic job whose slot has begun and was not handed out; returns how many.

    A clock that jumps cannot fire a slot twice: the slot's row is unique and committed together
    with its job.
    """
    zone = _zone[0]() if _zone else UTC
    slots = {(row.key, slot): row for row in _periodic.values() if (slot := row.slot(now, zone))}
    known = set(
        SchedulerSlot.objects.filter(slot__in={slot for _, slot in slots}).values_list(
            "key", "slot"
        )
    )
    return sum(
        _hand_out_one(row, slot, now)
        for (key, slot), row in slots.items()
        if (key, slot) not in known
    )


def _hand_out_one(row: Periodic, slot: str, now: datetime) -> int:
    try:
        with transaction.atomic():
            SchedulerSlot.objects.create(key=row.key, slot=slot, at=now)
            asking.enqueue(row.key, by_id=0, label=row.label, key=row.key)
    except IntegrityError:
        return 0
    return 1
