"""Before a new version changes the database, the data are kept as they are."""

from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from . import making

KEEP = 5


def backup_before() -> Path | None:
    """An archive of the data as they are, None for an empty database; the newest five stay."""
    if not MigrationRecorder(connection).applied_migrations():
        return None
    folder = Path(settings.DATA_DIR) / "backups"
    path = folder / f"before-upgrade-{datetime.now(UTC):%Y%m%d-%H%M%S}.zip"
    making.make(path)
    for old in sorted(folder.glob("before-upgrade-*.zip"))[:-KEEP]:
        old.unlink()
    return path
