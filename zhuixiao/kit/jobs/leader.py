"""One process leads: found by watching a counter, never by comparing clocks of two machines."""

import time
import uuid
from dataclasses import dataclass, field

from django.db.models import F, QuerySet

from ..models import SchedulerLease

# A leader that did not count up for this long, by the watcher's own steady clock, is gone.
GONE_AFTER_SECONDS = 30.0
BEAT_EVERY_SECONDS = 10.0


@dataclass
class Leadership:
    """This process's try at leading; `holds` is asked again and again."""

    name: str = field(default_factory=lambda: uuid.uuid4().hex)
    _seen: tuple[str, int] = ("", -1)
    _seen_at: float = 0.0
    _beat_at: float = 0.0
    _leads: bool = False

    def holds(self) -> bool:
        """Whether this process leads now; beats, or takes over from a leader that is gone."""
        steady = time.monotonic()
        if self._leads:
            if steady - self._beat_at >= BEAT_EVERY_SECONDS:
                self._beat_at = steady
                self._leads = bool(_rows().filter(owner=self.name).update(beat=F("beat") + 1))
            return self._leads
        row, _created = SchedulerLease.objects.get_or_create(pk=1)
        if (row.owner, row.beat) != self._seen:
            self._seen, self._seen_at = (row.owner, row.beat), steady
        if not row.owner or steady - self._seen_at >= GONE_AFTER_SECONDS:
            taken = _rows().filter(owner=row.owner, beat=row.beat)
            self._leads = bool(taken.update(owner=self.name, beat=F("beat") + 1))
            self._beat_at = steady
        return self._leads

    def leave(self) -> None:
        """Let the next process lead at once."""
        if self._leads:
            _rows().filter(owner=self.name).update(owner="")
            self._leads = False


def _rows() -> QuerySet[SchedulerLease]:
    return SchedulerLease.objects.filter(pk=1)
