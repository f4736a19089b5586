"""Before a new version changes the database, the data are kept as they are."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext as _

from . import health
from .backup import making

KEEP = 5


def prepare(tell: Callable[[str], object], *, keeps: bool = True) -> None:
    """Give the database the shape that this version needs; `keeps` makes a backup before."""
    missing = health.unapplied()
    if not missing:
        return
    kept = backup_before() if keeps else None
    if kept:
        tell(_("The data as they were: %(path)s") % {"path": kept})
    tell(_("Preparing the database: %(n)d changes ...") % {"n": len(missing)})
    call_command("migrate", interactive=False, verbosity=0)


def backup_before() -> Path | None:
    """An archive of the data as they are, None for an empty database; the newest five stay."""
    if not MigrationRecorder(connection).applied_migrations():
        return None
    folder: Path = settings.BACKUPS_DIR
    path = folder / f"before-upgrade-{datetime.now(UTC):%Y%m%d-%H%M%S}.zip"
    making.make(path)
    for old in sorted(folder.glob("before-upgrade-*.zip"))[:-KEEP]:
        old.unlink()
    return path
