"""Periodic jobs: which slot is due, handed out once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from django.db import IntegrityError, transaction

from ..models import SchedulerSlot
from . import asking, registry


@dataclass(frozen=True)
class Periodic:
    """Either every `minutes`, or once a day from `daily_at` ("02:30") in the company's zone."""

    key: str
    minutes: int
    daily_at: str

    def slot(self, now: datetime, zone: tzinfo) -> str:
        """The slot that has begun at this instant; empty before today's time of a daily job."""
        if self.minutes:
            return str(int(now.timestamp()) // (self.minutes * 60))
        local = now.astimezone(zone)
        return local.date().isoformat() if f"{local:%H:%M}" >= self.daily_at else ""


_periodic: dict[str, Periodic] = {}
_zone: list[Callable[[], tzinfo]] = []


def use_zone(zone: Callable[[], tzinfo]) -> None:
    """Where the company's time zone comes from; without it days are counted in UTC."""
    _zone[:] = [zone]


def every(
    *, key: str, minutes: int = 0, daily_at: str = "", retries: int = 0
) -> Callable[[registry.Work], registry.Work]:
    """Decorate the work of a periodic job. A slot missed while nothing ran is made up for once."""
    if bool(minutes) == bool(daily_at):
        raise ValueError("a periodic job is either every so many minutes or daily")

    def decorate(work: registry.Work) -> registry.Work:
        _periodic[key] = Periodic(key, minutes, daily_at)
        return registry.register(key, retries=retries)(work)

    return decorate


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
    return sum(_hand_out_one(key, slot, now) for key, slot in slots if (key, slot) not in known)


def _hand_out_one(key: str, slot: str, now: datetime) -> int:
    try:
        with transaction.atomic():
            SchedulerSlot.objects.create(key=key, slot=slot, at=now)
            asking.enqueue(key, by_id=0, key=key)
    except IntegrityError:
        return 0
    return 1
