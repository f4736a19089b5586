"""A backup each night, read back at once; each week the newest one is restored for practice."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_noop

from .. import jobs
from . import making, restoring

BACKUP, DRILL = "kit.backup", "kit.backup_drill"


@dataclass(frozen=True)
class Archive:
    """A nightly archive in the folder of the backups."""

    path: Path
    made_at: datetime
    size: int


def archives() -> list[Archive]:
    """The nightly archives that are kept, newest first."""
    found = sorted(settings.BACKUPS_DIR.glob("nightly-*.zip"), reverse=True)
    states = [(path, path.stat()) for path in found]
    return [
        Archive(path, datetime.fromtimestamp(state.st_mtime, UTC), state.st_size)
        for path, state in states
    ]


@jobs.every(key=BACKUP, label=gettext_noop("Backup"), daily_at="01:30", retries=1, exclusive=BACKUP)
def back_up(job: jobs.Running) -> dict[str, Any]:
    """Make an archive and check it; only then do the oldest ones go."""
    if not settings.BACKUPS_KEEP:
        return {}
    path = settings.BACKUPS_DIR / f"nightly-{job.now:%Y%m%d-%H%M%S}.zip"
    making.make(path, job.progress)
    restoring.check(path)
    for old in archives()[settings.BACKUPS_KEEP :]:
        old.path.unlink()
    return {"file": path.name}


@jobs.every(
    key=DRILL,
    label=gettext_noop("Trial restore"),
    daily_at="02:30",
    weekday=7,
    exclusive=BACKUP,
)
def rehearse(job: jobs.Running) -> dict[str, Any]:
    """Bring the newest archive to life beside the data; its own digests must come out again.

    Where there is none yet, one is made first; where none are made, nothing was practised.
    """
    if not archives():
        back_up(job)
    newest = archives()[:1]
    if not newest:
        raise jobs.Cancelled
    restoring.rehearse(newest[0].path, job.progress)
    return {"file": newest[0].path.name}
