"""Is this installation well? Asked by /readyz, `zhuixiao check`, `serve` and the system page."""

import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from .backup import nightly
from .models import Job, JobState

LOW_DISK_BYTES = 2 * 1024**3
NO_DISK_BYTES = 200 * 1024**2
QUEUE_SLOW = timedelta(minutes=10)
BACKUP_OLD = timedelta(days=2)
# No release of this program is older: a clock before it is wrong.
RELEASED = datetime(2026, 1, 1, tzinfo=UTC)


class State(StrEnum):
    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    name: str
    state: State
    text: str


def database() -> Finding:
    """Does the database answer?"""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        return Finding("database", State.FAIL, str(error).splitlines()[0])
    return Finding("database", State.OK, connection.vendor)


def migrations() -> Finding:
    """Has the database the shape that this version needs?"""
    missing = unapplied()
    if missing:
        text = _("%(n)d database changes are missing: start `zhuixiao serve`.")
        return Finding("migrations", State.FAIL, text % {"n": len(missing)})
    return Finding("migrations", State.OK, _("complete"))


def unapplied() -> list[str]:
    """Names of the migrations that this version knows and the database does not have."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [str(migration) for migration, _backwards in plan]


def integrity() -> Finding:
    """Is the SQLite file whole? PostgreSQL looks after itself."""
    if connection.vendor != "sqlite":
        return Finding("integrity", State.OK, _("left to the database server"))
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA quick_check(1)")
        answer = str(cursor.fetchone()[0])
        broken = cursor.execute("PRAGMA foreign_key_check").fetchone()
    if answer != "ok" or broken:
        return Finding("integrity", State.FAIL, answer if answer != "ok" else str(broken))
    return Finding("integrity", State.OK, "quick_check, foreign_key_check")


def disk() -> Finding:
    """Is there room for the data to grow?"""
    free = shutil.disk_usage(settings.DATA_DIR).free
    state = State.OK if free > LOW_DISK_BYTES else State.WARN
    state = state if free > NO_DISK_BYTES else State.FAIL
    return Finding("disk", state, _("%(n).1f GB free") % {"n": free / 1024**3})


def clock(now: datetime) -> Finding:
    """Can the time be right? Compared with the program and with the newest file of the data."""
    changed = (path.stat().st_mtime for path in Path(settings.DATA_DIR).glob("*.sqlite3*"))
    newest = max(changed, default=0.0)
    if now < RELEASED or newest > time.time() + 3600:
        text = _("The clock says %(now)s, which is in the past. Set it right first.")
        return Finding("clock", State.FAIL, text % {"now": f"{now:%Y-%m-%d %H:%M} UTC"})
    return Finding("clock", State.OK, f"{now:%Y-%m-%d %H:%M} UTC, {time.tzname[0]}")


def queue(now: datetime) -> Finding:
    """Do jobs get done?"""
    oldest = Job.objects.due(now).order_by("created_at").first()
    if oldest is None:
        return Finding("jobs", State.OK, _("none waiting"))
    age = now - max(oldest.created_at, oldest.due_at or oldest.created_at)
    text = _("the oldest has waited %(n)d minutes") % {"n": age // timedelta(minutes=1)}
    return Finding("jobs", State.WARN if age > QUEUE_SLOW else State.OK, text)


def backups(now: datetime) -> Finding:
    """Is last night's backup there, and could the newest one be restored?"""
    if not settings.BACKUPS_KEEP:
        return Finding("backup", State.OK, _("none are made (ZHUIXIAO_BACKUPS_KEEP)"))
    latest = Job.objects.filter(kind__in=[nightly.BACKUP, nightly.DRILL]).latest_by_kind()
    failed = latest.filter(state=JobState.FAILED).first()
    if failed is not None:
        return Finding("backup", State.WARN, f"{failed.title}: {failed.error}")
    newest = nightly.archives()[:1]
    if not newest or now - newest[0].made_at > BACKUP_OLD:
        return Finding("backup", State.WARN, _("there is none of the last two days"))
    return Finding("backup", State.OK, newest[0].path.name)


def ready(now: datetime) -> list[Finding]:
    """What a load balancer needs to know; stops at the first thing that makes the rest useless."""
    return _in_turn([database, migrations, lambda: queue(now)])


def everything(now: datetime) -> list[Finding]:
    """All of the above; reads the whole database."""
    return _in_turn([database, migrations, integrity, *_soon_told(now)])


def overview(now: datetime) -> list[Finding]:
    """What can be told at once, for a page."""
    return _in_turn([database, migrations, *_soon_told(now)])


def _soon_told(now: datetime) -> list[Callable[[], Finding]]:
    return [disk, lambda: clock(now), lambda: queue(now), lambda: backups(now)]


def _in_turn(steps: list[Callable[[], Finding]]) -> list[Finding]:
    found: list[Finding] = []
    for step in steps:
        found.append(step())
        if found[-1].state == State.FAIL and found[-1].name in {"database", "migrations"}:
            break
    return found
